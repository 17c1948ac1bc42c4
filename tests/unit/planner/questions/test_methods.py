"""The methods – subsets, classes, listed groups, generated groups – agree."""

import time

import pytest

from planner.api import Stop
from planner.methods.answer import clock_of
from planner.questions.curve import k_curve
from planner.questions.near import near_plans
from planner.questions.price import price_rules
from planner.questions.stability import stability
from planner.questions.whynot import why_not
from tests.unit.planner.questions.cases import allowed_plans, best_value, case, solver_of
from tests.unit.planner.reference import Reference
from tests.unit.planner.test_flat import alike, by_size_only
from tests.unit.planner.test_interchangeable import doubles


@pytest.fixture(params=["listed", "generated"])
def way(request, monkeypatch):
    """Make every solver take one way, however small the problem."""
    monkeypatch.setattr("planner.methods.choice.subsets_of", lambda *_: None)
    if request.param == "generated":
        monkeypatch.setattr("planner.methods.choice.MOST_LISTED", 0)
    return request.param


@pytest.mark.parametrize("seed", range(0, 24, 2))
def test_curves_are_those_of_brute_force(way, seed):
    data = case(seed, 3, 6)
    plans = allowed_plans(Reference(data), range(1, len(data["sections"]) + 1))
    for point in k_curve(solver_of(data)).points:
        own = {plan: value for plan, value in plans.items() if len(plan) == point.count}
        assert point.objective == best_value(own)
        assert point.status == ("optimal" if own else "infeasible")


@pytest.mark.parametrize("seed", range(1, 24, 3))
def test_forced_pairs_are_those_of_brute_force(way, seed):
    """One solver answers for all pairs, so that later answers rest on what is known."""
    data = case(seed, 3, 6)
    plans = allowed_plans(Reference(data))
    solver = solver_of(data)
    first = solver.model.ids[0]
    for other in solver.model.ids[1:]:
        answer = why_not(solver, first, other)
        forced = {
            plan: value for plan, value in plans.items() if any({first, other} <= g for g in plan)
        }
        assert answer.proven
        if forced:
            assert answer.plan.objective == best_value(forced)
        else:
            assert answer.status in ("forbidden", "impossible")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 24, 4))
def test_prices_and_stability_are_those_of_the_islands(way, seed, monkeypatch):
    data = case(seed, 5, 7)
    found, firm = price_rules(solver_of(data)), stability(solver_of(data), runs=4)
    monkeypatch.undo()
    same = price_rules(solver_of(data))
    assert [(p.rule, p.sections, p.price, p.proven, p.frees) for p in found.prices] == [
        (p.rule, p.sections, p.price, p.proven, p.frees) for p in same.prices
    ]
    if firm is not None:
        assert (firm.runs, firm.proven) == (4, 4)


@pytest.fixture(params=["by class", "by members and people"])
def by_class(request, monkeypatch):
    """Departments of look-alikes, or of equally similar sections, are not solved by components."""
    monkeypatch.setattr("planner.methods.choice.subsets_of", lambda *_: None)
    if request.param == "by class":
        return lambda seed: doubles(seed, 2 + seed % 2, 3)
    by_size_only(monkeypatch)
    return lambda seed: alike(seed, 6, [0.1, 0.5, 0.9][seed % 3], max_people=12)


@pytest.mark.parametrize("seed", range(8))
def test_curves_of_look_alikes_are_those_of_brute_force(by_class, seed):
    data = by_class(seed)
    plans = allowed_plans(Reference(data), range(1, len(data["sections"]) + 1))
    for point in k_curve(solver_of(data)).points:
        own = {plan: value for plan, value in plans.items() if len(plan) == point.count}
        assert (point.objective, point.gap) == (best_value(own), 0.0 if own else None)
        assert point.status == ("optimal" if own else "infeasible")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_pairs_and_prices_of_look_alikes_are_those_found_one_by_one(by_class, seed, monkeypatch):
    data = by_class(seed)
    solver = solver_of(data)
    ids = solver.model.ids
    plan = k_curve(solver).points[len(ids) // 2].plan
    groups = None if plan is None else [group.members for group in plan.groups]
    pairs = [why_not(solver, ids[0], other, plan=groups) for other in ids[1:]]
    prices = price_rules(solver)
    monkeypatch.setattr("planner.methods.choice.symmetry_of", lambda *_: None)
    other = solver_of(data)
    for found in pairs:
        same = why_not(other, *found.pair, plan=groups)
        assert (found.status, found.proven, found.rules) == (same.status, True, same.rules)
        assert found.plan is None or found.plan.objective == same.plan.objective
    assert [(p.rule, p.price, p.proven) for p in prices.prices] == [
        (p.rule, p.price, True) for p in price_rules(other).prices
    ]


def test_with_groups_too_many_to_list_near_plans_are_not_claimed_to_be_complete(monkeypatch):
    data = case(4, 6, 6, max_people=20)
    whole = near_plans(solver_of(data), points=5.0)
    monkeypatch.setattr("planner.methods.choice.MOST_LISTED", 0)
    found = near_plans(solver_of(data), points=5.0)
    assert not found.complete
    assert found.complete_within is None
    assert found.plans[0].objective == whole.best


@pytest.mark.parametrize("rules", [{"max_people": 9}, {"max_people": 14, "same_line": True}])
def test_large_islands_with_few_groups_agree_with_the_search_over_all(rules, monkeypatch):
    """Fifteen sections: steps made of allowed groups only, and the relaxation, count by count."""
    data = case(31, 15, 15, **rules)
    monkeypatch.setattr("planner.methods.components.SHARED", 3)
    own = k_curve(solver_of(data), 5, 15)
    monkeypatch.setattr("planner.methods.choice.subsets_of", lambda *_: None)
    other = k_curve(solver_of(data), 5, 15)
    assert [(p.count, p.status, p.objective) for p in own.points] == [
        (p.count, p.status, p.objective) for p in other.points
    ]


def test_sections_that_fit_nowhere_leave_an_island_without_steps(monkeypatch):
    """All are too small to be a group and may not be joined: no plan for any count."""
    monkeypatch.setattr("planner.methods.components.SHARED", 1)
    sections = [{"id": f"s{k}", "people": 1, "posts": 1} for k in range(4)]
    rules = {"min_people": 3, "max_people": 2}
    data = {"sections": sections, "overlap": [[0.0] * 4 for _ in range(4)], "rules": rules}
    assert {point.status for point in k_curve(solver_of(data)).points} == {"infeasible"}


def test_half_of_the_time_left_is_at_most_half():
    clock = clock_of(Stop(10.0))
    assert clock.half().deadline <= time.monotonic() + 5.0
    unlimited = clock_of(Stop(None))
    assert unlimited.half().deadline is None
