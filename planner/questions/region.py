"""A whole region: every department's score for every number of big sections, and the best split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.api import Stop
from planner.methods.answer import Answer, clock_of
from planner.model import Ints, build_model
from planner.problem import Problem
from planner.scoring import fewest_units, plan_value, shown_bound
from planner.solver import Solver

NOTHING: Final = -(1 << 61)
Choices = tuple[tuple[int, int], ...]  # (number, worth) that a department may get


@dataclass(frozen=True, slots=True)
class CountPoint:
    """What the best plan of one department is worth for one count; `status` as in the curve.

    `small`: how many small groups it has, in units of `Model.small_units`, where these are to be as
    few as possible; `least`: how many there have to be.
    """

    count: int
    status: str
    objective: int | None
    bound: int | None
    small: int = 0
    least: int = 0

    @property
    def proven(self) -> bool:
        """Return whether more time would change nothing."""
        return self.status in ("optimal", "infeasible")

    @property
    def gap(self) -> float | None:
        """Return the points by which a plan may be better, at most; None where nothing is known.

        Of plans with as few small groups as this one has.
        """
        if self.objective is None or self.bound is None:
            return None
        return max(0, self.bound - self.objective) / 1e6

    def joined(self, other: CountPoint) -> CountPoint:
        """Return what two runs know together of one count."""
        if self.proven or other.proven:
            return self if self.proven else other
        runs = (self, other)
        planned = [one for one in runs if one.objective is not None]
        plan = max(planned, key=lambda p: (-p.small, p.objective or 0), default=self)
        limited = [one for one in runs if one.bound is not None]
        limit = min(limited, key=lambda p: (-p.least, p.bound or 0), default=self)
        met = plan.objective == limit.bound is not None and plan.small == limit.least
        return CountPoint(
            self.count,
            "optimal" if met else plan.status,
            plan.objective,
            limit.bound,
            plan.small,
            limit.least,
        )


@dataclass(frozen=True, slots=True)
class DepartmentCurve:
    """All counts 1..n of one department; a split keeps to `low`..`high` of them."""

    points: tuple[CountPoint, ...]
    low: int = 1
    high: int | None = None

    @property
    def best(self) -> int | None:
        """Return the best count (of equals the smallest), None where no plan was found."""
        found = [point for point in self.points if point.objective is not None]
        if not found:
            return None
        return max(found, key=lambda p: (-p.small, p.objective or 0, -p.count)).count

    @property
    def complete(self) -> bool:
        """Return whether every count is proven."""
        return all(point.proven for point in self.points)

    @property
    def inside(self) -> tuple[CountPoint, ...]:
        """Return the points within the limits."""
        return self.points[max(self.low, 1) - 1 : self.high]

    def choices(self, figure: str, price: int = 0) -> Choices:
        """Return (count, objective or bound) of all counts within the limits that have one.

        Every unit of small groups that there is, or has to be, takes `price` off.
        """
        units = "small" if figure == "objective" else "least"
        worth = ((p.count, getattr(p, figure), getattr(p, units)) for p in self.inside)
        return tuple((k, value - price * small) for k, value, small in worth if value is not None)


@dataclass(frozen=True, slots=True)
class Split:
    """A number of big sections for every department, the sum of their scores, what is proven.

    `status` is optimal, infeasible (no split keeps to the limits), feasible or unknown; `counts`
    is empty without a split. `totals` has (total, best sum) for every total that can be reached.
    """

    status: str
    objective: int | None
    bound: int | None
    gap: float | None
    counts: tuple[int, ...]
    totals: tuple[tuple[int, int], ...]


def department_curve(
    problem: Problem, stop: Stop | None = None, known: Sequence[CountPoint] = ()
) -> DepartmentCurve:
    """Return the best plan's worth for every count of one department, as far as `stop` lets it.

    Of points `known` from before the proven ones are taken as they are, and the others come out no
    worse than they were. Rules on the count are not applied: the split chooses it.
    """
    solver = Solver(build_model(problem))
    points = {point.count: point for point in known}
    open_ = [k for k in range(solver.model.n, 0, -1) if k not in points or not points[k].proven]
    for answer in solver.answers(open_, clock_of(stop)):
        found = _point(solver, answer)
        before = points.get(answer.count)
        points[answer.count] = found if before is None else found.joined(before)
    return DepartmentCurve(tuple(points[k] for k in sorted(points)))


def _point(solver: Solver, answer: Answer) -> CountPoint:
    model, count = solver.model, answer.count
    objective, bound = answer.value, None if answer.status == "infeasible" else answer.bound
    if not model.small_price:
        return CountPoint(count, answer.status, objective, bound)
    plan = None if answer.groups is None else solver.scored(answer.groups)
    units = 0 if plan is None else (plan.objective - plan_value(model, plan)) // model.small_price
    least = 0 if bound is None else fewest_units(model, bound, [count])
    bound = None if bound is None else shown_bound(model, None, bound, [count])
    objective = None if plan is None else plan.objective
    return CountPoint(count, answer.status, objective, bound, units, least)


def best_split(curves: Sequence[DepartmentCurve], total: int | None) -> Split:
    """Return the split of greatest sum; of equals, later departments get the smaller numbers.

    Max-plus over the departments, in whole numbers: exact. `total` None takes the best total. Where
    small groups are to be as few as possible, they are so in all departments together, whatever
    the score: each counts for more than all sums can differ.
    """
    scores = [
        [
            value
            for point in curve.inside
            for value in (point.objective, point.bound)
            if value is not None
        ]
        for curve in curves
    ]
    lowest = sum(min(values, default=0) for values in scores)
    price = sum(max(values, default=0) for values in scores) - lowest + 1
    priced = (
        price
        if any(point.small or point.least for curve in curves for point in curve.inside)
        else 0
    )

    def shown(worth: int | None) -> int | None:
        if worth is None or not priced:
            return worth
        return worth + priced * max(0, -((worth - lowest) // priced))

    chosen = [curve.choices("objective", priced) for curve in curves]
    counts, worth, totals = _allot(chosen, total)
    most = _allot([curve.choices("bound", priced) for curve in curves], total)[1]
    status = "infeasible" if most is None else "unknown" if worth is None else "feasible"
    if worth is not None and most == worth:
        status = "optimal"
    objective = shown(worth)
    bound = shown(most)
    if bound is not None and objective is not None:
        bound = max(bound, objective)
    gap = None if bound is None or objective is None else (bound - objective) / 1e6
    sums = tuple((count, shown(value) or 0) for count, value in totals)
    return Split(status, objective, bound, gap, counts, sums)


def _allot(
    receivers: Sequence[Choices], total: int | None
) -> tuple[tuple[int, ...], int | None, tuple[tuple[int, int], ...]]:
    """Return everyone's number and the sum (none where no split exists), and all totals' sums."""
    best: Ints = np.zeros(1, dtype=np.int64)
    picks: list[NDArray[np.int32]] = []
    for choices in receivers:
        if not choices:
            return (), None, ()
        best, pick = _with(best, choices)
        picks.append(pick)
    totals = tuple((int(k), int(best[k])) for k in np.flatnonzero(best > NOTHING // 2))
    left = end = int(best.argmax()) if total is None else total
    if not 0 <= end < len(best) or best[end] <= NOTHING // 2:
        return (), None, totals
    counts: list[int] = []
    for pick in reversed(picks):
        counts.insert(0, int(pick[left]))
        left -= counts[0]
    return tuple(counts), int(best[end]), totals


def _with(best: Ints, choices: Choices) -> tuple[Ints, NDArray[np.int32]]:
    """Return the best sum of every total with one more receiver, and what it gets there."""
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
