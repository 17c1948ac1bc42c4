"""How alike sections are when some of their texts are others than those of the region."""

from __future__ import annotations

from collections.abc import Sequence

from departments.models import Region
from mergers.lazy import Floats, np, similarity
from mergers.planning.overlap import text_of
from mergers.planning.similarity_blend import SimilarityBlend


def with_texts(
    region: Region,
    similarity_blend: SimilarityBlend,
    known: Floats,
    texts: Sequence[similarity.clauses.SectionText],
    keys: Sequence[int],
    same: Sequence[bool],
) -> Floats:
    """The similarities of ``texts`` on the background of a region, mixed as a plan's own are.

    The first rows are those of ``known``; pairs of which neither text has changed (``same``) keep
    the figure they have there. ``keys`` are section keys, below 0 for what is no section.
    """

    matrix = np.array(
        similarity_blend.blend(similarity.overlap.similarity(text_of(region).corpus, texts), keys),
        dtype=np.float64,
    )
    kept = np.flatnonzero(same)
    matrix[np.ix_(kept, kept)] = known[np.ix_(kept, kept)]
    return matrix
