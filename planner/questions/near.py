"""All plans within some points of the best one: how many, which, and whether that is all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from planner.api import OnProgress, PlanResult, Progress, Stop, silent
from planner.methods.answer import Clock, Groups, clock_of
from planner.methods.listed import Listed
from planner.methods.relaxation import SCALE, bound_of
from planner.methods.search import FIRST_LOSS, least_loss_cover
from planner.problem import ProblemError
from planner.scoring import plan_value

if TYPE_CHECKING:
    from planner.solver import Solver

STEPS: Final = (64, 16, 4, 1)  # the margin is approached in these shares
ALL_WORK: Final = 1 << 60  # the clock ends the search, not the work done


@dataclass(frozen=True, slots=True)
class NearPlans:
    """The plans found, the best first, at most as many as asked for.

    `number` were found in all; with `complete` there are no others within `margin` points,
    otherwise there are at least that many, and the list is known to be complete only up to
    `complete_within` points (None: not even that).
    """

    best: int | None
    margin: float
    plans: tuple[PlanResult, ...]
    number: int
    complete: bool
    complete_within: float | None


@dataclass(slots=True)
class _Found:
    plans: dict[Groups, int]
    complete: bool


def near_plans(
    solver: Solver,
    *,
    points: float | None = None,
    percent: float | None = None,
    limit: int = 100,
    most: int = 2000,
    work: int = ALL_WORK,
    stop: Stop | None = None,
    on_progress: OnProgress = silent,
) -> NearPlans:
    """Return all plans within `points`, or `percent` of the best score, over all counts allowed.

    Up to `limit` plans are listed and up to `most` per count are counted; a search looks at about
    `work` groups and is incomplete where that is not enough. Planner.md §3.3: a plan
    is the bound less the losses of its groups, so the search by losses lists every one of them.
    Raises ProblemError unless exactly one margin ≥ 0 is given.
    """
    if (points is None) == (percent is None) or (points or 0) < 0 or (percent or 0) < 0:
        raise ProblemError("near: give either points or percent, at least 0")
    clock = clock_of(stop)
    best = solver.best(solver.model.counts(), clock)
    listed = solver.methods.listed(clock)
    if best.value is None or best.groups is None:
        none_at_all = best.complete and best.value is None
        return NearPlans(None, 0.0, (), 0, none_at_all, None)
    top = solver.scored(best.groups).objective
    units = points * 1e6 if points is not None else abs(top) * (percent or 0.0) / 100
    margin = int(np.floor(units + 1e-6))
    if listed is None:
        plan = solver.scored(best.groups)
        return NearPlans(top, margin / 1e6, (plan,), 1, False, None)
    search = _Search(solver, listed, clock, (most, work), best.value - margin)
    found = _Found({best.groups: best.value}, False)
    within: float | None = None
    steps = sorted({margin // share for share in STEPS})
    for done, step in enumerate(steps):
        found = search.within(best.value - step, found)
        on_progress(Progress("margin", done + 1, len(steps), top, best.bound))
        if not found.complete:
            break
        within = step / 1e6
    ordered = sorted(found.plans, key=lambda groups: (-found.plans[groups], groups))
    plans = tuple(solver.scored(groups) for groups in ordered[:limit])
    complete = found.complete and best.complete
    done_within = within if best.complete else None
    return NearPlans(top, margin / 1e6, plans, len(ordered), complete, done_within)


def second_best(solver: Solver, best: PlanResult, clock: Clock, work: int = ALL_WORK) -> int | None:
    """Return the value of the second best of all plans over the counts allowed.

    `best` is the proven best one. None where there is no other plan, or where a search through
    `work` groups does not prove what the second is worth.
    """
    listed = solver.methods.listed(clock)
    second: int | None = None
    for count in solver.model.counts() if listed is not None and len(listed.pool) else ():
        assert listed is not None  # noqa: S101
        task = listed.task(count)
        duals = listed.prices(task, clock)
        loss, scaled = listed.losses(task, duals), bound_of(task, duals)
        budget = max(0, scaled - plan_value(solver.model, best) * SCALE)
        while True:
            least = listed.lowest(count) if second is None else second
            most = scaled - least * SCALE
            answer = least_loss_cover(task, loss, scaled, min(budget, most), work, clock.stopped, 2)
            if not answer.complete:
                return None
            found = sorted((int(task.value[list(c)].sum()) for _, c in answer.covers), reverse=True)
            others = found[1:] if count == len(best.groups) else found
            if others:
                second = max(others[0], least)
            if others or budget >= most:
                break
            budget = max(8 * budget, FIRST_LOSS)
    return second


class _Search:
    """Searches all counts; the relaxations are solved once and serve every margin."""

    def __init__(
        self,
        solver: Solver,
        listed: Listed,
        clock: Clock,
        limits: tuple[int, int],
        lowest: int,
    ) -> None:
        self.listed, self.clock, self.lowest = listed, clock, lowest
        self.most, self.work = limits  # plans per count, groups looked at by one search
        counts = solver.model.counts()
        self.counts = [k for k in counts if k <= len(solver.model.atoms)]

    def within(self, least: int, before: _Found) -> _Found:
        """Return all plans worth at least `least`, with those known before."""
        found = _Found(dict(before.plans), True)
        for count in self.counts:
            if self.listed.bound(count) >= least:
                plans, complete = self._one(count, least)
                found.plans.update(plans)
                found.complete &= complete
        return found

    def _one(self, count: int, least: int) -> tuple[dict[Groups, int], bool]:
        if self.clock.stopped():
            return {}, False
        listed = self.listed
        if not len(listed.pool):
            return {}, True
        task = listed.task(count)
        duals = listed.prices(task, self.clock, float(self.lowest))
        loss = listed.losses(task, duals)
        scaled = bound_of(task, duals)
        if scaled // SCALE < least:
            return {}, True
        answer = least_loss_cover(
            task,
            loss,
            scaled,
            scaled - least * SCALE,
            self.work,
            self.clock.stopped,
            self.most + 1,
        )
        plans = {}
        for _, cover in answer.covers:
            value = int(task.value[list(cover)].sum())
            if value >= least:
                plans[listed.groups(cover)] = value
        return plans, answer.complete and len(answer.covers) <= self.most
