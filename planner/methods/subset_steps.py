"""The steps by which a few elements are split into groups, the same for every set of that size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb
from threading import Condition
from typing import Any

import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Small = NDArray[np.int32]  # half the memory for what is read most

MOST_KEPT = 48 << 20
"""Bytes of steps that a process keeps; all that sets may share (`components`) would take 79 MiB."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """All ways to take one more group away: from state `source` by group `group`.

    The ways are ordered by the state they lead to; `starts` is where each new state begins. State
    0 of a later level is the empty rest if `empties`.
    """

    source: Small
    group: Small
    starts: Indices
    empties: bool


@dataclass(frozen=True, slots=True, eq=False)
class SubsetSteps:
    """Sets of `size` elements, groups of at most `widest`: bit masks of groups, and the steps.

    `position` gives for every bit mask the place of that group in `masks`, −1 where it is none.
    A group taken always holds the lowest element left, so after j groups the first j elements are
    gone: there are fewer than 2·2^size states on all levels together.
    """

    size: int
    widest: int
    masks: Indices
    position: Indices
    steps: tuple[Step, ...]

    @property
    def nbytes(self) -> int:
        """The memory that they take."""
        parts = (part for step in self.steps for part in (step.source, step.group, step.starts))
        return sum(part.nbytes for part in (self.masks, self.position, *parts))


@lru_cache(maxsize=1024)
def step_estimate(size: int, widest: int) -> int:
    """Return an upper estimate of the ways on all steps, to decide whether to make them."""
    total = 0
    for taken in range(size):
        left = size - taken  # elements that may be open; the lowest of them is taken
        for others in range(left):
            if size - 1 - others <= taken * widest + (left - 1 - others):
                ways = sum(comb(others, k) for k in range(min(widest, others + 1)))
                total += comb(left - 1, others) * ways
    return total


@cached(LRUCache(MOST_KEPT, getsizeof=lambda steps: steps.nbytes), condition=Condition())
def subset_steps(size: int, widest: int) -> SubsetSteps:
    """Return the ways to split a set of this size; they take some milliseconds to make and are kept
    within `MOST_KEPT` bytes.
    """
    groups = [
        sum(1 << e for e in chosen)
        for k in range(1, min(size, widest) + 1)
        for chosen in combinations(range(size), k)
    ]
    masks = np.array(groups, dtype=np.int64)
    position = np.full(1 << size, -1, dtype=np.int64)
    position[masks] = np.arange(len(masks))
    return SubsetSteps(size, widest, masks, position, tuple(steps_of(size, masks)))


def steps_of(size: int, masks: Indices) -> Iterator[Step]:
    """Yield the steps when only the groups `masks` are allowed; none where they lead nowhere."""
    # in 16 bits: numpy compares four times as many at once, and sorts by radix
    bits: type[np.uint16 | np.uint32] = np.uint16 if size <= 16 else np.uint32
    small: NDArray[Any] = masks.astype(bits)
    low = masks & -masks
    holding = [np.flatnonzero(low == 1 << e) for e in range(size)]
    states = np.array([(1 << size) - 1], dtype=np.int64)
    while len(states) and states[-1]:
        lowest = states & -states
        sources, groups = [], []
        for e in range(size):
            here = np.flatnonzero(lowest == 1 << e)
            if len(here):
                taken: NDArray[Any] = np.bitwise_not(states[here].astype(bits))
                s, g = np.nonzero((small[holding[e]][None, :] & taken[:, None]) == 0)
                sources.append(here.astype(np.int32)[s])
                groups.append(holding[e].astype(np.int32)[g])
        source, group = np.concatenate(sources), np.concatenate(groups)
        if not len(source):
            return
        rest: NDArray[Any] = states.astype(bits)[source] ^ small[group]
        order = np.argsort(rest, kind="stable")
        ordered = rest[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=~ordered[:1]))
        states = ordered[starts].astype(np.int64)
        yield Step(source[order], group[order], starts, bool(states[0] == 0))
