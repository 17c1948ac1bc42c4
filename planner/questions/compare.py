"""What changes from one plan to another: parts, merges undone and merges new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from planner.api import PlanResult
from planner.problem import PARTS, Weights

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """From plan A to plan B, B less A.

    `parts` in points of each part, `weighted` in points of the score (they add up to `score`).
    `undone` are A's big sections of two or more that B does not have, `new` B's that A has not;
    `pairs_parted` and `pairs_joined` say the same pair by pair.
    """

    objective: int
    score: float
    parts: Mapping[str, float]
    weighted: Mapping[str, float]
    undone: tuple[Names, ...]
    new: tuple[Names, ...]
    pairs_parted: tuple[tuple[str, str], ...]
    pairs_joined: tuple[tuple[str, str], ...]


def pairs_of(plan: PlanResult) -> frozenset[tuple[str, str]]:
    """Return all pairs of sections that a plan puts together, each in order of ids."""
    return frozenset(pair for group in plan.groups for pair in combinations(group.members, 2))


def difference(before: PlanResult, after: PlanResult, weights: Weights) -> Difference:
    """Return what changes from one plan to another of the same sections."""
    parts = {name: after.parts[name] - before.parts[name] for name in PARTS}
    old = {group.members for group in before.groups if len(group.members) > 1}
    new = {group.members for group in after.groups if len(group.members) > 1}
    parted, joined = pairs_of(before), pairs_of(after)
    return Difference(
        objective=after.objective - before.objective,
        score=after.score - before.score,
        parts=parts,
        weighted={name: getattr(weights, name) * change for name, change in parts.items()},
        undone=tuple(sorted(old - new)),
        new=tuple(sorted(new - old)),
        pairs_parted=tuple(sorted(parted - joined)),
        pairs_joined=tuple(sorted(joined - parted)),
    )
