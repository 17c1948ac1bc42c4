"""The exact method where many sections are alike: groups are counted by class, not by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from planner.groups import member_rows, tabulate
from planner.methods.branch_and_cut import Clock, Node, Outcome
from planner.methods.counted_search import least_loss_counted
from planner.methods.generation import lowest_value
from planner.methods.group_pool import GroupPool, enumerate_groups, sections_of
from planner.methods.interchangeable import class_values, classes_of, predecessors
from planner.methods.mip import MOST_NODES, scattered
from planner.methods.relaxation import (
    SCALE,
    UNIT,
    Duals,
    Relaxation,
    Task,
    bound_of,
    make_task,
    safe_duals,
)
from planner.methods.search import Cover
from planner.model import Ints, Model
from planner.scoring import values

FEWER: Final = 0.75  # classes per atom at most, or the other methods do as well
MOST_CLASS_GROUPS: Final = 60_000
FIRST_LOSS: Final = 64 * SCALE
WORK: Final = 1_500_000
FIRST_WORK: Final = 100_000  # before HiGHS is asked for a plan, which may take seconds
MIP_GROUPS: Final = 600


class Classwise:
    """All groups of a model, one for all that have as many members of every class."""

    def __init__(self, model: Model, classes: tuple[tuple[int, ...], ...], pool: GroupPool) -> None:
        self.model, self.classes, self.real = model, classes, pool
        atoms = len(model.atoms)
        label = np.full(atoms + 1, len(classes), dtype=np.intp)
        for k, members in enumerate(classes):
            label[list(members)] = k
        self.pool = GroupPool(label[pool.atoms], pool.table)
        self.sizes: Ints = np.array([len(members) for members in classes], dtype=np.int64)

    def task(self, count: int) -> Task:
        """Return the task of planning `count` groups, with a row for every class."""
        value = class_values(self.model, count, self.pool.table)
        task = make_task(self.model, count, self.pool, value)
        return replace(task, atoms=len(self.classes), sizes=self.sizes)

    def worth(self, count: int, stopped: Callable[[], bool]) -> float:
        """Return the worth of the relaxation."""
        relaxation = Relaxation(self.task(count), stopped)
        relaxation.solve()
        return relaxation.worth

    def solve(self, count: int, floor: int, clock: Clock) -> tuple[Outcome, list[list[int]] | None]:
        """Return the outcome above `floor` and the sections of its groups.

        `complete` is said only where the plan itself, added up by name, reaches the bound.
        """
        floor = max(floor, lowest_value(self.model, count))
        task = self.task(count)
        relaxation = Relaxation(task, clock.stopped, None, float(floor))
        duals, loss = safe_duals(task, relaxation.solve())
        node = Node([self.by_atom(duals)], alike=True)
        scaled = bound_of(task, duals)
        if scaled // SCALE <= floor:
            return Outcome(None, None, floor, node, True), None
        chosen, proven = self.searched(task, loss, scaled, floor, clock)
        if chosen is None:
            return Outcome(None, None, max(proven, floor), node, proven <= floor), None
        groups, value = self.named(chosen), self.worth_of(count, chosen)
        if value <= floor:
            return Outcome(None, None, max(proven, floor), node, proven <= floor), None
        return Outcome(value, (), max(proven, value), node, proven <= value), groups

    def searched(
        self, task: Task, loss: Ints, scaled: int, floor: int, clock: Clock
    ) -> tuple[Cover | None, int]:
        """Return the best cover worth more than `floor`, if any, and the bound proven.

        A short search comes first; then HiGHS looks for a plan below which to search longer.
        """
        chosen, proven, ended = _search(task, loss, scaled, floor, FIRST_WORK, clock)
        if ended:
            return chosen, proven
        for cover in (chosen, good_cover_counted(task, loss, clock.stopped)):
            value = None if cover is None else int(task.value[list(cover)].sum())
            if value is not None and value > floor:
                chosen, floor = cover, value
        better, proven, _ = _search(task, loss, scaled, floor, WORK, clock)
        if better is None:
            return chosen, proven
        return better, max(proven, int(task.value[list(better)].sum()))

    def worth_of(self, count: int, chosen: Cover) -> int:
        """Return what the groups are worth added up by name."""
        table = tabulate(self.model, member_rows(self.model, self.named(chosen)))
        return int(values(self.model, count, table).sum())

    def by_atom(self, duals: Duals) -> Duals:
        """Return the prices of classes as prices of each of their members."""
        cover = np.zeros(len(self.model.atoms), dtype=np.int64)
        for price, members in zip(duals.cover, self.classes, strict=True):
            cover[list(members)] = price
        return Duals(cover, duals.count, duals.business, duals.posts)

    def named(self, chosen: Cover) -> list[list[int]]:
        """Return the sections of the groups, each class handed out in order."""
        left = [list(members) for members in self.classes]
        groups = []
        for row in chosen:
            inside = self.pool.atoms[:, row]
            atoms = [left[k].pop(0) for k in inside[inside < len(left)].tolist()]
            groups.append(sections_of(self.model, atoms))
        return sorted(groups)


def classwise_of(model: Model, stopped: Callable[[], bool]) -> Classwise | None:
    """Return the groups by class, None where too few sections are alike for that to help."""
    classes = classes_of(model)
    if len(classes) > FEWER * len(model.atoms):
        return None
    before = predecessors(classes, len(model.atoms))
    pool = enumerate_groups(model, MOST_CLASS_GROUPS, stopped, before=before)
    return None if pool is None or not len(pool) else Classwise(model, classes, pool)


def _search(
    task: Task, loss: Ints, scaled: int, target: int, work: int, clock: Clock
) -> tuple[Cover | None, int, bool]:
    """Search ever larger losses for more than `target`.

    Returns a cover, the bound proven, and whether the search came to its end.
    """
    room = scaled - (target + 1) * SCALE
    proven = scaled // SCALE
    if room < 0:
        return None, target, True
    budget = min(room, FIRST_LOSS)
    while True:
        found = least_loss_counted(task, loss, scaled, budget, work, clock.stopped)
        if found.below is not None and found.complete:
            return found.rows, (scaled - found.below) // SCALE, True
        if not found.complete:
            return (found.rows or None), proven, False
        proven = (scaled - budget - 1) // SCALE
        if budget >= room:
            return None, min(proven, target), True
        budget = min(room, budget * 8)


def good_cover_counted(task: Task, loss: Ints, stopped: Callable[[], bool]) -> Cover | None:
    """Return a plan among the groups of least loss by HiGHS, without proof."""
    if stopped() or task.sizes is None:
        return None
    rows: NDArray[np.intp] = np.arange(len(loss))
    if len(rows) > MIP_GROUPS:
        rows = scattered(loss, MIP_GROUPS)
    inside = task.pool.atoms[:, rows]
    held = np.array([(inside == k).sum(axis=0) for k in range(task.atoms)], dtype=np.float64)
    limits = [
        LinearConstraint(sp.csc_array(held), task.sizes, task.sizes),
        LinearConstraint(np.ones((1, len(rows))), task.count, task.count),
    ]
    if task.business is not None:
        limits.append(LinearConstraint(task.business[rows][None, :], task.business_needed, np.inf))
    if task.posts is not None:
        limits.append(LinearConstraint(task.posts[rows][None, :], -np.inf, task.posts_limit))
    answer = milp(
        -task.value[rows] / UNIT,
        integrality=np.ones(len(rows), dtype=np.int64),
        bounds=Bounds(0, task.count),
        constraints=limits,
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0},
    )
    if answer.x is None:
        return None
    times = np.rint(answer.x).astype(np.int64)
    if (held.astype(np.int64) @ times != task.sizes).any() or times.sum() != task.count:
        return None
    chosen = np.repeat(rows, times)
    if task.business is not None and task.business[chosen].sum() < task.business_needed:
        return None
    if task.posts is not None and int(task.posts[chosen].sum()) > task.posts_limit:
        return None
    return tuple(int(k) for k in chosen)
