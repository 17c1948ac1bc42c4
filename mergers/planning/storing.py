"""A result of the planner in the shape in which plans are stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mergers.domain.snapshot import snapshot_of
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.solving import parse, problem_of_plan


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """One plan to store: groups of section primary keys with their contributions to the parts."""

    label: str
    groups: list[list[int]]
    group_parts: list[dict[str, float]]
    score: float
    today_score: float
    objective: int
    bound: int | None
    proven: bool
    outcome: dict[str, Any]
    certificate: dict[str, Any] | None
    no_bound: str = ""


def stored_plans(problem: dict[str, Any], result: planner.api.Result) -> list[StoredPlan]:
    """The best plan of a result, then its alternatives.

    An alternative has the same bound: its certificate says how far it is from the optimum, and one
    that reaches it is proven best just like the best plan. Certificates are files for ``verify_plan``, which
    hold all it takes to check them.
    """
    question = parse(problem)
    outcome = planner.fileio.result_to_json(question, result)
    plans = [result.plan, *result.alternatives]
    return [
        _stored(question, plan, result, outcome, best=place == 0)
        for place, plan in enumerate(plans)
        if plan is not None
    ]


def _stored(
    question: planner.problem.Problem,
    plan: planner.api.PlanResult,
    result: planner.api.Result,
    outcome: dict[str, Any],
    *,
    best: bool,
) -> StoredPlan:
    """One plan of a result, whose best one has the ``outcome``."""
    if not best:
        proven, small = _is_proven(plan, result), outcome.get("small")
        outcome = outcome_of(plan, result.today, bound=result.bound, proven=proven, small=small)
    bound = None if result.bound is None else max(result.bound, plan.objective)
    return StoredPlan(
        label=plan.label,
        groups=[[int(pk) for pk in group.members] for group in plan.groups],
        group_parts=[dict(group.parts) for group in plan.groups],
        score=plan.score,
        today_score=result.today.score,
        objective=plan.objective,
        bound=bound,
        proven=_is_proven(plan, result),
        outcome=outcome,
        certificate=planner.certificate.proof_file(question, result, plan),
    )


def _is_proven(plan: planner.api.PlanResult, result: planner.api.Result) -> bool:
    """Whether no plan is worth more: the planner's plans keep every rule, so the bound tells."""
    return result.status == "optimal" and plan.objective == result.bound


def today_in_units(plan: MergePlan) -> planner.api.PlanResult:
    """The score of the structure as it works today: sections of one unit (合署, 统筹) together."""
    units: dict[str | int, list[str]] = {}
    for section in snapshot_of(plan).sections:
        units.setdefault(section.unit, []).append(str(section.id))
    return planner.scoring.score_plan(problem_of_plan(plan), list(units.values()))


def today_json(today: planner.api.PlanResult) -> dict[str, Any]:
    """Score and parts of today's structure, as the outcome of a plan has them."""
    return {"score": today.score, "parts": dict(today.parts)}


def outcome_of(
    plan: planner.api.PlanResult,
    today: planner.api.PlanResult,
    *,
    bound: int | None,
    proven: bool,
    small: dict[str, Any] | None,
) -> dict[str, Any]:
    """The output object of the file interface for a plan beside the best one of a run, of which is
    known how few ``small`` groups there can be.
    """
    return {
        **({"small": small} if small else {}),
        "status": "optimal" if proven else "feasible",
        "score": plan.score,
        "objective": plan.objective,
        "bound": bound,
        "gap": None if bound is None else (bound - plan.objective) / 1_000_000,
        "parts": dict(plan.parts),
        "big_sections": [
            {"members": list(group.members), "parts": dict(group.parts)} for group in plan.groups
        ],
        "alternatives": [],
        "today": today_json(today),
    }
