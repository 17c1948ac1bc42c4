"""The name of an alternative is true: of all plans shown, and where it says so of all there are."""

import pytest

from planner.api import PlanResult, Stop
from planner.fileio import problem_from_json
from planner.solver import solve
from tests.unit.planner.questions.cases import allowed_plans
from tests.unit.planner.reference import Reference, random_problem

NAMED = {
    "最省": "posts",
    "最均衡": "balance",
    "职能最聚合": "overlap",
    "改动最小": "continuity",
    "一人科最少": "one_person",
    "幅度最宜": "span",
}
FOUND_FALSE = (50_101, 50_110, 90_123)  # 最省 was said of plans with as many posts as the best one


def posts(reference: Reference, plan: PlanResult) -> int:
    return sum(
        reference.posts_after(tuple(reference.index[name] for name in group.members))
        for group in plan.groups
    )


@pytest.mark.parametrize("seed", [*range(50_000, 50_024), *FOUND_FALSE])
def test_every_name_is_true(seed):
    data = random_problem(seed, 5, 7 if seed not in FOUND_FALSE else 8) | {"alternatives": 5}
    if seed % 2:
        kept = ("count", "max_members", "keep", "business_share")
        data["rules"] = {name: rule for name, rule in data["rules"].items() if name in kept}
    result = solve(problem_from_json(data), stop=Stop(30))
    if result.plan is None:
        assert result.alternatives == ()
        return
    reference = Reference(data)
    best, others = result.plan, result.alternatives
    assert len({plan.label for plan in others}) == len(others)
    for plan in others:
        if part := NAMED.get(plan.label):
            highest = max(each.parts[part] for each in (best, *others))
            assert plan.parts[part] >= highest > best.parts[part]
        if plan.label == "最省":
            assert posts(reference, plan) < posts(reference, best)
            assert posts(reference, plan) == min(posts(reference, each) for each in others)
        if plan.label == "并列最优":
            assert plan.objective == best.objective
        if plan.label == "总分次优":
            assert sum(each.objective >= plan.objective for each in (best, *others)) == 2
            assert plan.objective < best.objective
            assert second_of_all(reference) == plan.objective


def second_of_all(reference: Reference) -> int:
    values = sorted(allowed_plans(reference).values(), reverse=True)
    return values[1]
