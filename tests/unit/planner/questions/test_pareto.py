"""The front of overlap × balance × continuity: no point of it is beaten by any plan."""

import pytest

from planner.api import Stop
from planner.questions.pareto import AXES, pareto_front
from tests.unit.planner.questions.cases import allowed_plans, case, shape, solver_of
from tests.unit.planner.reference import Reference

SLACK = 1e-5  # parts are rounded to 10⁻⁶ in the objective that the sweep maximises


def at(plan) -> tuple:
    return tuple(plan.parts[axis] for axis in AXES)


def beats(first: tuple, second: tuple) -> bool:
    better = any(a > b + SLACK for a, b in zip(first, second, strict=True))
    return better and all(a >= b - SLACK for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("seed", range(15))
def test_no_plan_beats_a_proven_point_and_no_point_another(seed):
    data = case(seed, 4, 6, max_people=14, max_members=3)
    solver = solver_of(data)
    front = pareto_front(solver)
    assert front.complete
    assert front.points
    index = solver.model.index
    plans = allowed_plans(Reference(data), range(front.count, front.count + 1))
    everything = [
        at(solver.scored(tuple(tuple(sorted(index[i] for i in g)) for g in plan))) for plan in plans
    ]
    for point in front.points:
        assert shape(point.plan) in plans
        assert not any(beats(at(other.plan), at(point.plan)) for other in front.points)
        if point.proven:
            assert not any(beats(other, at(point.plan)) for other in everything)
    for axis in range(3):  # the best of each part is on the front, up to its least weight elsewhere
        highest = max(point[axis] for point in everything)
        assert max(at(point.plan)[axis] for point in front.points) >= highest - 5


def test_proven_points_are_the_best_for_their_weights():
    data = case(3, 6, 6, max_people=14)
    solver = solver_of(data)
    front = pareto_front(solver, count=4)
    plans = allowed_plans(Reference(data), range(4, 5))
    index = solver.model.index
    everything = [
        at(solver.scored(tuple(tuple(sorted(index[i] for i in g)) for g in plan))) for plan in plans
    ]
    for point in front.points:
        if point.proven:
            worth = sum(w * v for w, v in zip(point.weights, at(point.plan), strict=True))
            best = max(
                sum(w * v for w, v in zip(point.weights, other, strict=True))
                for other in everything
            )
            assert worth == pytest.approx(best, abs=SLACK)


def test_few_points_may_be_asked_for_and_proven_ones_stay():
    data = case(905, 12, 12, max_people=15, count=8)
    whole = pareto_front(solver_of(data), most=1000)
    short = pareto_front(solver_of(data), most=1)
    assert len(short.points) <= len(whole.points)
    assert all(point.proven for point in short.points)
    assert {shape(p.plan) for p in short.points} <= {shape(p.plan) for p in whole.points}


def test_a_cancelled_sweep_returns_the_points_it_has():
    steps = []
    data = case(905, 10, 10, max_people=15, count=6)
    stop = Stop(None, lambda: len(steps) >= 1)
    front = pareto_front(solver_of(data), stop=stop, on_progress=steps.append)
    assert not front.complete
    assert 1 <= len(front.points) <= 3  # of the corners, which are solved before anything is told
    assert all(point.proven for point in front.points)


def test_without_a_plan_the_front_is_empty():
    data = case(3, 5, 5, max_people=3, min_people=30)
    front = pareto_front(solver_of(data))
    assert (front.count, front.points, front.complete) == (None, (), True)
