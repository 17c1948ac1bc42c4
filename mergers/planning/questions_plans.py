"""Questions whose answers are plans: the curve, the alternatives, the front, all near plans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mergers.lazy import planner
from mergers.planning.question_input import QuestionInput, scored, solver_for
from mergers.planning.questions_types import (
    Alternative,
    AlternativesAnswer,
    CurveAnswer,
    CurvePoint,
    FrontPoint,
    NearAnswer,
    NearPlan,
    ParetoAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Tell = Callable[[planner.api.Progress], None]

ALTERNATIVES = 5
LISTED = 60
"""So many near plans are listed; the others are only counted."""


def curve(
    asked: QuestionInput, arguments: dict[str, Any], stop: planner.api.Stop, tell: Tell
) -> tuple[CurveAnswer, bool]:
    """The best plan for every number of big sections; complete when each point is proven."""

    with solver_for(asked) as solver:
        found = planner.questions.curve.k_curve(solver, stop=stop, on_progress=tell)
    points = [
        CurvePoint(
            count=point.count,
            status=point.status,
            gap=point.gap,
            plan=None if point.plan is None else scored(point.plan),
        )
        for point in found.points
    ]
    complete = all(point.status in ("optimal", "infeasible") for point in found.points)
    answer = CurveAnswer(points=points, best=found.best, best_proven=found.best_proven)
    return answer, complete


def alternatives(
    asked: QuestionInput, arguments: dict[str, Any], stop: planner.api.Stop, tell: Tell
) -> tuple[AlternativesAnswer, bool]:
    """The best plan and up to five others; complete when the best is proven in the time given."""

    problem = replace(asked.read, alternatives=ALTERNATIVES)
    found = planner.solver.solve(problem, stop=stop, on_progress=tell)
    best = None if found.plan is None else scored(found.plan)
    plans = [
        Alternative(
            label=plan.label,
            loss=((found.objective or plan.objective) - plan.objective) / 1e6,
            plan=scored(plan),
        )
        for plan in found.alternatives
    ]
    in_time = stop.time_limit_s is None or found.seconds < stop.time_limit_s
    complete = in_time and found.status in ("optimal", "infeasible")
    return AlternativesAnswer(best=best, gap=found.gap, plans=plans), complete


def pareto(
    asked: QuestionInput, arguments: dict[str, Any], stop: planner.api.Stop, tell: Tell
) -> tuple[ParetoAnswer, bool]:
    """The front for ``arguments["count"]`` big sections; complete when the sweep was finished."""

    count = arguments["count"]
    with solver_for(asked) as solver:
        found = planner.questions.pareto.pareto_front(
            solver, count=count, stop=stop, on_progress=tell
        )
    points = [FrontPoint(proven=point.proven, plan=scored(point.plan)) for point in found.points]
    return ParetoAnswer(count=count, points=points), found.complete


def near(
    asked: QuestionInput, arguments: dict[str, Any], stop: planner.api.Stop, tell: Tell
) -> tuple[NearAnswer, bool]:
    """All plans within ``arguments`` ``percent`` or ``points`` of the best one."""

    margin = {name: arguments[name] for name in ("percent", "points") if name in arguments}
    with solver_for(asked) as solver:
        found = planner.questions.near.near_plans(
            solver, **margin, limit=LISTED, stop=stop, on_progress=tell
        )
    best = found.best
    plans = [
        NearPlan(loss=((best or 0) - plan.objective) / 1e6, plan=scored(plan))
        for plan in found.plans
    ]
    answer = NearAnswer(
        best=None if best is None else best / 1e6,
        margin=found.margin,
        plans=plans,
        number=found.number,
        whole=found.complete,
        complete_within=found.complete_within,
    )
    return answer, found.complete
