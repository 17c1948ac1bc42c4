"""The method where many sections are interchangeable: groups are counted by class, not by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from planner.methods.answer import Answer, Clock, Groups, Method, Node
from planner.methods.group_pool import GroupPool, enumerate_groups
from planner.methods.interchangeable import (
    CountedGroups,
    Priced,
    class_values,
    classes_of,
    predecessors,
)
from planner.methods.mip import good_cover
from planner.methods.relaxation import (
    SCALE,
    Relaxation,
    Task,
    bound_of,
    make_task,
    reduced_costs,
    safe_duals,
)
from planner.methods.search import Cover, widening_search
from planner.methods.size_table import SizeTable, size_table_of
from planner.model import Bools, Ints, Model
from planner.scoring import lowest_value

FEWER: Final = 0.75  # classes per atom at most, or the other methods do as well
MOST_LISTED: Final = 60_000
WORK: Final = 1_500_000
FIRST_WORK: Final = 100_000  # before HiGHS is asked for a plan, which may take seconds
MIP_GROUPS: Final = 600
TRIES: Final = 4  # with ever better plans, where groups are made anew for each


class ListedClasses:
    """All groups of a model, one for all that have as many members of every class."""

    def __init__(self, model: Model, classes: tuple[tuple[int, ...], ...], pool: GroupPool) -> None:
        self.model, self.classes, self.pool = model, classes, pool
        self.groups = CountedGroups(model, classes, pool)

    def task(self, count: int) -> Task:
        """Return the task of planning `count` groups, with a row for every class."""
        value = class_values(self.model, count, self.pool.table)
        task = make_task(self.model, count, self.groups.pool, value)
        return replace(task, atoms=len(self.classes), sizes=self.groups.sizes)

    def priced(self, count: int, stopped: Callable[[], bool], floor: float = -np.inf) -> Priced:
        """Return the prices of the relaxation; exact where their bound is not below `floor`."""
        task = self.task(count)
        relaxation = Relaxation(task, stopped, None, floor)
        duals, _ = safe_duals(task, relaxation.solve())
        return Priced(self.groups, task, duals, relaxation.worth)


class Symmetry(Method):
    """Plans of groups by class: all listed, or told apart by members and people alone.

    `final` tells that no other method is worth asking: there are far too many groups.
    """

    def __init__(self, model: Model, source: ListedClasses | SizeTable) -> None:
        self.model, self.source = model, source
        self.final = isinstance(source, SizeTable)

    def relative(self, model: Model) -> Symmetry | None:
        """Return the same groups for a model with other weights or side rules, where listed."""
        if isinstance(self.source, SizeTable):
            return None
        return Symmetry(model, ListedClasses(model, self.source.classes, self.source.pool))

    def worth(self, count: int, clock: Clock) -> float:
        """Return the worth of the relaxation."""
        return self.source.priced(count, clock.stopped).worth

    def answer(
        self, count: int, clock: Clock, keep: Bools | None = None, floor: int | None = None
    ) -> Answer:
        """Return the best plan worth more than `floor`; there is no list for `keep` to choose from.

        `complete` is said only where the plan itself, added up by name, reaches the bound.
        """
        low = lowest_value(self.model, count)
        target = low if floor is None else max(low, floor)
        priced = self.source.priced(count, clock.stopped, float(target))
        scaled = bound_of(priced.task, priced.duals)
        node = Node([priced.groups.by_atom(priced.duals)], alike=True, flat=self.final)
        best: Groups | None = None
        proven = max(scaled // SCALE, target)
        if self.final and proven > target:
            cover = good_cover(priced.task, _losses(priced), clock.stopped, MIP_GROUPS)
            value = None if cover is None else priced.groups.worth_of(count, cover)
            if cover is not None and value is not None and value > target:
                best, target = priced.groups.named(cover), value
        for _ in range(TRIES if self.final else 1):
            if proven <= target or clock.stopped():
                break
            groups, value, bound = self._searched(count, priced, scaled, target, clock)
            proven = min(proven, max(bound, target))
            if groups is None:
                break
            best, target = groups, value
        value = None if best is None else target
        return Answer(count, best, value, max(proven, target), proven <= target, node)

    def _searched(
        self, count: int, priced: Priced, scaled: int, target: int, clock: Clock
    ) -> tuple[Groups | None, int, int]:
        """Search the groups of least loss, all that matter if there are not too many.

        Returns a plan worth more than `target`, what it is worth, and the bound proven.
        """
        room, proven = scaled - (target + 1) * SCALE, scaled // SCALE
        if room < 0:
            return None, target, target
        whole = True
        if isinstance(self.source, SizeTable):
            some = self.source.within(count, priced.duals, room)
            while some is None and room > SCALE and not clock.stopped():
                room, whole = room // 4, False
                some = self.source.within(count, priced.duals, room)
            if some is None or not len(some.task.value):
                return None, target, target if whole and some is not None else proven
            priced = some
        cover, bound = _searched_longer(priced, scaled, target, clock)
        if not whole:
            bound = proven
        value = target if cover is None else priced.groups.worth_of(count, cover)
        if cover is None or value <= target:
            return None, target, bound
        return priced.groups.named(cover), value, bound


def symmetry_of(model: Model, stopped: Callable[[], bool]) -> Symmetry | None:
    """Return the method for a model of look-alikes, None where too few are for it to help."""
    classes = classes_of(model)
    if len(classes) <= FEWER * len(model.atoms):
        before = predecessors(classes, len(model.atoms))
        pool = enumerate_groups(model, MOST_LISTED, stopped, before=before)
        if pool is not None and len(pool):
            return Symmetry(model, ListedClasses(model, classes, pool))
    table = size_table_of(model)
    return None if table is None else Symmetry(model, table)


def _losses(priced: Priced) -> Ints:
    loss: Ints = -np.asarray(reduced_costs(priced.task, priced.duals, SCALE), dtype=np.int64)
    return loss


def _searched_longer(
    priced: Priced, scaled: int, floor: int, clock: Clock
) -> tuple[Cover | None, int]:
    """Return the best cover worth more than `floor`, if any, and the bound proven.

    A short search comes first; then HiGHS looks for a plan below which to search longer.
    """
    task, loss = priced.task, _losses(priced)
    chosen, proven, ended = widening_search(task, loss, scaled, floor, FIRST_WORK, clock.stopped)
    if ended:
        return chosen, proven
    for cover in (chosen, good_cover(task, loss, clock.stopped, MIP_GROUPS)):
        value = None if cover is None else int(task.value[list(cover)].sum())
        if value is not None and value > floor:
            chosen, floor = cover, value
    better, proven, _ = widening_search(task, loss, scaled, floor, WORK, clock.stopped)
    if better is None:
        return chosen, proven
    return better, max(proven, int(task.value[list(better)].sum()))
