"""What any plan of so many groups is worth at least and at most, by its constants alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model import Model


def lowest_objective(model: Model, count: int) -> int:
    """Return an objective below that of any plan of `count` groups.

    Groups are no smaller than their members: of one and of two people there are no more than today,
    a group of two counted half.
    """
    weights = model.problem.weights
    low = -float(count)
    if model.single_count > 0:
        most = min(float(count), model.sections_small)
        low += 1e6 * weights.one_person * (100 - 100 * most / model.single_count)
    spare = model.posts_total - count
    posts = max(number for _, number in model.problem.posts_rule)
    if spare > 0:
        low += 1e6 * weights.posts * 100 * min(0.0, (model.posts_total - count * posts) / spare)
    return (
        math.ceil(min(low, -float(count))) - 3
    )  # the checker's own figure may be a rounding higher


def highest_objective(model: Model, count: int) -> int:
    """Return an objective that no plan of `count` groups exceeds: every part at its best."""
    weights = model.problem.weights
    fewest = min(number for _, number in model.problem.posts_rule)
    spare = model.posts_total - count
    posts = 100.0 if spare <= 0 else 100 * (model.posts_total - count * fewest) / spare
    others = sum(weights.as_tuple()) - weights.posts
    return math.ceil(1e6 * (100 * others + weights.posts * posts)) + count


def dearer_than_all(model: Model) -> int:
    """Return a price above twice what two objectives of any counts differ by."""
    counts = range(1, model.n + 1)
    low = min(lowest_objective(model, count) for count in counts)
    high = max(highest_objective(model, count) for count in counts)
    return 2 * (high - low) + 1
