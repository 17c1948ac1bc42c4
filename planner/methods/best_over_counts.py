"""The order in which counts are tried for the best over all, and what the last two seconds bring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from planner.methods.answer import Best, Clock, Groups, best_of
from planner.methods.capacity_bound import beyond_capacity
from planner.methods.choice import Methods
from planner.methods.group_pool import sections_of
from planner.methods.improve import allowed_as_a_whole, made_plan
from planner.methods.size_table import size_limit_of
from planner.methods.subsets import Subsets
from planner.model import Model
from planner.scoring import plan_value, score_groups

LAST_MINUTE_S: Final = 2.0  # for a plan at all, or better bounds, after the time was over


def most_promising(
    methods: Methods, counts: Sequence[int], clock: Clock, likely: int | None
) -> int:
    """Return the count to begin with: the one that the first method thinks best.

    Where that is no simple look-up, `likely` when given; of equals, the larger.
    """
    able = [count for count in counts if beyond_capacity(methods.model, count) is None]
    method = methods.first(able, clock)
    if isinstance(method, Subsets):
        return max(able, key=lambda count: (method.worth(count, clock), count))
    if likely is not None or method is None or len(able) == 1:
        return likely or (able[0] if able else 0)
    return able[_peak(len(able), cache(lambda k: method.worth(able[k], clock)))]


def last_minute(model: Model, best: Best, likely: int, clock: Clock) -> Best:
    """Bound the counts left open by members and people alone; without a plan, take any."""
    stopped = clock.fresh(LAST_MINUTE_S).stopped
    sizes, answers = size_limit_of(model), list(best.answers)
    for at in sorted(range(len(answers)), key=lambda at: -answers[at].bound):
        if sizes is None or stopped():
            break
        limit = None if answers[at].complete else sizes.limited(answers[at].count, stopped)
        if limit is not None and limit.bound < answers[at].bound:
            answers[at] = replace(answers[at], bound=limit.bound, proof=limit.proof)
    best = best_of(answers)
    if best.value is not None or best.complete:
        return best
    groups = _any_plan(model, likely, [answer.count for answer in answers])
    value = None if groups is None else plan_value(model, score_groups(model, groups))
    return replace(best, groups=groups, value=value)


def _any_plan(model: Model, likely: int, counts: Sequence[int]) -> Groups | None:
    """Return a quickly joined plan, or the sections as they are where that may be."""
    plan = made_plan(model, likely, Clock.over(LAST_MINUTE_S))
    if plan is None and len(model.atoms) in counts:
        plan = [[a] for a in range(len(model.atoms))]
    if plan is None or not allowed_as_a_whole(model, plan):
        return None
    return tuple(sorted(tuple(sections_of(model, group)) for group in plan))


def _peak(length: int, height: Callable[[int], float]) -> int:
    """Return where a sequence with a single peak is highest; of equals, the later one."""
    low, high = 0, length - 1
    while low < high:
        middle = (low + high) // 2
        if height(middle) <= height(middle + 1):
            low = middle + 1
        else:
            high = middle
    return low
