"""Jobs: run once, report progress, can be cancelled, and survive the death of their worker."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bigsection.accounts.models import User
from bigsection.errors import Conflict, DatabaseBusy, NoRoom
from bigsection.jobs import registry, running
from bigsection.jobs.housekeeping import CHORES, one_round
from bigsection.jobs.models import Job, JobStatus
from bigsection.jobs.progress import Progress
from tests.factories import JobFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

REFUSED = Conflict("名册有变动。", hint="请重新核对。")


@pytest.fixture
def work() -> Iterator[list[Any]]:
    """A kind of job, "count", that notes its arguments; tests put behaviour in front."""
    calls: list[Any] = []

    def run_count(progress: Progress, **arguments: Any) -> dict[str, Any]:
        calls.append(arguments)
        behaviour = arguments.get("behaviour")
        if behaviour == "refuse":
            raise REFUSED
        if behaviour == "break":
            raise ZeroDivisionError
        if behaviour == "long":
            Job.objects.filter(pk=progress.job_id).update(cancel_asked=True)
            progress(0.5, "一半")
        return {"counted": len(calls)}

    registry.job("count")(run_count)
    yield calls
    del registry.KINDS["count"]


def start(**arguments: Any) -> Job:
    return running.start("count", title="清点", by=None, at=timezone.now(), **arguments)


def test_a_job_starts_when_the_caller_commits_and_keeps_its_result(
    work: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = start(rows=3)
        assert work == []
    job.refresh_from_db()
    assert (job.status, job.progress, job.result) == (JobStatus.DONE, 1.0, {"counted": 1})
    assert work == [{"rows": 3}]


def test_running_a_finished_job_again_does_nothing(work: list[Any]) -> None:
    job = start()
    running.run_job.call(str(job.pk))
    running.run_job.call(str(job.pk))
    assert len(work) == 1


def test_an_expected_failure_is_shown_in_its_own_words(work: list[Any]) -> None:
    job = start(behaviour="refuse")
    running.run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.status, job.message) == (JobStatus.FAILED, f"{REFUSED.message}{REFUSED.hint}")


def test_an_unexpected_failure_says_nothing_of_the_inside(
    work: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    job = start(behaviour="break")
    running.run_job.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "ZeroDivision" not in job.message
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("busy", "status"), [(1, JobStatus.DONE), (running.MAX_ATTEMPTS, JobStatus.FAILED)]
)
def test_a_job_that_waits_too_long_for_the_write_of_another_is_tried_again(
    work: list[Any], monkeypatch: pytest.MonkeyPatch, busy: int, status: JobStatus
) -> None:
    ways = [OperationalError("canceling statement due to lock timeout")] * busy

    def run(progress: Progress) -> dict[str, Any]:
        if ways:
            raise ways.pop()
        return {}

    registry.job("count")(run)
    job = start()
    running.run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.status, ways) == (status, [])
    assert job.message == (str(DatabaseBusy()) if status == JobStatus.FAILED else "")


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(work: list[Any]) -> None:
    job = start()
    running.cancel(job, at=timezone.now())
    running.run_job.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert work == []


def test_a_running_job_stops_at_its_next_report_of_progress(work: list[Any]) -> None:
    job = start(behaviour="long")
    running.run_job.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


def lost_job(attempts: int) -> Job:
    """A job whose worker died: it runs, but its lease has passed."""
    return JobFactory.create(
        kind="count",
        status=JobStatus.RUNNING,
        attempts=attempts,
        lease_until=timezone.now() - timedelta(seconds=1),
    )


def test_a_job_whose_worker_died_is_run_again(work: list[Any]) -> None:
    job = lost_job(attempts=1)
    assert running.recover_lost(at=timezone.now()) == 1
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.DONE, 2)


def test_a_job_that_lost_three_workers_is_failed(work: list[Any]) -> None:
    job = lost_job(attempts=3)
    assert running.recover_lost(at=timezone.now()) == 0
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert work == []


def test_a_job_with_a_living_worker_is_left_alone(work: list[Any]) -> None:
    job = lost_job(attempts=1)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(seconds=30))
    assert running.recover_lost(at=timezone.now()) == 0


def test_a_worker_that_lost_its_lease_cannot_write_the_end(work: list[Any]) -> None:
    job = lost_job(attempts=2)
    running._finish(job, 1, JobStatus.DONE, "", {"counted": 99})
    job.refresh_from_db()
    assert job.status == JobStatus.RUNNING


def queued(seconds: int, kind: str = "count") -> Job:
    at = timezone.now() - timedelta(seconds=seconds)
    made: Job = JobFactory.create(kind=kind, status=JobStatus.QUEUED, created_at=at)
    return made


def test_a_job_that_no_worker_was_told_of_is_found_and_done(
    work: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(type(running.run_job), "enqueue", _no_connection)
        with django_capture_on_commit_callbacks(execute=True):
            job = start()
    assert "could not be queued" in caplog.text
    job.refresh_from_db()
    assert job.status == JobStatus.QUEUED
    later = timezone.now() + timedelta(seconds=60)
    assert running.queue_forgotten(at=later) == 1
    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    assert running.queue_forgotten(at=later) == 0


def _no_connection(*args: object) -> None:
    raise OperationalError("the connection was lost")


def test_a_job_whose_task_waits_or_that_is_young_is_not_queued_twice(work: list[Any]) -> None:
    told, taken, young = queued(60), queued(60), queued(1)
    for job, status in ((told, TaskResultStatus.READY), (taken, TaskResultStatus.RUNNING)):
        DBTaskResult.objects.create(
            args_kwargs={"args": [str(job.pk)], "kwargs": {}},
            task_path=running.run_job.module_path,
            queue_name="short",
            status=status,
            run_after=timezone.now(),
            backend_name="default",
        )
    assert running.queue_forgotten(at=timezone.now()) == 1
    statuses = [Job.objects.get(pk=job.pk).status for job in (told, taken, young)]
    assert statuses == [JobStatus.QUEUED, JobStatus.DONE, JobStatus.QUEUED]


def full_disk() -> None:
    """Write more than there is room for, as the kernel says it."""
    with open("/dev/full", "w", encoding="ascii") as file:
        file.write("x")


def full_database() -> None:
    """Fill a database that may not grow."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count = 2")
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (zeroblob(1000000))")


@pytest.mark.parametrize("fill", [full_disk, full_database])
def test_a_job_without_room_ends_failed_and_says_so(
    work: list[Any], monkeypatch: pytest.MonkeyPatch, fill: Callable[[], None]
) -> None:
    registry.job("count")(lambda progress, **arguments: fill())
    job = queued(1)
    running.run_job.call(str(job.pk))
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert job.message == str(NoRoom())


def test_one_failing_chore_does_not_keep_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def broken(at: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(
        "bigsection.jobs.housekeeping.CHORES", [broken, lambda at: done.append("done")]
    )
    one_round(timezone.now())
    assert done == ["done"]
    assert "a chore failed" in caplog.text


def test_clearing_old_uploads_and_sealing_the_audit_trail_are_chores() -> None:
    assert {chore.__name__ for chore in CHORES} >= {"clear_old_uploads", "seal_audit_trail"}


def test_an_unknown_kind_is_refused_before_anything_is_queued(clerk: User) -> None:
    with pytest.raises(KeyError):
        running.start("no_such_kind", title="", by=clerk, at=timezone.now())
    assert not Job.objects.exists()
