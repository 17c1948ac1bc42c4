"""In a study a count is left with its gap when that stays; more time takes up where it was left."""

import pytest

from planner.api import Stop
from planner.fileio import problem_from_json
from planner.methods import answer
from planner.methods.answer import Clock
from planner.questions.region import CountPoint, department_curve
from planner.solver import solve
from tests.unit.planner.test_hard import department

HARD = department(40, {}, "ties")  # every pair alike but for people: one count stays open
POINT = 1_000_000


class Time:
    """A clock that goes on when a test says so."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(answer, "time", made)
    return made


def patient(seconds: float = 6.0) -> Clock:
    return Clock(deadline=60.0, cancelled=None, patience=seconds)


def test_a_gap_that_stays_ends_the_search_and_one_that_shrinks_does_not(time: Time) -> None:
    clock = patient()
    for second, bound in enumerate((90, 85, 80, 70)):
        time.now = 5.0 * second
        assert not clock.stopped()
        clock.note(50 * POINT, bound * POINT)
    time.now = 20.0
    clock.note(50 * POINT, 70 * POINT - 1)  # as good as nothing
    time.now = 21.1
    assert clock.stopped()


def test_a_better_plan_or_a_search_that_comes_on_is_waited_for(time: Time) -> None:
    clock = patient()
    clock.note(50 * POINT, 90 * POINT)
    time.now = 5.0
    clock.note(60 * POINT, 90 * POINT)
    time.now = 10.0
    clock.note(None, 90 * POINT, searched=0.1)
    time.now = 15.9
    assert not clock.stopped()
    clock.note(None, 90 * POINT, searched=0.11)
    time.now = 16.1
    assert clock.stopped()


def test_nothing_is_given_up_without_a_plan_or_without_patience(time: Time) -> None:
    without_plan, without_patience = patient(), Clock(deadline=60.0, cancelled=None)
    without_plan.note(None, 90 * POINT)
    without_patience.note(50 * POINT, 90 * POINT)
    time.now = 59.0
    assert not without_plan.stopped()
    assert not without_patience.stopped()
    time.now = 60.0
    assert without_plan.stopped()
    assert without_patience.stopped()


def test_another_way_to_the_plan_has_its_own_time(time: Time) -> None:
    clock = patient()
    clock.note(50 * POINT, 90 * POINT)
    time.now = 5.0
    clock.begin(50 * POINT)
    time.now = 30.0
    assert not clock.stopped()
    clock.note(None, 90 * POINT)
    time.now = 36.1
    assert clock.stopped()


@pytest.mark.slow
def test_a_hard_department_keeps_an_honest_gap_and_all_else_is_proven() -> None:
    """Without patience the limit of an hour would be the end of this test."""
    problem = problem_from_json(HARD)
    curve = department_curve(problem, Stop(3600.0, patience_s=0.2))
    open_ = [point for point in curve.points if not point.proven]
    assert [point.status for point in open_] == ["feasible"]
    assert all(point.gap is not None and point.gap > 0 for point in open_)
    again = department_curve(problem, Stop(0.0), curve.points)
    assert again == curve


def test_more_time_proves_what_was_left_and_nothing_else_is_solved() -> None:
    problem = problem_from_json(department(12, {}))
    whole = department_curve(problem, Stop(60.0))
    none = department_curve(problem, Stop(0.0))
    assert not none.complete
    wrong = CountPoint(3, "optimal", 1, 1)  # proven, so it is not asked again
    mixed = [wrong if point.count == 3 else point for point in none.points]
    assert department_curve(problem, Stop(60.0), none.points) == whole
    assert department_curve(problem, Stop(60.0), mixed).points[2] == wrong


def test_two_runs_know_together_the_better_plan_and_the_lower_bound() -> None:
    first = CountPoint(5, "feasible", 70, 90)
    assert first.joined(CountPoint(5, "feasible", 75, 95)) == CountPoint(5, "feasible", 75, 90)
    assert first.joined(CountPoint(5, "unknown", None, 80)) == CountPoint(5, "feasible", 70, 80)
    assert first.joined(CountPoint(5, "unknown", None, 70)) == CountPoint(5, "optimal", 70, 70)
    assert CountPoint(5, "optimal", 80, 80).joined(first).status == "optimal"
    small = CountPoint(5, "feasible", 99, 99, small=2, least=0)
    fewer = CountPoint(5, "feasible", 60, 90, small=1, least=1)
    assert small.joined(fewer) == CountPoint(5, "feasible", 60, 90, small=1, least=1)


def test_a_plan_that_is_asked_for_has_all_its_time() -> None:
    assert Stop().patience_s is None
    assert solve(problem_from_json(department(8, {}))).status == "optimal"
