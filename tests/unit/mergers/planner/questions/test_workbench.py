"""The three ways of the workbench – islands, listed groups, generated groups – agree."""

import time

import pytest

from mergers.planner.api import Stop
from mergers.planner.questions import wide, workbench
from mergers.planner.questions.answers import clock_of, half_of
from mergers.planner.questions.curve import k_curve
from mergers.planner.questions.near import near_plans
from mergers.planner.questions.price import price_rules
from mergers.planner.questions.stability import stability
from mergers.planner.questions.whynot import why_not
from tests.unit.mergers.planner.questions.cases import allowed_plans, bench, best_value, case
from tests.unit.mergers.planner.reference import Reference


@pytest.fixture(params=["listed", "generated"])
def way(request, monkeypatch):
    """Make every workbench take one way, however small the problem."""
    monkeypatch.setattr(workbench, "wide_islands", lambda model, pool: None)
    if request.param == "generated":
        monkeypatch.setattr(workbench, "MOST_LISTED", 0)
    return request.param


@pytest.mark.parametrize("seed", range(0, 24, 2))
def test_curves_are_those_of_brute_force(way, seed):
    data = case(seed, 3, 6)
    plans = allowed_plans(Reference(data), range(1, len(data["sections"]) + 1))
    for point in k_curve(bench(data)).points:
        own = {plan: value for plan, value in plans.items() if len(plan) == point.count}
        assert point.objective == best_value(own)
        assert point.status == ("optimal" if own else "infeasible")


@pytest.mark.parametrize("seed", range(1, 24, 3))
def test_forced_pairs_are_those_of_brute_force(way, seed):
    """One workbench answers for all pairs, so that later answers rest on what is known."""
    data = case(seed, 3, 6)
    plans = allowed_plans(Reference(data))
    desk = bench(data)
    first = desk.model.ids[0]
    for other in desk.model.ids[1:]:
        answer = why_not(desk, first, other)
        forced = {
            plan: value for plan, value in plans.items() if any({first, other} <= g for g in plan)
        }
        assert answer.proven
        if forced:
            assert answer.plan.objective == best_value(forced)
        else:
            assert answer.status in ("forbidden", "impossible")


@pytest.mark.parametrize("seed", range(3, 24, 4))
def test_prices_and_stability_are_those_of_the_islands(way, seed, monkeypatch):
    data = case(seed, 5, 7)
    found, firm = price_rules(bench(data)), stability(bench(data), runs=4)
    monkeypatch.undo()
    same = price_rules(bench(data))
    assert [(p.rule, p.sections, p.price, p.proven, p.frees) for p in found.prices] == [
        (p.rule, p.sections, p.price, p.proven, p.frees) for p in same.prices
    ]
    if firm is not None:
        assert (firm.runs, firm.proven) == (4, 4)


def test_with_groups_too_many_to_list_near_plans_are_not_claimed_to_be_complete(monkeypatch):
    data = case(4, 6, 6, max_people=20)
    whole = near_plans(bench(data), points=5.0)
    monkeypatch.setattr(workbench, "MOST_LISTED", 0)
    found = near_plans(bench(data), points=5.0)
    assert not found.complete
    assert found.complete_within is None
    assert found.plans[0].objective == whole.best


@pytest.mark.parametrize("rules", [{"max_people": 9}, {"max_people": 14, "same_line": True}])
def test_large_islands_with_few_groups_agree_with_the_search_over_all(rules, monkeypatch):
    """Fifteen sections: steps made of allowed groups only, and the relaxation, count by count."""
    data = case(31, 15, 15, **rules)
    monkeypatch.setattr(wide, "SHARED", 3)
    own = k_curve(bench(data), 5, 15)
    monkeypatch.setattr(workbench, "wide_islands", lambda model, pool: None)
    other = k_curve(bench(data), 5, 15)
    assert [(p.count, p.status, p.objective) for p in own.points] == [
        (p.count, p.status, p.objective) for p in other.points
    ]


def test_sections_that_fit_nowhere_leave_an_island_without_steps(monkeypatch):
    """All are too small to be a group and may not be joined: no plan for any count."""
    monkeypatch.setattr(wide, "SHARED", 1)
    sections = [{"id": f"s{k}", "people": 1, "posts": 1} for k in range(4)]
    rules = {"min_people": 3, "max_people": 2}
    data = {"sections": sections, "overlap": [[0.0] * 4 for _ in range(4)], "rules": rules}
    assert {point.status for point in k_curve(bench(data)).points} == {"infeasible"}


def test_half_of_the_time_left_is_at_most_half():
    clock = clock_of(Stop(10.0))
    assert half_of(clock).deadline <= time.monotonic() + 5.0
    unlimited = clock_of(Stop(None))
    assert half_of(unlimited).deadline is None
