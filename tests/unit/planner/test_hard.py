"""Hard instances end with a proof or with an honest gap, and on time."""

import random
import time

import pytest

from planner.api import Stop
from planner.fileio import problem_from_json
from planner.rulecheck import check_rules
from planner.solver import solve


def department(n: int, rules: dict, similarity: str = "noise", people: tuple = (1, 8)) -> dict:
    draw = random.Random(n)  # noqa: S311 - repeatable cases, no secrets
    overlap = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i):
            value = draw.random() if similarity == "noise" else 0.5
            overlap[i][j] = overlap[j][i] = value
    sections = [{"id": f"s{i:03d}", "people": draw.randint(*people), "posts": 1} for i in range(n)]
    return {"sections": sections, "overlap": overlap, "rules": rules}


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        department(40, {"count": 13}),
        department(60, {"count": 30, "max_members": 8, "max_people": 15}),
        department(30, {"count": 10}, "ties", (3, 3)),
        department(20, {"count": 8}, "noise", (0, 0)),
        department(60, {"count": 30, "max_members": 8}, "noise", (0, 0)),
        department(60, {"count": 43, "max_members": 8}),
        department(60, {"count": 40, "max_members": None}, "equal"),
        department(25, {"count": 1, "max_members": None}),
        department(25, {"count": 25}),
        department(22, {"max_members": 3}),
    ],
    ids=[
        "noise",
        "eight",
        "all alike",
        "nobody",
        "nobody, eight",
        "no limit on people",
        "all equal, no limits",
        "one",
        "all alone",
        "every count",
    ],
)
def test_these_are_proven(data):
    problem = problem_from_json(data)
    result = solve(problem, stop=Stop(60))
    assert result.status == "optimal"
    assert result.bound == result.objective
    groups = [group.members for group in result.plan.groups]
    assert all(outcome.passed for outcome in check_rules(problem, groups))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "limit"),
    [
        (department(60, {"count": 12, "max_members": None}), 1.0),
        (department(60, {}), 0.0),
        (department(40, {"count": 20}, "ties"), 2.0),
        (department(200, {"count": 130, "max_people": 12}), 2.0),
    ],
    ids=["no limits", "no time", "ties", "two hundred"],
)
def test_when_the_time_ends_there_is_a_plan_and_an_honest_bound(data, limit):
    """Overtime is allowed for the last step under way, not more."""
    problem = problem_from_json(data)
    start = time.process_time()  # of this process: other work on the machine does not count
    result = solve(problem, stop=Stop(limit))
    assert time.process_time() - start < limit + 20
    assert result.status in ("feasible", "optimal")
    assert (result.bound == result.objective) == (result.status == "optimal")
    assert result.bound >= result.objective
    assert result.gap == (result.bound - result.objective) / 1e6
    groups = [group.members for group in result.plan.groups]
    assert all(outcome.passed for outcome in check_rules(problem, groups))


def test_a_cancelled_run_never_claims_a_proof_it_does_not_have():
    problem = problem_from_json(department(40, {}))
    result = solve(problem, stop=Stop(None, cancelled=lambda: True))
    assert result.status == "feasible"
    assert result.bound >= solve(problem, stop=Stop(60)).objective


def test_a_joined_block_above_the_size_limit_is_the_conflict():
    together = [["s000", "s001"], ["s001", "s002"]]
    data = department(12, {"max_members": 2, "must_together": together, "count": 8})
    result = solve(problem_from_json(data), stop=Stop(60))
    assert result.status == "infeasible"
    assert {part.rule for part in result.conflict} == {"max_members", "must_together"}
    assert sum(part.rule == "must_together" for part in result.conflict) == 2
