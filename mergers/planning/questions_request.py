"""From an answer to a new plan: the plan's own request with one thing changed, or groups to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from bigsection.errors import Invalid
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning import transfers
from mergers.planning.request import PlanRequest
from mergers.planning.rescoring import KEPT_PROOF, certificate_of, words_of_broken
from mergers.planning.solving import problem_of_plan
from mergers.planning.storing import StoredPlan, outcome_of

NOT_LIFTED = ("must_together", "must_apart", "keep")


def request_of(problem: dict[str, Any]) -> PlanRequest:
    """The request that a problem object was made from, as far as it says; no alternatives."""
    rules = problem["rules"]
    names = {field.name for field in fields(PlanRequest)} - set(NOT_LIFTED)
    plain: dict[str, Any] = {name: value for name, value in rules.items() if name in names}
    return PlanRequest(
        **plain,
        must_together=_pairs(rules.get("must_together") or ()),
        must_apart=_pairs(rules.get("must_apart") or ()),
        keep=tuple(int(pk) for pk in rules.get("keep") or ()),
        mode=problem["mode"],
        weights=dict(problem["weights"]),
        rulings=tuple(one.ruling for one in transfers.from_json(problem)),
    )


def with_count(request: PlanRequest, count: int) -> PlanRequest:
    """The same request for just so many big sections."""
    return replace(request, count=count, min_count=None, max_count=None)


def with_pair(request: PlanRequest, a: int, b: int) -> PlanRequest:
    """The same request with two sections in one big section, which no other wish keeps apart."""
    pair = (min(a, b), max(a, b))
    apart = tuple(one for one in request.must_apart if set(one) != set(pair))
    keep = tuple(pk for pk in request.keep if pk not in pair)
    joined = (*request.must_together, pair)
    return replace(request, must_together=joined, must_apart=apart, keep=keep)


def without_rule(request: PlanRequest, rule: str, sections: Sequence[int] = ()) -> PlanRequest:
    """The same request without a rule, or without one entry of it; Invalid for an unknown rule."""
    if rule not in {field.name for field in fields(PlanRequest)} - {"mode", "weights"}:
        raise Invalid("没有这条规则。", hint="请从“每条规则的代价”重新选择。")
    if rule in NOT_LIFTED:
        named = set(sections)
        left: Any = tuple(
            entry
            for entry in getattr(request, rule)
            if named and ({entry} if isinstance(entry, int) else set(entry)) != named
        )
        return replace(request, **{rule: left})
    off: Any = False if rule in ("same_line", "separate_kinds") else None
    return replace(request, **{rule: off})


def stored_plan(plan: MergePlan, groups: Sequence[Sequence[str]], label: str) -> StoredPlan:
    """Another plan of the same problem in the shape in which plans are stored.

    What has been proven about the problem holds for every plan that obeys its rules: the bound
    stays, and the certificate says how far this one is from the optimum.
    """

    problem = problem_of_plan(plan)
    found = planner.scoring.score_plan(problem, groups)
    today = planner.scoring.score_plan(problem, [[section.id] for section in problem.sections])
    no_bound = words_of_broken(planner.rulecheck.check_rules(problem, groups))
    proof = plan.certificate or plan.outcome.get(KEPT_PROOF)
    known = plan.outcome.get("bound")
    bound = None if no_bound or known is None else max(int(known), found.objective)
    proven = bound == found.objective
    outcome = outcome_of(found, today, bound=bound, proven=proven)
    if no_bound:  # edited until it keeps the rules, the plan gets both back (rescoring.py)
        outcome |= {"bound": known} | ({KEPT_PROOF: proof} if proof else {})
    return StoredPlan(
        label=label,
        groups=[[int(pk) for pk in group.members] for group in found.groups],
        group_parts=[dict(group.parts) for group in found.groups],
        score=found.score,
        today_score=today.score,
        objective=found.objective,
        bound=bound,
        proven=proven,
        outcome=outcome,
        certificate=certificate_of(proof, found) if proof and bound is not None else None,
        no_bound=no_bound,
    )


def _pairs(listed: Any) -> tuple[tuple[int, int], ...]:
    return tuple((int(a), int(b)) for a, b in listed)
