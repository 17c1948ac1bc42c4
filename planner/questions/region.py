"""A whole region: every department's score for every number of big sections, and the best split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.api import Stop
from planner.methods.answer import Answer, clock_of
from planner.model import build_model
from planner.problem import Problem, ProblemError
from planner.questions.allotment import Choices, allot
from planner.solver import Solver


@dataclass(frozen=True, slots=True)
class Department:
    """One department: `low` and `high` limit its big sections (default: its problem's rules).

    `weight` is how much its score counts in the region's sum.
    """

    id: str
    problem: Problem
    low: int | None = None
    high: int | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class CountPoint:
    """The best plan of one department for one count; `status` as in the curve, ids in groups."""

    count: int
    status: str
    objective: int | None
    bound: int | None
    groups: tuple[tuple[str, ...], ...] | None


@dataclass(frozen=True, slots=True)
class DepartmentCurve:
    """All counts 1..n of one department; `best` is its best count, None where no plan was found.

    `low` and `high` are the limits that the split keeps to.
    """

    id: str
    low: int
    high: int
    weight: int
    points: tuple[CountPoint, ...]
    best: int | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Allotted:
    """How many big sections one department gets, with its plan."""

    id: str
    point: CountPoint


@dataclass(frozen=True, slots=True)
class TotalPoint:
    """The region's best sum of weighted scores with `total` big sections in all."""

    total: int
    objective: int


@dataclass(frozen=True, slots=True)
class RegionResult:
    """The split, its weighted sum (in units of the objective), and what is proven of it.

    `status` is optimal, infeasible (no split keeps to the limits), feasible or unknown. `totals`
    has the best sum for every total that can be reached.
    """

    departments: tuple[DepartmentCurve, ...]
    total: int | None
    status: str
    objective: int | None
    bound: int | None
    gap: float | None
    allotted: tuple[Allotted, ...]
    totals: tuple[TotalPoint, ...]


def department_curve(department: Department, stop: Stop | None = None) -> DepartmentCurve:
    """Return the best plan for every count of one department, as far as `stop` lets it.

    Rules on the count limit the split and not the curve. Raises ProblemError for limits that
    contradict themselves.
    """
    solver = Solver(build_model(department.problem))
    allowed = solver.model.counts()
    low = department.low if department.low is not None else (allowed or range(1, 2))[0]
    high = department.high if department.high is not None else (allowed or range(1, 2))[-1]
    if low > high:
        raise ProblemError(f"department {department.id!r}: low is above high")
    answers = solver.answers(range(solver.model.n, 0, -1), clock_of(stop))
    points = tuple(_point(solver, answer) for answer in reversed(answers))
    found = [point for point in points if point.objective is not None]
    best = max(found, key=lambda p: (p.objective or 0, -p.count)).count if found else None
    complete = all(point.status in ("optimal", "infeasible") for point in points)
    return DepartmentCurve(department.id, low, high, department.weight, points, best, complete)


def _point(solver: Solver, answer: Answer) -> CountPoint:
    ids = solver.model.ids
    groups = None
    if answer.groups is not None:
        groups = tuple(tuple(ids[i] for i in group) for group in answer.groups)
    bound = None if answer.status == "infeasible" else answer.bound
    return CountPoint(answer.count, answer.status, answer.value, bound, groups)


def best_split(curves: Sequence[DepartmentCurve], total: int | None) -> RegionResult:
    """Return the best split over curves that are there already, e.g. under other limits."""
    known = [_choices(curve, "objective") for curve in curves]
    split = allot(known, total)
    possible = allot([_choices(curve, "bound") for curve in curves], total)
    picked = tuple(
        Allotted(curve.id, curve.points[count - 1])
        for curve, count in zip(curves, split.counts, strict=False)
    )
    objective, bound = split.value, possible.value
    status = "infeasible" if bound is None else "unknown" if objective is None else "feasible"
    if objective is not None and bound == objective:
        status = "optimal"
    gap = None if bound is None or objective is None else (bound - objective) / 1e6
    totals = tuple(TotalPoint(k, value) for k, value in split.totals)
    return RegionResult(tuple(curves), total, status, objective, bound, gap, picked, totals)


def _choices(curve: DepartmentCurve, figure: str) -> Choices:
    inside = range(max(curve.low, 1), min(curve.high, len(curve.points)) + 1)
    found: list[tuple[int, int]] = []
    for count in inside:
        value = getattr(curve.points[count - 1], figure)
        if value is not None:
            found.append((count, curve.weight * value))
    return tuple(found)
