"""Exact best plans for every number of groups where the sections fall into small components.

Sections that may never meet, not even over others, need no common search: each component is split
by dynamic programming over its subsets, and the components are combined by max-plus (planner.md §3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.methods.group_pool import GroupPool
from planner.methods.subset_steps import Indices, SubsetSteps, step_estimate, steps_of, subset_steps
from planner.model import Bools, Ints, Model

NOTHING: Final = -(1 << 50)  # worth of what cannot be; sums of a few hundred stay within 64 bits
SHARED: Final = 15  # atoms up to which all sets of one size may share their steps
SHARED_ALONE: Final = 12  # of a sole component: with more its own steps, which are fewer, pay
MOST_SHARED: Final = 2_200_000  # such steps, by their estimate: 15 atoms in groups of four
MOST_STEPS: Final = 700_000  # of a sole component, by the estimate below: relaxations do it as fast
MOST_APART: Final = 2_000_000  # of several: one search over all of them is far more work
MOST_CELLS: Final = 1_000_000  # ways × counts worked on at a time
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Atoms that may meet, over others at least; `row` is the pool's row of each of the steps' groups."""

    atoms: tuple[int, ...]
    steps: SubsetSteps
    row: Rows


@dataclass(slots=True, eq=False)
class Split:
    """A component split for some counts: `worth[count, j]` of its best split into j groups."""

    component: Component
    value: Ints  # (counts, groups of the subset_steps)
    levels: list[Ints]  # per step (counts, states)
    worth: Ints

    def only(self, at: NDArray[np.intp]) -> Split:
        """Return the same for some of the counts."""
        levels = [level[at] for level in self.levels]
        return Split(self.component, self.value[at], levels, self.worth[at])

    def groups(self, at: int, j: int) -> list[int]:
        """Return the pool's rows of the best split into j groups for count number `at`."""
        chosen: list[int] = []
        state = 0
        for level in range(j - 1, -1, -1):
            step = self.component.steps.steps[level]
            end = step.starts[state + 1] if state + 1 < len(step.starts) else len(step.source)
            ways = slice(int(step.starts[state]), int(end))
            source, group = step.source[ways], step.group[ways]
            best = int((self.levels[level][at, source] + self.value[at, group]).argmax())
            chosen.append(int(self.component.row[group[best]]))
            state = int(source[best])
        return chosen


def components_of(
    model: Model, pool: GroupPool, most_atoms: int, known: tuple[Component, ...] = ()
) -> tuple[Component, ...] | None:
    """Return the components of a pool that holds all groups, None where they are too large.

    Small ones take the steps that all sets of their size share. For larger ones only the groups that
    the rules allow become steps; steps of `known` components with the same groups serve again.
    """
    atoms = len(model.atoms)
    parts = connected(model.atom_ok)
    if max(len(part) for part in parts) > most_atoms:
        return None
    place = np.zeros(atoms + 1, dtype=np.int64)
    part_of = np.zeros(atoms, dtype=np.int64)
    for number, part in enumerate(parts):
        part_of[list(part)] = number
        place[list(part)] = np.arange(len(part))
    inside = pool.atoms < atoms
    bits = np.where(inside, 1 << place[pool.atoms], 0).sum(axis=0)
    sizes = inside.sum(axis=0)
    first = part_of[pool.atoms[0]] if len(pool) else np.zeros(0, dtype=np.int64)
    rows = [np.flatnonzero(first == number) for number in range(len(parts))]
    widest = [int(sizes[own].max(initial=1)) for own in rows]
    alone = len(parts) == 1
    sized = list(zip(parts, widest, rows, strict=True))
    steps = sum(_estimate(len(part), width, len(own), alone) for part, width, own in sized)
    if steps > (MOST_STEPS if alone else MOST_APART):
        return None
    found = []
    for part, width, own in sized:
        if _may_share(len(part), width, alone):
            shared = subset_steps(len(part), width)
            row = np.full(len(shared.masks), -1, dtype=np.intp)
            row[shared.position[bits[own]]] = own
            found.append(Component(part, shared, row))
        else:
            found.append(Component(part, _own_steps(len(part), width, bits[own], known), own))
    return tuple(found)


def _may_share(size: int, widest: int, alone: bool) -> bool:
    most = min(SHARED, SHARED_ALONE) if alone else SHARED
    return size <= most and step_estimate(size, widest) <= MOST_SHARED


def _own_steps(size: int, width: int, masks: Indices, known: tuple[Component, ...]) -> SubsetSteps:
    for component in known:
        steps = component.steps
        if steps.size == size and steps.widest == width and np.array_equal(steps.masks, masks):
            return steps
    nowhere = np.zeros(0, dtype=np.int64)
    return SubsetSteps(size, width, masks, nowhere, tuple(steps_of(size, masks)))


def _estimate(size: int, widest: int, groups: int, alone: bool) -> float:
    """Return about how many steps there are when only so many groups are allowed.

    Measured on generated departments: steps shrink with the 1.3rd power of the groups' share.
    """
    if _may_share(size, widest, alone):
        return 0.0
    everything = sum(comb(size, k) for k in range(1, min(size, widest) + 1))
    return float(step_estimate(size, widest) / 3.6 * (groups / everything) ** 1.3)


def connected(meets: Bools) -> list[tuple[int, ...]]:
    """Return the connected parts of a symmetric relation, each ascending, by lowest member."""
    open_, parts = set(range(len(meets))), []
    while open_:
        part = {min(open_)}
        edge = part
        while edge:
            edge = set(np.flatnonzero(meets[sorted(edge)].any(axis=0)).tolist()) - part
            part |= edge
        parts.append(tuple(sorted(part)))
        open_ -= part
    return parts


def split(component: Component, value: Ints) -> Split:
    """Return the best splits of a component; `value` is (counts, pool rows)."""
    counts = len(value)
    able = np.flatnonzero(component.row >= 0)
    own: Ints = np.full((counts, len(component.row)), NOTHING, dtype=np.int64)
    own[:, able] = value[:, component.row[able]]
    size = len(component.atoms)
    worth: Ints = np.full((counts, size + 1), NOTHING, dtype=np.int64)
    levels: list[Ints] = [np.zeros((counts, 1), dtype=np.int64)]
    for j, step in enumerate(component.steps.steps):
        following = np.empty((counts, len(step.starts)), dtype=np.int64)
        together = max(1, MOST_CELLS // len(step.source))
        for first in range(0, counts, together):
            some = slice(first, first + together)
            ways = levels[-1][some].take(step.source, axis=1)
            ways += own[some].take(step.group, axis=1)
            following[some] = np.maximum.reduceat(ways, step.starts, axis=1)
        levels.append(following)
        if step.empties:
            worth[:, j + 1] = following[:, 0]
    return Split(component, own, levels, worth)


def sums_of(splits: Sequence[Split], counts: int) -> list[Ints]:
    """Return the best worth[count, groups] of no component, the first, the first two…, all."""
    sums: list[Ints] = [np.zeros((counts, 1), dtype=np.int64)]
    for one in splits:
        sums.append(_max_plus(sums[-1], one.worth))
    return sums


def rows_of(splits: Sequence[Split], sums: Sequence[Ints], at: int, count: int) -> Rows:
    """Return the pool's rows of the best plan of `count` groups, which is count number `at`."""
    rows: list[int] = []
    left = count
    for k in range(len(splits) - 1, -1, -1):
        own, before = splits[k].worth[at], sums[k][at]
        j = np.arange(max(0, left - len(before) + 1), min(left, len(own) - 1) + 1)
        best = int(j[int((own[j] + before[left - j]).argmax())])
        rows.extend(splits[k].groups(at, best))
        left -= best
    return np.array(sorted(rows), dtype=np.intp)


def _max_plus(first: Ints, second: Ints) -> Ints:
    """Return best[c, k] = max over i + j = k of first[c, i] + second[c, j]."""
    size = first.shape[1] + second.shape[1] - 1
    best: Ints = np.full((len(first), size), NOTHING, dtype=np.int64)
    for j in range(second.shape[1]):
        part = best[:, j : j + first.shape[1]]
        np.maximum(part, first + second[:, j : j + 1], out=part)
    return np.maximum(best, NOTHING)
