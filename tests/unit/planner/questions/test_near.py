"""All plans near the best one: just those that trying every plan finds."""

import pytest

from planner.api import Stop
from planner.problem import ProblemError
from planner.questions.near import near_plans
from tests.unit.planner.questions.cases import allowed_plans, best_value, case, shape, solver_of
from tests.unit.planner.reference import Reference


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("points", [0.0, 3.0])
def test_the_list_is_the_list_of_brute_force(seed, points):
    """Over all counts and under all kinds of rules, ties with the best plan included."""
    data = case(seed, 3, 6)
    plans = allowed_plans(Reference(data))
    found = near_plans(solver_of(data), points=points, limit=500)
    best = best_value(plans)
    assert found.complete
    assert found.best == best
    if best is None:
        assert found.number == 0
        return
    near = {plan: value for plan, value in plans.items() if value >= best - points * 1e6}
    assert {shape(plan): plan.objective for plan in found.plans} == near
    assert found.number == len(near)
    assert found.complete_within == points
    values = [plan.objective for plan in found.plans]
    assert values == sorted(values, reverse=True)


def test_a_share_of_the_score_is_a_margin_too():
    data = case(4, 6, 6, max_people=20)
    best = near_plans(solver_of(data), points=0.0).best
    by_share = near_plans(solver_of(data), percent=5.0, limit=500)
    assert by_share.margin == pytest.approx(best * 0.05 / 1e6, abs=1e-6)
    same = near_plans(solver_of(data), points=by_share.margin, limit=500)
    assert same.plans == by_share.plans


def test_a_short_list_still_counts_them_all():
    data = case(4, 6, 6, max_people=20)
    whole = near_plans(solver_of(data), points=20.0, limit=500)
    short = near_plans(solver_of(data), points=20.0, limit=3)
    assert short.number == whole.number > 3
    assert short.plans == whole.plans[:3]
    assert short.complete


def test_more_plans_than_counted_are_said_to_be_at_least_so_many():
    data = case(4, 7, 7, max_people=40)
    whole = near_plans(solver_of(data), points=30.0, limit=10_000)
    cut = near_plans(solver_of(data), points=30.0, limit=10_000, most=4)
    assert not cut.complete
    assert 4 < cut.number < whole.number
    assert {shape(plan) for plan in cut.plans} <= {shape(plan) for plan in whole.plans}


def test_a_cancelled_search_claims_nothing():
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 4

    data = case(5, 16, 16, max_people=15, count=11)
    found = near_plans(solver_of(data), points=5.0, stop=Stop(None, cancelled))
    assert not found.complete


@pytest.mark.parametrize("margin", [{}, {"points": 1.0, "percent": 1.0}, {"points": -1.0}])
def test_just_one_margin_is_needed(margin):
    with pytest.raises(ProblemError, match="either points or percent"):
        near_plans(solver_of(case(4, 4, 4, max_people=20)), **margin)
