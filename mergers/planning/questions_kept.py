"""Finding a plan again that an answer to a question named, by its shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bigsection.errors import Missing
from mergers.models import MergePlan, PlanAnswer
from mergers.planning.questions_types import ScoredPlan

NAMES = {"pareto": "取舍图", "near": "相近方案", "why-not": "放在一起", "curve": "得分曲线"}
LONGEST = 40


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """A plan of an answer, and what it is called when it is kept."""

    plan: ScoredPlan
    label: str


def find_plan(plan: MergePlan, question: str, shape: str) -> NamedPlan:
    """The plan of this shape in what was answered to the question; Missing when there is none."""
    kept = PlanAnswer.objects.filter(plan=plan, question=question).order_by("-answered_at", "-pk")
    for answer in kept.values_list("answer", flat=True).iterator():
        for found, label in _plans(answer, ""):
            if found["shape"] == shape and all(">" not in pk for g in found["groups"] for pk in g):
                return NamedPlan(found, (label or NAMES.get(question, ""))[:LONGEST])
    raise Missing("没有这个方案。", hint="测算结果可能已经更新，请回到“问答”页重新选择。")


def _plans(value: Any, label: str) -> Iterator[tuple[ScoredPlan, str]]:
    """Every plan in an answer, with the name beside it."""
    if isinstance(value, dict):
        if "shape" in value and "groups" in value:
            yield value, label  # type: ignore[misc]
            return
        named = str(value.get("label", "") or label)
        for inner in value.values():
            yield from _plans(inner, named)
    elif isinstance(value, list):
        for inner in value:
            yield from _plans(inner, label)
