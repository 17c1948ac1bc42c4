"""The problem of a plan with another number of big sections, and what is proven of it."""

from __future__ import annotations

from typing import Any

from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.rescoring import KEPT_PROOF
from mergers.planning.solving import parse, problem_object_of, solve_object

MOMENT_S = 1.5


def misses_number(plan: MergePlan) -> bool:
    """Whether the plan has more or fewer big sections than it was asked for."""
    rules, number = plan.problem.get("rules", {}), plan.sections_after
    exact, least, most = (rules.get(name) for name in ("count", "min_count", "max_count"))
    if exact is not None:
        return bool(exact != number)
    return (least is not None and number < least) or (most is not None and number > most)


def asked_anew(plan: MergePlan) -> tuple[dict[str, Any], dict[str, Any]]:
    """The problem that asks for exactly as many big sections as the plan has now, and the outcome of a
    moment's solving with the proof in it (``MergePlan.problem`` and ``outcome``). What other rules
    forbid has no bound then, as ever.
    """
    number = {"count": plan.sections_after, "min_count": None, "max_count": None}
    problem = plan.problem | {"rules": plan.problem.get("rules", {}) | number}
    asked = {"sections": problem_object_of(plan)["sections"], **problem, "alternatives": 0}
    question, result = parse(asked), solve_object(asked, MOMENT_S)
    outcome = {key: value for key, value in plan.outcome.items() if key != KEPT_PROOF}
    if result.plan is None:
        return problem, outcome | {"bound": None}
    proof = planner.certificate.proof_file(question, result, result.plan)
    found = planner.fileio.result_to_json(question, result)
    return problem, outcome | found | ({KEPT_PROOF: proof} if proof else {})
