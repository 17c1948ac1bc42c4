"""Alternatives differ from the best plan and from each other, obey the rules and deserve names."""

import pytest

from mergers.planner.api import Stop
from mergers.planner.fileio import problem_from_json
from mergers.planner.rulecheck import check_rules
from mergers.planner.scoring import score_plan
from mergers.planner.solver import solve
from tests.unit.mergers.planner.reference import random_problem

NAMED = {
    "最省": "posts",
    "最均衡": "balance",
    "职能最聚合": "overlap",
    "改动最小": "continuity",
    "一人科最少": "one_person",
    "幅度最宜": "span",
}


@pytest.fixture(scope="module", params=[41, 42, 43])
def answered(request):
    data = random_problem(request.param, 14, 14) | {
        "rules": {"count": 8, "max_people": 30, "must_apart": [["s01", "s02"]]},
        "mode": "merge",
        "alternatives": 5,
        "calibration": {"p50": 0.2, "p95": 0.8},
    }
    data["overlap"] = [
        [((i + 1) * (j + 1) * 7919) % 101 / 101 for j in range(14)] for i in range(14)
    ]
    problem = problem_from_json(data)
    return problem, solve(problem, stop=Stop(60))


def shapes(result) -> list:
    plans = [result.plan, *result.alternatives]
    return [frozenset(group.members for group in plan.groups) for plan in plans]


def test_as_many_as_asked_for_and_no_two_alike(answered):
    _, result = answered
    assert len(result.alternatives) == 5
    assert len(set(shapes(result))) == 6


def test_none_is_better_than_the_best_and_they_come_best_first(answered):
    _, result = answered
    scores = [plan.objective for plan in result.alternatives]
    assert max(scores) <= result.objective
    assert scores == sorted(scores, reverse=True)


def test_every_one_obeys_every_rule_and_is_scored_like_any_plan(answered):
    problem, result = answered
    for plan in result.alternatives:
        groups = [group.members for group in plan.groups]
        assert all(outcome.passed for outcome in check_rules(problem, groups))
        assert score_plan(problem, groups).objective == plan.objective


def test_a_name_is_given_once_and_to_the_plan_that_is_best_at_it(answered):
    _, result = answered
    labels = [plan.label for plan in result.alternatives]
    assert len(set(labels)) == len(labels)
    for plan in result.alternatives:
        part = NAMED.get(plan.label)
        if part is not None:
            highest = max(p.parts[part] for p in [result.plan, *result.alternatives])
            assert plan.parts[part] == highest
