"""A whole region: every department's score for every number of big sections, and the best split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.api import Stop
from planner.methods.answer import clock_of
from planner.model import Ints, build_model
from planner.problem import Problem
from planner.solver import Solver

NOTHING: Final = -(1 << 61)
Choices = tuple[tuple[int, int], ...]  # (number, worth) that a department may get


@dataclass(frozen=True, slots=True)
class CountPoint:
    """What the best plan of one department is worth for one count; `status` as in the curve."""

    count: int
    status: str
    objective: int | None
    bound: int | None


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
        return max(found, key=lambda p: (p.objective or 0, -p.count)).count if found else None

    @property
    def complete(self) -> bool:
        """Return whether every count is proven."""
        return all(point.status in ("optimal", "infeasible") for point in self.points)

    def choices(self, figure: str) -> Choices:
        """Return (count, objective or bound) of all counts within the limits that have one."""
        inside = self.points[max(self.low, 1) - 1 : self.high]
        worth = ((point.count, getattr(point, figure)) for point in inside)
        return tuple((count, value) for count, value in worth if value is not None)


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


def department_curve(problem: Problem, stop: Stop | None = None) -> DepartmentCurve:
    """Return the best plan's worth for every count of one department, as far as `stop` lets it.

    Rules on the count are not applied: the split chooses it.
    """
    solver = Solver(build_model(problem))
    answers = tuple(solver.answers(range(solver.model.n, 0, -1), clock_of(stop)))
    return DepartmentCurve(
        tuple(
            CountPoint(a.count, a.status, a.value, None if a.status == "infeasible" else a.bound)
            for a in reversed(answers)
        )
    )


def best_split(curves: Sequence[DepartmentCurve], total: int | None) -> Split:
    """Return the split of greatest sum; of equals, later departments get the smaller numbers.

    Max-plus over the departments, in whole numbers: exact. `total` None takes the best total.
    """
    counts, objective, totals = _allot([curve.choices("objective") for curve in curves], total)
    bound = _allot([curve.choices("bound") for curve in curves], total)[1]
    status = "infeasible" if bound is None else "unknown" if objective is None else "feasible"
    if objective is not None and bound == objective:
        status = "optimal"
    gap = None if bound is None or objective is None else (bound - objective) / 1e6
    return Split(status, objective, bound, gap, counts, totals)


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
