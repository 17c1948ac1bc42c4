"""Exact best plans for every number of groups where the sections fall into small components.

Sections that may never meet, not even over others, need no common search: each component is split
by dynamic programming over its subsets, and the components are combined by max-plus (planner.md §3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.methods.group_pool import GroupPool
from planner.methods.subset_steps import SubsetSteps, step_estimate, subset_steps
from planner.model import Bools, Ints, Model
from planner.scoring import values

NOTHING: Final = -(1 << 50)  # worth of what cannot be; sums of a few hundred stay within 64 bits
MOST_ATOMS: Final = 18  # a bit mask each
MOST_STEPS: Final = 2_200_000  # 15 atoms in groups of four
MOST_CELLS: Final = 1_000_000  # ways × counts worked on at a time
Rows = NDArray[np.intp]
Splits = dict[int, tuple[int, tuple[int, ...]] | None]


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Atoms that may meet, over others at least; `row` is the pool's row of a ladder's group."""

    atoms: tuple[int, ...]
    steps: SubsetSteps
    row: Rows


@dataclass(slots=True, eq=False)
class Split:
    """An component split for some counts: `worth[count, j]` of its best split into j groups."""

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


def components_of(model: Model, pool: GroupPool) -> tuple[Component, ...] | None:
    """Return the components of a pool that holds all groups, None where one of them is too large."""
    atoms = len(model.atoms)
    parts = connected(model.atom_ok)
    place = np.zeros(atoms + 1, dtype=np.int64)
    part_of = np.empty(atoms, dtype=np.int64)
    for number, part in enumerate(parts):
        part_of[list(part)] = number
        place[list(part)] = np.arange(len(part))
    inside = pool.atoms < atoms
    sizes = inside.sum(axis=0)
    first = part_of[pool.atoms[0]] if len(pool) else np.zeros(0, dtype=np.int64)
    widest = [int(sizes[first == k].max(initial=1)) for k in range(len(parts))]
    sized = zip(parts, widest, strict=True)
    if any(len(p) > MOST_ATOMS or step_estimate(len(p), w) > MOST_STEPS for p, w in sized):
        return None
    bits = np.where(inside, 1 << place[pool.atoms], 0).sum(axis=0)
    found = []
    for number, (part, width) in enumerate(zip(parts, widest, strict=True)):
        steps = subset_steps(len(part), width)
        row = np.full(len(steps.masks), -1, dtype=np.intp)
        here = np.flatnonzero(first == number)
        row[steps.position[bits[here]]] = here
        found.append(Component(part, steps, row))
    return tuple(found)


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
    """Return the best splits of an component; `value` is (counts, pool rows)."""
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


def totals(splits: Sequence[Split], counts: Sequence[int]) -> list[int | None]:
    """Return for each count what the best plan is worth, None where there is none."""
    total: Ints = np.zeros((len(counts), 1), dtype=np.int64)
    for one in splits:
        total = _max_plus(total, one.worth)
    best = [
        int(total[at, count]) if count < total.shape[1] else NOTHING
        for at, count in enumerate(counts)
    ]
    return [None if value <= NOTHING // 2 else value for value in best]


def combined(
    splits: Sequence[Split], counts: Sequence[int]
) -> list[tuple[int, tuple[int, ...]] | None]:
    """Return for each count the value and the pool's rows of the best plan, None where none is."""
    total: Ints = np.zeros((len(counts), 1), dtype=np.int64)
    totals = [total]
    for one in splits:
        total = _max_plus(total, one.worth)
        totals.append(total)
    found: list[tuple[int, tuple[int, ...]] | None] = []
    for at, count in enumerate(counts):
        if count >= total.shape[1] or total[at, count] <= NOTHING // 2:
            found.append(None)
            continue
        rows: list[int] = []
        left = count
        for k in range(len(splits) - 1, -1, -1):
            own = splits[k].worth[at]
            j = np.arange(max(0, left - totals[k].shape[1] + 1), min(left, len(own) - 1) + 1)
            best = int(j[int((own[j] + totals[k][at, left - j]).argmax())])
            rows.extend(splits[k].groups(at, best))
            left -= best
        found.append((int(total[at, count]), tuple(sorted(rows))))
    return found


def splits_of(
    model: Model, pool: GroupPool, components: Sequence[Component], counts: Sequence[int]
) -> Splits:
    """Return the value and the pool's rows of the best plan for every count, None where none is.

    Rules on a plan as a whole (business share, posts) are left out.
    """
    worth = np.stack([values(model, count, pool.table) for count in counts])
    plans = combined([split(component, worth) for component in components], counts)
    return dict(zip(counts, plans, strict=True))


def _max_plus(first: Ints, second: Ints) -> Ints:
    """Return best[c, k] = max over i + j = k of first[c, i] + second[c, j]."""
    size = first.shape[1] + second.shape[1] - 1
    best: Ints = np.full((len(first), size), NOTHING, dtype=np.int64)
    for j in range(second.shape[1]):
        part = best[:, j : j + first.shape[1]]
        np.maximum(part, first + second[:, j : j + 1], out=part)
    return np.maximum(best, NOTHING)
