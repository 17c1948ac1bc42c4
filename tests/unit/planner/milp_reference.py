"""Plain set partitioning over every feasible group, by HiGHS with gap 0: a second opinion."""

from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.unit.planner.reference import Reference


def best_by_milp(reference: Reference) -> tuple[int, list] | None:
    """Return the best value over all counts and its plan, None when the rules allow none."""
    n = reference.n
    largest = n if reference.rules["max_members"] is None else reference.rules["max_members"]
    groups = [
        group
        for size in range(1, min(n, largest) + 1)
        for group in combinations(range(n), size)
        if reference.group_allowed(group)
    ]
    if not groups:
        return None
    cover = np.zeros((n, len(groups)))
    for column, group in enumerate(groups):
        cover[list(group), column] = 1
    best = None
    for count in reference.counts():
        found = _one_count(reference, groups, cover, count)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best


def _one_count(
    reference: Reference, groups: list, cover: np.ndarray, count: int
) -> tuple[int, list] | None:
    value = np.array([reference.value(group, count) for group in groups], dtype=float)
    ones = np.ones((1, len(groups)))
    business = np.array([[float(reference.is_business(g)) for g in groups]])
    posts = np.array([[float(reference.posts_after(g)) for g in groups]])
    answer = milp(
        -value / 1e6,
        integrality=np.ones(len(groups), dtype=int),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(cover, 1, 1),
            LinearConstraint(ones, count, count),
            LinearConstraint(business, reference.business_needed(count), np.inf),
            LinearConstraint(posts, -np.inf, reference.posts_limit()),
        ],
        options={"mip_rel_gap": 0},
    )
    if answer.x is None:
        return None
    plan = [groups[k] for k in np.flatnonzero(answer.x > 0.5)]
    return reference.plan_value(plan), plan
