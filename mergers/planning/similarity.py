"""How alike sections are when some of their texts are others than when they were measured."""

from __future__ import annotations

from collections.abc import Sequence

from mergers.lazy import Floats, np, similarity
from mergers.planning.similarity_blend import SimilarityBlend


def with_texts(
    calibration: similarity.calibration.Calibration,
    similarity_blend: SimilarityBlend,
    known: Floats,
    texts: Sequence[similarity.clauses.SectionText],
    keys: Sequence[int],
    same: Sequence[bool],
) -> Floats:
    """The similarities of ``texts`` against a calibration, mixed as a plan's own are.

    The first rows are those of ``known``; pairs of which neither text has changed (``same``) keep
    the figure they have there. ``keys`` are section keys, below 0 for what is no section.
    """

    matrix = np.array(
        similarity_blend.blend(similarity.overlap.similarity(calibration.corpus, texts), keys),
        dtype=np.float64,
    )
    kept = np.flatnonzero(same)
    matrix[np.ix_(kept, kept)] = known[np.ix_(kept, kept)]
    return matrix
