"""Asking: what is kept, what is asked anew, and what goes on as a job."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import TestCase
from django.utils import timezone

from bigsection.errors import Invalid, Missing
from bigsection.jobs import running
from bigsection.jobs.models import Job, JobStatus
from mergers.actions import answers, edits
from mergers.models import PlanAnswer
from tests.integration.mergers.questions.conftest import QUESTIONS


@pytest.fixture
def _slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """No question is answered to the end in a moment, only by a job."""
    work_out = answers.work_out

    def patient(question, asked, arguments, *, limit_s, tell=None):
        answer, complete = work_out(question, asked, arguments, limit_s=30, tell=tell)
        return answer, complete and limit_s > answers.MOMENT_S

    monkeypatch.setattr(answers, "work_out", patient)


def ask(plan, name, by, given=None, at=None):
    return answers.ask(answers.inquiry(plan, name, given or {}), by=by, at=at or timezone.now())


def at_length(plan, name, by):
    one = answers.inquiry(plan, name, {})
    with TestCase.captureOnCommitCallbacks(execute=True):
        return answers.ask_at_length(one, by=by, at=timezone.now())


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_small_department_is_answered_completely_at_once(asked, clerk, pair, name):
    reply = ask(asked, name, clerk, pair)
    assert (reply.complete, reply.settled) == (True, True)
    kept = PlanAnswer.objects.get()
    assert (kept.question, kept.complete, kept.plan) == (name, True, asked)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_worked_out_once(asked, clerk, pair, name, monkeypatch):
    first = ask(asked, name, clerk, pair)
    monkeypatch.setattr(answers, "work_out", None)  # asking the planner again would fail
    again = ask(asked, name, clerk, pair)
    assert again.answer == first.answer
    assert again.answered_at == first.answered_at


def test_why_not_is_the_same_question_from_either_side(asked, clerk, pair):
    ask(asked, "why-not", clerk, pair)
    ask(asked, "why-not", clerk, {"a": pair["b"], "b": pair["a"]})
    assert PlanAnswer.objects.count() == 1


def test_after_an_edit_only_what_depends_on_the_groups_is_asked_anew(asked, seven, clerk, pair):
    def keys():
        return {name: answers.inquiry(asked, name, pair).key for name in QUESTIONS}

    before = keys()
    big = asked.big_sections.filter(placements__section=seven["国库科"]).get()
    edits.move_section(plan=asked, section=seven["监督科"], to=big, by=clerk, at=timezone.now())
    after = keys()
    changed = {name for name in QUESTIONS if before[name] != after[name]}
    assert {"why-not", "stability", "moves"} <= changed
    assert not changed & {"curve", "alternatives", "prices", "near"}


@pytest.mark.usefixtures("_slow")
def test_a_part_is_told_as_a_part_and_tried_again_only_after_a_while(asked, clerk, monkeypatch):
    first = ask(asked, "curve", clerk)
    assert (first.complete, first.settled) == (False, False)
    soon = first.answered_at + timedelta(seconds=5)
    assert ask(asked, "curve", clerk, at=soon).answered_at == first.answered_at
    later = first.answered_at + timedelta(minutes=1)
    assert ask(asked, "curve", clerk, at=later).answered_at == later


@pytest.mark.usefixtures("_slow")
def test_a_job_works_on_until_the_answer_is_complete(asked, clerk):
    job = at_length(asked, "prices", clerk)
    assert isinstance(job, Job)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    assert job.result == {"plan": asked.pk, "question": "prices", "complete": True}
    reply = ask(asked, "prices", clerk)
    assert reply.complete
    assert PlanAnswer.objects.count() == 1


@pytest.mark.usefixtures("_slow")
def test_asking_twice_gives_the_job_that_is_under_way_to_the_same_person_only(
    asked, clerk, officer
):
    one = answers.inquiry(asked, "stability", {})
    first = answers.ask_at_length(one, by=clerk, at=timezone.now())  # queued: nothing commits
    assert answers.ask_at_length(one, by=clerk, at=timezone.now()) == first
    assert answers.job_for(one, officer) is None
    assert answers.ask_at_length(one, by=officer, at=timezone.now()) != first


@pytest.mark.usefixtures("_slow")
@pytest.mark.both_databases
def test_a_job_that_is_stopped_leaves_the_part_that_was_there(asked, clerk):
    one = answers.inquiry(asked, "near", {})
    job = answers.ask_at_length(one, by=clerk, at=timezone.now())
    Job.objects.filter(pk=job.pk).update(status=JobStatus.QUEUED)
    job.refresh_from_db()
    job.cancel_asked = True
    job.save(update_fields=["cancel_asked"])
    before = PlanAnswer.objects.get().answered_at
    running.run_job.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert PlanAnswer.objects.get().answered_at == before


def test_an_answer_is_given_also_when_the_database_is_too_busy_to_keep_it(
    asked, clerk, monkeypatch
):
    def busy(**_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(PlanAnswer.objects, "update_or_create", busy)
    assert ask(asked, "moves", clerk).complete


@pytest.mark.both_databases
def test_only_so_many_answers_are_kept(asked, seven, clerk, monkeypatch):
    monkeypatch.setattr(answers, "KEPT", 2)
    one, *others = [str(section.pk) for section in seven.values()]
    at = timezone.now()
    for minutes, other in enumerate(others[:4]):
        ask(asked, "why-not", clerk, {"a": one, "b": other}, at + timedelta(minutes=minutes))
    kept = PlanAnswer.objects.order_by("answered_at").values_list("answered_at", flat=True)
    assert list(kept) == [at + timedelta(minutes=2), at + timedelta(minutes=3)]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("why-not", {"a": "1"}),
        ("why-not", {}),
        ("pareto", {"count": "0"}),
        ("pareto", {"count": "8"}),
        ("pareto", {"count": "x"}),
        ("near", {"percent": "11"}),
        ("near", {"percent": "-1"}),
        ("near", {"points": "nan"}),
        ("near", {"percent": "viel"}),
    ],
)
def test_arguments_that_make_no_sense_are_refused(asked, name, given):
    with pytest.raises(Invalid):
        answers.inquiry(asked, name, given)


def test_a_section_is_no_pair_with_itself(asked, pair):
    with pytest.raises(Invalid, match="同一个科室"):
        answers.inquiry(asked, "why-not", {"a": pair["a"], "b": pair["a"]})


def test_an_unknown_question_is_missing(asked):
    with pytest.raises(Missing):
        answers.inquiry(asked, "fortune", {})
