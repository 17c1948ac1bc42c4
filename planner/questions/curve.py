"""The K-curve: the proven score for every number of big sections, and the best number."""

from __future__ import annotations

from dataclasses import dataclass

from planner.api import OnProgress, PlanResult, Progress, Stop, silent
from planner.methods.answer import Answer, clock_of
from planner.problem import ProblemError
from planner.scoring import shown_bound
from planner.solver import Solver


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One number of big sections.

    `status` is optimal (proven), infeasible (proven that no plan exists), feasible (the time was
    over: `gap` points may be left) or unknown.
    """

    count: int
    status: str
    objective: int | None
    bound: int | None
    gap: float | None
    plan: PlanResult | None


@dataclass(frozen=True, slots=True)
class Curve:
    """All points by count; `best` is None where no count has a plan.

    `best_proven` tells that no count can beat it.
    """

    points: tuple[CurvePoint, ...]
    best: int | None
    best_proven: bool


def k_curve(
    solver: Solver,
    low: int | None = None,
    high: int | None = None,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress = silent,
) -> Curve:
    """Return the curve from `low` to `high` big sections (default 1..n), other rules as they are.

    The problem's own rules on the count are not applied: the curve is there to choose it. Raises
    ProblemError for a range outside 1..n.
    """
    n = solver.model.n
    first, last = 1 if low is None else low, n if high is None else high
    if not 1 <= first <= last <= n:
        raise ProblemError(f"curve: the range must lie within 1..{n}")
    clock = clock_of(stop)
    found: list[CurvePoint] = []
    answers: list[Answer] = []
    # from many sections to few: there are feasible plans early, and columns for the next count
    for answer in solver.answers(range(last, first - 1, -1), clock):
        point = _point(solver, answer)
        answers.append(answer)
        found.append(point)
        on_progress(Progress("count", len(found), last - first + 1, point.objective, point.bound))
    ordered = tuple(reversed(found))
    best, proven = _best(answers)
    return Curve(ordered, best, proven)


def _point(solver: Solver, answer: Answer) -> CurvePoint:
    plan = None if answer.groups is None else solver.scored(answer.groups)
    bound = None
    if answer.status != "infeasible":
        bound = shown_bound(solver.model, plan, answer.bound, [answer.count])
    gap = None if plan is None or bound is None else (bound - plan.objective) / 1e6
    objective = None if plan is None else plan.objective
    return CurvePoint(answer.count, answer.status, objective, bound, gap, plan)


def _best(answers: list[Answer]) -> tuple[int | None, bool]:
    """Return the best count (of equals, the smallest) and whether no other can beat it."""
    found = [answer for answer in answers if answer.value is not None]
    if not found:
        return None, all(answer.status == "infeasible" for answer in answers)
    best = max(found, key=lambda answer: (answer.value or 0, -answer.count))
    highest = max(answer.bound for answer in answers if answer.status != "infeasible")
    return best.count, highest <= (best.value or 0)
