"""All pairs of sparse unit rows whose product reaches a threshold, without comparing every two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


BLOCK = 512
"""Rows multiplied at a time; bounds the memory of the candidates."""
_SLACK = 1e-9  # a bound may be rounded; the products themselves are exact


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Row `one` and row `other` (one < other) have the product `cosine`, for every place."""

    one: Integers
    other: Integers
    cosine: Floats

    def __iter__(self) -> Iterator[tuple[int, int, float]]:
        return zip(self.one.tolist(), self.other.tolist(), self.cosine.tolist(), strict=True)


def pairs_of(rows: Any, threshold: float, tick: Callable[[float], None] = lambda _: None) -> Pairs:
    """Return every pair of rows of a CSR array (rows of length ≤ 1) with product ≥ threshold > 0.

    Prefix filtering (Bayardo, Ma, Srikant 2007, "Scaling up all pairs similarity search"): the
    columns that most rows have are left out of a row while what is left out is shorter than the
    threshold; two rows that share nothing of the rest cannot reach it. Pairs come in order.
    ``tick`` hears what part is done and may raise to stop.
    """
    rest, left_out = _without_frequent(rows, threshold)
    turned = rest.T.tocsr()
    found = []
    for start in range(0, rows.shape[0], BLOCK):
        tick(start / rows.shape[0])
        found.append(_block(rows, turned, left_out, start, threshold))
    one, other, cosine = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((other, one))
    return Pairs(one[order], other[order], cosine[order])


def _without_frequent(rows: Any, threshold: float) -> tuple[Any, Floats]:
    """Return the rows without their most frequent columns, and the length of what each lost."""
    frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    rank = np.empty(rows.shape[1], dtype=np.int64)
    rank[np.argsort(-frequency, kind="stable")] = np.arange(rows.shape[1])
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rank[rows.indices], row))
    squares = np.append(0.0, np.cumsum(rows.data[order] ** 2))
    length = np.sqrt(np.maximum(squares[1:] - squares[rows.indptr[row]], 0.0))
    lost = length < threshold - _SLACK
    kept = order[~lost]
    left_out = np.zeros(rows.shape[0])
    np.maximum.at(left_out, row[lost], length[lost])
    rest = csr_array((rows.data[kept], (row[~lost], rows.indices[kept])), shape=rows.shape)
    return rest, left_out


def _block(
    rows: Any, turned: Any, left_out: Floats, start: int, threshold: float
) -> tuple[Integers, Integers, Floats]:
    """The pairs whose first row is in one block: candidates by the rest, then the whole product."""
    block = (rows[start : start + BLOCK] @ turned).tocoo()
    one, other = block.coords[0] + start, block.coords[1]
    near = (one < other) & (block.data + left_out[other] >= threshold - _SLACK)
    one, other = one[near].astype("int64"), other[near].astype("int64")
    cosine = rows[one].multiply(rows[other]).sum(axis=1)
    enough = cosine >= threshold
    return one[enough], other[enough], cosine[enough]
