"""The planner's optimum is the optimum: by brute force, and by an independent MIP."""

from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.api import Result, Stop
from planner.fileio import problem_from_json
from planner.problem import Rules
from planner.solver import solve
from tests.unit.planner.milp_reference import best_by_milp
from tests.unit.planner.reference import Reference, random_problem


def solved(data: dict) -> Result:
    return solve(problem_from_json(data), stop=Stop(60))


def assert_proven(reference: Reference, result: Result, best: int | None) -> None:
    """The answer is `best`, proven, by a plan that obeys the rules and is worth what it says."""
    assert result.objective == best
    if best is None:
        assert result.status == "infeasible"
        assert result.conflict
        return
    assert result.status == "optimal"
    assert result.bound == best
    plan = [tuple(sorted(reference.index[i] for i in g.members)) for g in result.plan.groups]
    assert reference.plan_allowed(plan)
    assert reference.plan_value(plan) == best


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 1_000_000))
def test_small_problems_under_all_rules_agree_with_brute_force(seed):
    """Every partition tried out gives the same optimum, or the same 'there is no plan'.

    Both ways: by all subsets, and by relaxation and search.
    """
    data = random_problem(seed, 2, 7)
    reference = Reference(data)
    best = reference.brute_force()
    assert_proven(reference, solved(data), best)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.methods.choice.subsets_of", lambda *_: None)
        assert_proven(reference, solved(data), best)


MIDDLE = range(10_000, 10_060)


@pytest.mark.slow
def test_the_generated_problems_cover_every_rule_mode_and_outcome():
    """And each rule decides something: without it some of these problems have another optimum."""
    problems = [random_problem(seed, 5, 8) for seed in range(60)]
    known = {field.name for field in fields(Rules)} - {"fewest_small"}  # test_fewest_small.py
    assert {rule for data in problems for rule in data["rules"]} == known
    assert {data["mode"] for data in problems} == {"merge", "co-locate", "group"}
    assert {solved(data).status for data in problems} == {"optimal", "infeasible"}
    for rule in known - {"count", "min_count", "max_count"}:
        having = [data for data in problems if rule in data["rules"]]
        assert any(
            solved(data).objective != solved(data | {"rules": _without(data, rule)}).objective
            for data in having
        ), rule


def _without(data: dict, rule: str) -> dict:
    rest = {name: value for name, value in data["rules"].items() if name != rule}
    return rest | ({"max_members": None} if rule == "max_members" else {})


@pytest.mark.parametrize("seed", MIDDLE)
def test_middle_problems_under_all_rules_agree_with_an_independent_mip(seed, monkeypatch):
    """Set partitioning by HiGHS with gap 0, scored from the specification alone, agrees."""
    data = random_problem(seed, 8, 11)
    if data["rules"].get("max_members", 4) is None:
        data["rules"]["max_members"] = 5
    reference = Reference(data)
    best = best_by_milp(reference)
    by_subsets = solved(data)
    monkeypatch.setattr("planner.methods.choice.subsets_of", lambda *_: None)
    by_prices = solved(data)
    if best is None:
        assert_proven(reference, by_subsets, None)
        assert_proven(reference, by_prices, None)
        return
    # HiGHS works with tolerances, so its plan may fall short of the optimum by a rounding
    assert 0 <= by_subsets.objective - best[0] <= 20
    assert_proven(reference, by_subsets, by_prices.objective)
    assert_proven(reference, by_prices, by_subsets.objective)


def test_the_same_problem_gives_the_same_answer_twice():
    data = random_problem(77, 12, 12) | {"rules": {"max_people": 15}}
    first, second = solved(data), solved(data)
    assert first.plan == second.plan
    assert first.certificate == second.certificate
