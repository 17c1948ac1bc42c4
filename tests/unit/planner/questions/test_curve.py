"""The K-curve agrees with brute force and with solve at every number of big sections."""

import pytest

from planner.api import Stop
from planner.fileio import problem_from_json
from planner.problem import ProblemError
from planner.questions.curve import k_curve
from planner.solver import solve
from tests.unit.planner.questions.cases import (
    allowed_plans,
    best_value,
    case,
    shape,
    solver_of,
)
from tests.unit.planner.reference import Reference


@pytest.mark.parametrize("seed", range(30))
def test_every_point_is_the_best_plan_of_its_count(seed):
    """Under all kinds of rules; where brute force finds no plan the point says infeasible."""
    data = case(seed)
    plans = allowed_plans(Reference(data), range(1, len(data["sections"]) + 1))
    curve = k_curve(solver_of(data))
    assert [point.count for point in curve.points] == list(range(1, len(data["sections"]) + 1))
    for point in curve.points:
        own = {plan: value for plan, value in plans.items() if len(plan) == point.count}
        assert point.objective == best_value(own)
        assert point.status == ("optimal" if own else "infeasible")
        if own:
            assert own[shape(point.plan)] == point.objective == point.bound == point.plan.objective
    assert curve.best_proven
    if plans:
        assert curve.points[curve.best - 1].objective == best_value(plans)


@pytest.mark.parametrize(
    ("seed", "rules"),
    [
        (901, {"max_people": 15}),
        (902, {"same_line": True, "max_members": 3}),
        (903, {"max_people": 12, "business_share": 0.5}),
        (904, {"max_posts": 16}),
    ],
)
def test_larger_problems_agree_with_solve_at_each_count(seed, rules):
    """Sixteen sections, too many for subsets where they may all meet: relaxation and search."""
    data = case(seed, 16, 16, **rules)
    curve = k_curve(solver_of(data), 4, 16)
    for point in curve.points[::3]:
        one = data | {"rules": rules | {"count": point.count}}
        result = solve(problem_from_json(one), stop=Stop(60))
        assert (point.status, point.objective) == (result.status, result.objective)


def test_a_cancelled_curve_says_unknown_and_claims_nothing():
    data = case(3, 7, 7, max_people=30)
    curve = k_curve(solver_of(data), stop=Stop(None, lambda: True))
    by_counting = {1: "infeasible"}  # seven sections, four to a group: that takes no time
    assert {p.count: p.status for p in curve.points} == dict.fromkeys(range(1, 8), "unknown") | (
        by_counting
    )
    assert curve.best is None
    assert not curve.best_proven


def test_a_curve_cut_short_keeps_the_points_that_are_proven():
    """Cancelled after the second point: those two are optimal, the others honestly open."""
    seen = []
    data = case(905, 16, 16, max_people=15)
    stop = Stop(None, lambda: len(seen) >= 2)
    curve = k_curve(solver_of(data), 10, 14, stop=stop, on_progress=seen.append)
    assert [point.status for point in curve.points] == ["unknown"] * 3 + ["optimal"] * 2
    assert len(curve.points) == 5
    whole = k_curve(solver_of(data), 10, 14)
    for point, true in zip(curve.points, whole.points, strict=True):
        assert point.bound >= true.objective
    assert not curve.best_proven


def test_progress_counts_up_to_the_end():
    steps = []
    k_curve(solver_of(case(8, 6, 6, max_people=30)), 2, 6, on_progress=steps.append)
    assert [(step.done, step.total) for step in steps] == [(k, 5) for k in range(1, 6)]


@pytest.mark.parametrize(("low", "high"), [(0, 3), (3, 2), (1, 99)])
def test_a_range_that_cannot_be_is_refused(low, high):
    with pytest.raises(ProblemError, match="range"):
        k_curve(solver_of(case(8, 6, 6, max_people=30)), low, high)
