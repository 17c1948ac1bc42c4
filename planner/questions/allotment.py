"""The best way to share out a total, one number to each, when every number has its worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.model import Ints

NOTHING: Final = -(1 << 61)
Picks = NDArray[np.int32]
Choices = tuple[tuple[int, int], ...]  # (number, worth) that one may get


@dataclass(frozen=True, slots=True)
class Shares:
    """The numbers in the order of the receivers (empty where no split exists) and their worth.

    `totals` lists (total, best worth) for every total that can be reached.
    """

    counts: tuple[int, ...]
    value: int | None
    totals: tuple[tuple[int, int], ...]


def allot(receivers: Sequence[Choices], total: int | None) -> Shares:
    """Return the split of greatest worth; of equals, the later receivers get the smaller numbers.

    Max-plus over the receivers, in whole numbers: exact. `total` None takes the best total.
    """
    best: Ints = np.zeros(1, dtype=np.int64)
    picks: list[Picks] = []
    for choices in receivers:
        if not choices:
            return Shares((), None, ())
        best, pick = _with(best, choices)
        picks.append(pick)
    reached = np.flatnonzero(best > NOTHING // 2)
    totals = tuple((int(k), int(best[k])) for k in reached)
    end = int(best.argmax()) if total is None else total
    if not 0 <= end < len(best) or best[end] <= NOTHING // 2:
        return Shares((), None, totals)
    counts: list[int] = []
    left = end
    for pick in reversed(picks):
        counts.append(int(pick[left]))
        left -= counts[-1]
    return Shares(tuple(reversed(counts)), int(best[end]), totals)


def _with(best: Ints, choices: Choices) -> tuple[Ints, Picks]:
    """Return the best worth of every total with one more receiver, and what it gets there."""
    size = len(best) + max(number for number, _ in choices)
    following: Ints = np.full(size, NOTHING, dtype=np.int64)
    pick = np.zeros(size, dtype=np.int32)
    for number, worth in choices:
        part = slice(number, number + len(best))
        offered = np.where(best > NOTHING // 2, best + worth, NOTHING)
        better = offered > following[part]
        following[part][better] = offered[better]
        pick[part][better] = number
    return following, pick
