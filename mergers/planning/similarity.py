"""How alike sections are when some of their texts are others than those of the region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from departments.models import Region
from mergers.planning.overlap import text_of
from mergers.planning.similarity_blend import SimilarityBlend

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from similarity.clauses import SectionText


def with_texts(
    region: Region,
    similarity_blend: SimilarityBlend,
    known: NDArray[np.float64],
    texts: Sequence[SectionText],
    keys: Sequence[int],
    same: Sequence[bool],
) -> NDArray[np.float64]:
    """The similarities of ``texts`` on the background of a region, mixed as a plan's own are.

    The first rows are those of ``known``; pairs of which neither text has changed (``same``) keep
    the figure they have there. ``keys`` are section keys, below 0 for what is no section.
    """
    import numpy as np

    from similarity.overlap import similarity

    matrix = np.array(
        similarity_blend.blend(similarity(text_of(region).corpus, texts), keys), dtype=np.float64
    )
    kept = np.flatnonzero(same)
    matrix[np.ix_(kept, kept)] = known[np.ix_(kept, kept)]
    return matrix
