"""Curves of all departments and the best split of a total over them."""

from itertools import product

import pytest

from planner.api import Stop
from planner.fileio import problem_from_json
from planner.problem import ProblemError
from planner.questions.allotment import allot
from planner.questions.region import Department, RegionResult, best_split, department_curve
from tests.unit.planner.questions.cases import allowed_plans, best_value, case
from tests.unit.planner.reference import Reference


def department(seed: int, number: int, **limits: int) -> tuple[Department, dict]:
    data = case(seed, 4, 6, max_people=12, max_members=3)
    return Department(f"d{number}", problem_from_json(data), **limits), data


def solve_region(made: list[Department], total: int | None) -> RegionResult:
    """Return the best split over the curves of all departments, one after the other."""
    return best_split([department_curve(one) for one in made], total)


def values_of(data: dict) -> dict:
    plans = allowed_plans(Reference(data), range(1, len(data["sections"]) + 1))
    counts = {len(plan) for plan in plans}
    return {k: best_value({p: v for p, v in plans.items() if len(p) == k}) for k in counts}


@pytest.mark.parametrize("seed", range(6))
def test_the_split_is_the_best_of_all_splits(seed):
    """Every combination of counts is tried; limits and weights of departments are kept."""
    limits = [{}, {"low": 2, "high": 4}, {"weight": 3}]
    made = [department(100 * seed + k, k, **own) for k, own in enumerate(limits)]
    tables = [values_of(data) for _, data in made]
    tables[1] = {k: v for k, v in tables[1].items() if 2 <= k <= 4}
    sums: dict = {}
    for counts in product(*tables):
        worth = sum(d.weight * t[k] for (d, _), t, k in zip(made, tables, counts, strict=True))
        sums[sum(counts)] = max(worth, sums.get(sum(counts), worth))
    for total in range(2, 17):
        result = solve_region([d for d, _ in made], total)
        assert result.objective == sums.get(total)
        assert result.status == ("optimal" if total in sums else "infeasible")
        assert {point.total: point.objective for point in result.totals} == sums
        if total in sums:
            counts = [allotted.point.count for allotted in result.allotted]
            assert sum(counts) == total
            assert result.bound == result.objective
            for (d, _), t, allotted in zip(made, tables, result.allotted, strict=True):
                assert (allotted.id, allotted.point.objective) == (d.id, t[allotted.point.count])
    free = solve_region([d for d, _ in made], None)
    assert free.objective == max(sums.values())


def test_each_point_carries_a_plan_worth_what_it_says():
    one, data = department(7, 0)
    plans = allowed_plans(Reference(data), range(1, len(data["sections"]) + 1))
    (curve,) = solve_region([one], None).departments
    for point in curve.points:
        if point.groups is not None:
            assert plans[frozenset(map(frozenset, point.groups))] == point.objective
    assert (
        curve.best
        == max(
            (p for p in curve.points if p.objective is not None), key=lambda p: p.objective
        ).count
    )


def test_a_cancelled_run_stays_honest():
    """After two departments the run is cancelled: their curves are there, the bound still holds."""
    made = [department(50 + k, k)[0] for k in range(4)]
    total = sum(len(one.problem.sections) for one in made) - 4
    done: list = []
    stop = Stop(None, lambda: len(done) >= 2)
    for one in made:
        done.append(department_curve(one, stop))
    assert [curve.id for curve in done] == ["d0", "d1", "d2", "d3"]
    assert [curve.complete for curve in done] == [True, True, False, False]
    result = best_split(done, total)
    assert result.status == "unknown"
    assert result.objective is None
    assert result.bound >= solve_region(made, total).objective


def test_other_limits_are_tried_without_solving_again():
    made = [department(60 + k, k)[0] for k in range(3)]
    curves = solve_region(made, 9).departments
    assert best_split(curves, 8) == solve_region(made, 8)


def test_limits_that_contradict_themselves_are_refused():
    one, _ = department(1, 0, low=4, high=3)
    with pytest.raises(ProblemError, match="low is above high"):
        solve_region([one], None)


def test_shares_of_nobody_are_nothing_and_worth_nothing():
    assert allot([], 0).value == 0
    assert allot([], 1).value is None
    assert allot([((1, 5),), ()], None).value is None


def test_the_same_region_gives_the_same_answer_twice():
    made = [department(70 + k, k)[0] for k in range(3)]
    first, second = solve_region(made, 9), solve_region(made, 9)
    assert first == second
