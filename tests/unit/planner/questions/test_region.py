"""Curves of all departments and the best split of a total over them."""

from dataclasses import replace
from itertools import product

import pytest

from planner.api import Stop
from planner.fileio import problem_from_json
from planner.problem import Problem
from planner.questions.region import DepartmentCurve, best_split, department_curve
from tests.unit.planner.questions.cases import allowed_plans, best_value, case
from tests.unit.planner.reference import Reference


def department(seed: int) -> tuple[Problem, dict]:
    data = case(seed, 4, 6, max_people=12, max_members=3)
    return problem_from_json(data), data


def curves(*seeds: int) -> list[DepartmentCurve]:
    return [department_curve(department(seed)[0]) for seed in seeds]


def values_of(data: dict) -> dict:
    plans = allowed_plans(Reference(data), range(1, len(data["sections"]) + 1))
    counts = {len(plan) for plan in plans}
    return {k: best_value({p: v for p, v in plans.items() if len(p) == k}) for k in counts}


@pytest.mark.parametrize("seed", range(6))
def test_the_split_is_the_best_of_all_splits(seed):
    """Every combination of counts is tried; limits of departments are kept."""
    made = [department(100 * seed + k) for k in range(3)]
    known = [department_curve(problem) for problem, _ in made]
    known[1] = replace(known[1], low=2, high=4)
    tables = [values_of(data) for _, data in made]
    tables[1] = {k: v for k, v in tables[1].items() if 2 <= k <= 4}
    sums: dict = {}
    for counts in product(*tables):
        worth = sum(table[k] for table, k in zip(tables, counts, strict=True))
        sums[sum(counts)] = max(worth, sums.get(sum(counts), worth))
    for total in range(2, 17):
        result = best_split(known, total)
        assert result.objective == sums.get(total)
        assert result.status == ("optimal" if total in sums else "infeasible")
        assert dict(result.totals) == sums
        if total in sums:
            assert sum(result.counts) == total
            assert result.bound == result.objective
            worth = [table[k] for table, k in zip(tables, result.counts, strict=True)]
            assert sum(worth) == result.objective
    assert best_split(known, None).objective == max(sums.values())


def test_each_point_is_worth_what_the_best_plan_of_its_count_is():
    problem, data = department(7)
    curve = department_curve(problem)
    values = values_of(data)
    assert {p.count: p.objective for p in curve.points if p.objective is not None} == values
    assert curve.best == min(values, key=lambda count: (-values[count], count))


def test_a_cancelled_run_stays_honest():
    """After two departments the run is cancelled: their curves are there, the bound still holds."""
    done: list = []
    stop = Stop(None, lambda: len(done) >= 2)
    for seed in range(50, 54):
        done.append(department_curve(department(seed)[0], stop))
    assert [curve.complete for curve in done] == [True, True, False, False]
    total = sum(len(curve.points) for curve in done) - 4
    result = best_split(done, total)
    assert result.status == "unknown"
    assert result.objective is None
    assert result.counts == ()
    assert result.bound >= best_split(curves(50, 51, 52, 53), total).objective


def test_a_department_within_whose_limits_there_is_no_plan_leaves_no_split():
    known = curves(60, 61)
    assert best_split(known, None).status == "optimal"
    assert best_split([known[0], replace(known[1], low=4, high=3)], None).status == "infeasible"


def test_shares_of_nobody_are_nothing_and_worth_nothing():
    assert best_split([], 0).objective == 0
    assert best_split([], 1).objective is None


def test_the_same_region_gives_the_same_answer_twice():
    first, second = (best_split(curves(70, 71, 72), 9) for _ in range(2))
    assert first == second
