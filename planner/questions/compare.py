"""What changes from one plan to another: parts, merges undone and merges new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.api import PlanResult
from planner.problem import PARTS, Weights

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """From plan A to plan B, B less A.

    `parts` in points of each part, `weighted` in points of the score (they add up to `score`).
    `small`: groups of one person at most more, and of two. `undone` are A's big sections of two or more that B does not have, `new` B's that A has not.
    """

    objective: int
    score: float
    parts: Mapping[str, float]
    weighted: Mapping[str, float]
    undone: tuple[Names, ...]
    new: tuple[Names, ...]
    small: tuple[int, int] = (0, 0)


def difference(before: PlanResult, after: PlanResult, weights: Weights) -> Difference:
    """Return what changes from one plan to another of the same sections."""
    parts = {name: after.parts[name] - before.parts[name] for name in PARTS}
    undone, new = merges_changed(
        (group.members for group in before.groups), (group.members for group in after.groups)
    )
    return Difference(
        objective=after.objective - before.objective,
        score=after.score - before.score,
        parts=parts,
        weighted={name: getattr(weights, name) * change for name, change in parts.items()},
        undone=undone,
        new=new,
        small=(after.small[0] - before.small[0], after.small[1] - before.small[1]),
    )


def merges_changed(
    before: Iterable[Sequence[str]], after: Iterable[Sequence[str]]
) -> tuple[tuple[Names, ...], tuple[Names, ...]]:
    """Return the groups of two or more that only `before` has, and those that only `after` has.

    Members are in canonical order, as in every plan of the planner.
    """
    old = {tuple(group) for group in before if len(group) > 1}
    new = {tuple(group) for group in after if len(group) > 1}
    return tuple(sorted(old - new)), tuple(sorted(new - old))
