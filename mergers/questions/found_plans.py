"""A plan that an answer named: found again by its shape, and in the shape in which plans are stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bigsection.errors import Missing
from mergers.lazy import planner
from mergers.models import MergePlan, PlanAnswer
from mergers.planning.rescoring import KEPT_PROOF, certificate_of, fewest_of, words_of_broken
from mergers.planning.solving import problem_of_plan
from mergers.planning.storing import StoredPlan, outcome_of
from mergers.questions.layout import Plan
from mergers.questions.question import Question

LONGEST = 40


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A plan of an answer, and what it is called when it is kept."""

    plan: Plan
    label: str


def find_plan(plan: MergePlan, question: Question, shape: str) -> NamedPlan:
    """The plan of this shape in what was answered to the question; Missing when there is none."""
    kept = PlanAnswer.objects.filter(plan=plan, question=question.name)
    newest = kept.order_by("-answered_at", "-pk").values_list("answer", flat=True)
    for answer in newest.iterator():
        for found, label in _plans(answer, ""):
            if found["shape"] == shape and all(">" not in pk for g in found["groups"] for pk in g):
                return NamedPlan(found, (label or question.plan_label)[:LONGEST])
    raise Missing("没有这个方案。", hint="测算结果可能已经更新，请回到“问答”页重新选择。")


def _plans(value: Any, label: str) -> Iterator[tuple[Plan, str]]:
    """Every plan in an answer, with the name beside it."""
    if isinstance(value, dict):
        if "shape" in value and "groups" in value:
            yield value, label
            return
        named = str(value.get("label", "") or label)
        for inner in value.values():
            yield from _plans(inner, named)
    elif isinstance(value, list):
        for inner in value:
            yield from _plans(inner, label)


def stored_plan(plan: MergePlan, groups: Sequence[Sequence[str]], label: str) -> StoredPlan:
    """Another plan of the same problem in the shape in which plans are stored.

    What has been proven about the problem holds for every plan that obeys its rules: the bound
    stays, and the certificate says how far this one is from the optimum.
    """

    problem = problem_of_plan(plan)
    model = planner.model.build_model(problem)
    found = planner.scoring.score_groups(model, planner.scoring.indices_of(model, groups))
    today = planner.scoring.score_plan(problem, [[section.id] for section in problem.sections])
    small = plan.outcome.get("small")
    rules = planner.rulecheck.check_rules(problem, groups, fewest_of(plan))
    no_bound = words_of_broken(rules)
    proof = plan.certificate or plan.outcome.get(KEPT_PROOF)
    known = plan.outcome.get("bound")
    bound = None if no_bound or known is None else max(int(known), found.objective)
    proven = bound == found.objective
    outcome = outcome_of(found, today, bound=bound, proven=proven, small=small)
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
        certificate=certificate_of(proof, found, model) if proof and bound is not None else None,
        no_bound=no_bound,
    )
