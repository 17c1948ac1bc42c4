"""From an answer to a new plan: the plan's own request with one thing changed."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import QueryDict

from bigsection.errors import Invalid
from mergers.models import MergePlan
from mergers.planning import transfers
from mergers.planning.request import PlanRequest
from mergers.questions.prices import LISTS
from mergers.questions.question_input import question_input_of
from mergers.questions.registry import QUESTIONS


def changed_request(plan: MergePlan, sent: QueryDict) -> PlanRequest:
    """The plan's own request with the one change that was asked for; Invalid when none was."""
    own, asked = request_of(plan.problem), question_input_of(plan, in_parts=False)
    for question in QUESTIONS.values():
        changed = question.change(own, asked, sent)
        if changed is not None:
            return changed
    raise Invalid("没有说明要怎样求解。", hint="请从“问答”页的按钮进入。")


def request_of(problem: dict[str, Any]) -> PlanRequest:
    """The request that a problem object was made from, as far as it says; no alternatives."""
    rules = problem["rules"]
    names = {field.name for field in fields(PlanRequest)} - set(LISTS)
    plain: dict[str, Any] = {name: value for name, value in rules.items() if name in names}
    if plain.get("kind_groups") is not None:
        plain["kind_groups"] = tuple(tuple(kinds) for kinds in plain["kind_groups"])
    return PlanRequest(
        **plain,
        must_together=_pairs(rules.get("must_together") or ()),
        must_apart=_pairs(rules.get("must_apart") or ()),
        keep=tuple(int(pk) for pk in rules.get("keep") or ()),
        mode=problem["mode"],
        weights=dict(problem["weights"]),
        rulings=tuple(one.ruling for one in transfers.from_json(problem)),
    )


def _pairs(listed: Any) -> tuple[tuple[int, int], ...]:
    return tuple((int(a), int(b)) for a, b in listed)
