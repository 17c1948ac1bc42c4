"""How the planner's results are kept as answers: plain JSON under the planner's own names.

Sections are named by their id in the plan's problem, as texts. Scores and losses are in points;
``objective`` is the planner's whole number (10⁻⁶ points). ``shape`` names a plan by its groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from mergers.domain.snapshot import hash_of
from mergers.lazy import planner


def shape_of(groups: Sequence[Sequence[str]]) -> str:
    """A short name for a plan by its groups, whatever their order: twelve hexadecimal digits."""
    return hash_of(sorted(sorted(group) for group in groups))[:12]


def plan_json(plan: planner.api.PlanResult) -> dict[str, Any]:
    """A plan of the planner with its score and the six parts (0 to 100)."""
    groups = [list(group.members) for group in plan.groups]
    return {
        "shape": shape_of(groups),
        "count": len(groups),
        "score": plan.score,
        "objective": plan.objective,
        "parts": dict(plan.parts),
        "small": list(plan.small),
        "groups": groups,
    }


def to_json(found: Any) -> Any:
    """A result of ``planner.questions``, field by field; plans in it as by ``plan_json``."""
    if isinstance(found, planner.api.PlanResult):
        return plan_json(found)
    if is_dataclass(found):
        return {field.name: to_json(getattr(found, field.name)) for field in fields(found)}
    if isinstance(found, Mapping):
        return dict(found)
    if isinstance(found, tuple):
        return [to_json(one) for one in found]
    return found
