"""How alike two sections' functions are, read from their names and duties (planner.md, §4).

Character-bigram TF-IDF cosine. Every weight is a multiple of 2^-26, so each product and each sum
of products is exact in float64: the similarity of two sections is the same bit for bit whatever
the order of the sections, the block they are computed in, or the number of cores.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from similarity.clauses import BRIDGE, Cleaner, SectionText
from similarity.phrases import DEFAULT, Boilerplate

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


_GRID = float(1 << 26)
_BLOCK = 512  # rows at a time; bounds the memory of a block's product
_FREQUENT = 0.05  # a bigram in more than this share of the sections is a dense column
CODE_BITS = 21  # a Unicode code point
_OPTIMAL_ORDER_LIMIT = 200  # above this, optimal leaf ordering takes longer than a page may


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """The bigrams of a region's sections and how telling each one is.

    `codes` are the bigrams (sorted), `frequency` in how many sections each stands, `idf` their
    weights, `texts` the sections it was fitted on and `matrix` their unit vectors (scipy CSR,
    sections × bigrams). One that is read from a store (`weighed`) has neither texts nor matrix.
    """

    texts: tuple[SectionText, ...]
    phrases: Boilerplate
    codes: Integers
    frequency: Integers
    idf: Floats
    unseen_idf: float
    matrix: Any


def fit(texts: Sequence[SectionText], *, phrases: Boilerplate = DEFAULT) -> Corpus:
    """Learn from all sections of a region how telling each bigram is.

    idf(t) = ln((N + 1) / df(t)) over the N sections: a bigram that every section has counts next to
    nothing, one that a single section has counts most.
    """
    texts = tuple(texts)
    cleaner = Cleaner(phrases)
    rows, codes, counts = _count([cleaner.scored_text(text) for text in texts])
    vocabulary, columns = np.unique(codes, return_inverse=True)
    frequency = np.bincount(columns, minlength=len(vocabulary))
    weights = weighed(phrases, len(texts), vocabulary, frequency)
    matrix = _unit_rows(len(texts), rows, columns, counts, weights.idf)
    return replace(weights, texts=texts, matrix=matrix)


def weighed(phrases: Boilerplate, sections: int, codes: Integers, frequency: Integers) -> Corpus:
    """The corpus of so many sections without their texts: what `fit` learnt, from a store."""
    log_idf = _exact_table(lambda df: math.log((sections + 1) / df), sections)
    return Corpus((), phrases, codes, frequency, log_idf[frequency], math.log(sections + 1), None)


def vectors(corpus: Corpus, scored: Sequence[str]) -> tuple[Integers, Any]:
    """Return the bigram codes (sorted) and unit vectors (CSR, one row each) of cleaned lines.

    A bigram that no section of the corpus has is weighed like one that a single section has.
    """
    rows, codes, counts = _count(scored)
    vocabulary, columns = np.unique(codes, return_inverse=True)
    idf = np.full(len(vocabulary), corpus.unseen_idf)
    if len(corpus.codes) and len(vocabulary):
        place = np.minimum(np.searchsorted(corpus.codes, vocabulary), len(corpus.codes) - 1)
        known = corpus.codes[place] == vocabulary
        idf[known] = corpus.idf[place[known]]
    return vocabulary, _unit_rows(len(scored), rows, columns, counts, idf)


def similarity(
    corpus: Corpus,
    which: Sequence[SectionText] | Sequence[int] | None = None,
    *,
    dtype: Any = None,
    block: int = _BLOCK,
) -> Floats:
    """Return the n × n similarities in [0, 1], symmetric, with 1.0 on the diagonal.

    `which` are sections (fitted or not), indices of fitted sections, or None for all of them in
    order. A section without any scored text resembles nobody (0). `dtype` float32 halves the memory
    for regions of thousands of sections; the default is float64.
    """
    matrix = _rows(corpus, which)
    n = matrix.shape[0]
    result = np.empty((n, n), dtype=dtype or np.float64)
    for i, j, tile in _tiles(matrix, block):
        height, width = tile.shape
        result[i : i + height, j : j + width] = tile
        result[j : j + width, i : i + height] = tile.T
    np.fill_diagonal(result, 1.0)
    return result


def _tiles(matrix: Any, block: int) -> Iterator[tuple[int, int, Floats]]:
    """Yield first row, first column and products of each tile on and above the diagonal.

    The few bigrams that many sections have are multiplied as dense columns, the many rare ones as
    a sparse matrix; both are exact, so where the line is drawn changes the time alone.
    """
    n = matrix.shape[0]
    frequent = np.bincount(matrix.indices, minlength=matrix.shape[1]) > n * _FREQUENT
    dense, rare = matrix[:, frequent].toarray(), matrix[:, ~frequent]
    for i in range(0, n, block):
        rare_rows = (rare[i : i + block] @ rare[i:].T).toarray()
        for j in range(i, n, block):
            tile = dense[i : i + block] @ dense[j : j + block].T
            tile += rare_rows[:, j - i : j - i + block]
            yield i, j, tile


def calibrate(matrices: Floats | Iterable[Floats]) -> tuple[float, float]:
    """Return the linear quantiles P50 and P95 of the similarities of all pairs i < j.

    Give one matrix, or the within-department matrices of a region. Without any pair: (0.0, 0.0).
    """
    each = [matrices] if isinstance(matrices, np.ndarray) else list(matrices)
    pairs = [matrix[np.triu_indices(len(matrix), 1)] for matrix in each if len(matrix) > 1]
    if not pairs:
        return 0.0, 0.0
    p50, p95 = np.quantile(np.concatenate(pairs).astype(np.float64), [0.5, 0.95])
    return float(p50), float(p95)


def normalise(matrix: Floats, p50: float, p95: float) -> Floats:
    """Return q = clip((S − P50) / (P95 − P50), 0, 1); when P95 = P50, 1 where S > P50, else 0."""
    if p95 <= p50:
        return (matrix > p50).astype(np.float64)
    return np.clip((matrix - p50) / (p95 - p50), 0.0, 1.0)


def blend(matrix: Floats, links: Iterable[tuple[int, int, float]], weight: float = 0.3) -> Floats:
    """Return (1 − weight)·S + weight·link for every pair; the diagonal stays 1.

    `links` are (i, j, strength in [0, 1]) and hold in both directions; of two links between one
    pair the stronger counts; a pair without a link has 0. Without any link S is returned as it is.
    """
    strengths = list(links)
    if not strengths:
        return matrix
    linked = np.zeros_like(matrix, dtype=np.float64)
    for i, j, strength in strengths:
        linked[i, j] = linked[j, i] = max(linked[i, j], strength)
    blended = (1.0 - weight) * matrix + weight * linked
    np.fill_diagonal(blended, 1.0)
    return blended


def cluster_order(matrix: Floats) -> tuple[int, ...]:
    """Return the order of sections that puts alike ones side by side, for the matrix page.

    Average-linkage clustering of 1 − S; up to 200 sections with optimal leaf ordering
    (Bar-Joseph et al., 2001), above that in the order of the tree.
    """
    n = len(matrix)
    if n < 3:
        return tuple(range(n))
    from scipy.cluster.hierarchy import leaves_list, linkage

    distance = 1.0 - matrix[np.triu_indices(n, 1)]
    tree = linkage(distance, "average", optimal_ordering=n <= _OPTIMAL_ORDER_LIMIT)
    return tuple(int(leaf) for leaf in leaves_list(tree))


def _rows(corpus: Corpus, which: Sequence[SectionText] | Sequence[int] | None) -> Any:
    if which is None:
        return corpus.matrix
    chosen = list(which)
    if all(isinstance(item, SectionText) for item in chosen):
        cleaner = Cleaner(corpus.phrases)
        return vectors(corpus, [cleaner.scored_text(text) for text in chosen])[1]  # type: ignore[arg-type]
    return corpus.matrix[chosen]


def _count(scored: Sequence[str]) -> tuple[Integers, Integers, Integers]:
    """Return (line, bigram code, how often) for every bigram of every line, sorted."""
    places, _, codes = bigrams("\n".join(scored))
    ends = np.cumsum([len(text) + 1 for text in scored])
    rows = np.searchsorted(ends, places, side="right")
    order = np.lexsort((codes, rows))
    rows, codes = rows[order], codes[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]) | (codes[1:] != codes[:-1])
    starts = np.flatnonzero(first)
    counts = np.diff(np.append(starts, len(rows)))
    return rows[starts], codes[starts], counts


def bigrams(text: str) -> tuple[Integers, Integers, Integers]:
    """Return start, end (exclusive) and code of every bigram of cleaned text.

    Spaces and breaks part words. A character that stands alone makes no bigram: alone it tells too
    little.
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    places = np.flatnonzero(points != ord(BRIDGE))
    points = points[places]
    word = points > ord(" ")  # cleaned text has no other separators
    first = np.flatnonzero(word[:-1] & word[1:])
    codes = (points[first] << CODE_BITS) | points[first + 1]
    return places[first], places[first + 1] + 1, codes


def _unit_rows(n: int, rows: Integers, columns: Integers, counts: Integers, idf: Floats) -> Any:
    """Return the unit vectors: sublinear tf × idf, scaled to length 1, on the 2^-26 grid.

    Rounded down, so that no length, and no similarity, comes out above 1.
    """
    most = int(counts.max()) if len(counts) else 0
    weights = _exact_table(lambda count: 1.0 + math.log(count), most)[counts] * idf[columns]
    lengths = np.sqrt(np.bincount(rows, weights=weights * weights, minlength=n))
    weights = np.floor(weights / np.where(lengths > 0, lengths, 1.0)[rows] * _GRID) / _GRID
    pointers = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n))))
    return csr_array((weights, columns, pointers), shape=(n, len(idf)))


def _exact_table(formula: Any, most: int) -> Floats:
    """Return formula(1..most) by the C library, one value each: no vector unit's rounding."""
    return np.array([0.0] + [formula(value) for value in range(1, most + 1)])
