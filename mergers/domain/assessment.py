"""Which parts of the score cannot be assessed for want of data: they earn nothing (planner.md §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bigsection.errors import Invalid

SHARES = ("parts", "weighted")
"""Keys of plans and answers under which a figure stands for each part of the score."""


def not_assessed(sections: Sequence[Mapping[str, Any]]) -> list[str]:
    """The parts that nothing is known about, for the sections of a problem object: ``overlap``
    where none has duties, ``balance`` where none has people and hours of work.
    """
    loads = [(one["people"], one["load_hours"]) for one in sections]
    known = [(people, hours) for people, hours in loads if hours is not None]
    weighed = sum(people for people, _ in known) > 0 and sum(hours for _, hours in known) > 0
    found = [] if any(one["duties"] for one in sections) else ["overlap"]
    return found if weighed else [*found, "balance"]


def weights_without(weights: Mapping[str, float], missing: Iterable[str]) -> dict[str, float]:
    """The weights with those of the parts ``missing`` at 0; the planner rescales the others.

    Raises Invalid where nothing is left to weigh.
    """
    left = dict(weights) | {part: 0.0 for part in missing if part in weights}
    if not any(left.values()) and any(weights.values()):
        raise Invalid(
            "计入评分的分项都没有数据，无法评估。",
            hint="请先导入职责或工作量，或给其他分项设置权重。",
        )
    return left


def blanked(found: Any, missing: Iterable[str]) -> Any:
    """An outcome or answer with None for the parts ``missing``, wherever its plans have parts."""
    if not missing:
        return found
    if isinstance(found, list):
        return [blanked(one, missing) for one in found]
    if not isinstance(found, dict):
        return found
    return {
        name: {part: None if part in missing else figure for part, figure in value.items()}
        if name in SHARES and isinstance(value, dict)
        else blanked(value, missing)
        for name, value in found.items()
    }
