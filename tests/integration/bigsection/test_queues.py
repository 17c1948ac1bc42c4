"""Two queues: imports never wait behind the planner; workers are renewed between two jobs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult, get_date_max

from bigsection.jobs import registry, running
from bigsection.jobs.models import Job, JobStatus
from bigsection.jobs.registry import BEHIND, KINDS, Queue, kinds
from bigsection.jobs.waiting import ahead_of, words_of
from bigsection.jobs.worker import SERVED, Worker, resident_mb
from tests.factories import JobFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SOME = {"quick": (Queue.SHORT, 0), "asked": (Queue.LONG, 0), "region": (Queue.LONG, BEHIND)}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A worker looks for closed connections, where that of a test has a transaction open, and stops
    when its process is large, as that of all tests is.
    """
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    settings.WORKER_MEMORY_MB = 0


@pytest.fixture
def done() -> Iterator[list[str]]:
    """Three kinds of job, and the order in which jobs of them were done."""
    names: list[str] = []

    def work_on(name: str) -> None:
        def work(progress: object, **arguments: Any) -> None:
            names.append(name)

        registry.job(name, *SOME[name])(work)

    for name in SOME:
        work_on(name)
    yield names
    for name in SOME:
        del KINDS[name]


def waiting(kind: str, *, seconds: int = 0) -> Job:
    """A job that waits for a worker, who has been told of it."""
    at = timezone.now() - timedelta(seconds=seconds)
    job: Job = JobFactory.create(
        kind=kind, status=JobStatus.QUEUED, created_at=at, message="", progress=0
    )
    DBTaskResult.objects.create(
        args_kwargs={"args": [str(job.pk)], "kwargs": {}},
        task_path=running.run_job.module_path,
        queue_name=kinds()[kind].queue,
        priority=kinds()[kind].priority,
        run_after=get_date_max(),
        backend_name="default",
    )
    return job


def work(queue: str) -> Worker:
    """Let a worker do all that it may."""
    worker = Worker(
        queue_names=SERVED[queue].split(","),
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="one",
    )
    worker.run()
    return worker


def test_imports_are_short_and_what_asks_the_planner_is_long() -> None:
    short = {name for name, kind in kinds().items() if kind.queue == Queue.SHORT}
    assert short >= {"read_import", "apply_import", "mark_import", "undo_import"}
    behind = {name for name, kind in kinds().items() if kind.priority == BEHIND}
    studies = {"region_study", "study_plans"}
    assert behind >= studies
    assert short.isdisjoint({*studies, "propose_plans", "answer_question", "duty_radar"})


def test_a_job_is_told_to_the_workers_of_its_queue(
    done: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    told: list[tuple[str, int]] = []

    def hear(task_result: Any, **kwargs: Any) -> None:
        told.append((task_result.task.queue_name, task_result.task.priority))

    task_enqueued.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            for name in SOME:
                running.start(name, title=name, by=None, at=timezone.now())
    finally:
        task_enqueued.disconnect(hear)
    assert told == list(SOME.values())


def test_a_worker_leaves_the_other_queue_alone(done: list[str]) -> None:
    long, short = waiting("region", seconds=60), waiting("quick")
    work("short")
    assert done == ["quick"]
    work("long")
    assert done == ["quick", "region"]
    assert {Job.objects.get(pk=job.pk).status for job in (long, short)} == {JobStatus.DONE}


def test_what_a_person_waits_for_goes_before_the_rest_of_a_region(done: list[str]) -> None:
    for kind, seconds in (("region", 60), ("asked", 30), ("quick", 10)):
        waiting(kind, seconds=seconds)
    work("all")
    assert done == ["asked", "quick", "region"]


def test_a_waiting_job_knows_its_place(done: list[str]) -> None:
    first, asked, second = (
        waiting(k, seconds=s) for k, s in (("region", 60), ("asked", 5), ("region", 9))
    )
    waiting("quick", seconds=90)
    assert [ahead_of(job) for job in (first, asked, second)] == [1, 0, 2]
    assert "2" in words_of(second)
    first.message = "读取工作簿"
    assert "读取" not in words_of(first)  # by a worker that was lost
    first.status = JobStatus.RUNNING
    assert words_of(first) == "读取工作簿"
    assert words_of(None) == ""


@pytest.mark.parametrize(("jobs", "memory"), [(2, 0), (0, 1)])
def test_a_worn_worker_stops_between_two_jobs_and_the_next_goes_on(
    done: list[str], settings: Any, jobs: int, memory: int
) -> None:
    settings.WORKER_JOBS, settings.WORKER_MEMORY_MB = jobs, memory
    for _ in range(3):
        waiting("quick")
    assert work("short").worn
    assert len(done) == (jobs or 1)
    settings.WORKER_JOBS = settings.WORKER_MEMORY_MB = 0
    assert not work("short").worn
    assert len(done) == 3


def test_the_memory_of_this_process_is_known() -> None:
    assert 10 < resident_mb() < 10_000


@pytest.mark.parametrize(("queue", "again"), [("default", 1), ("short", 0)])
def test_a_task_in_a_queue_that_nobody_serves_counts_as_forgotten(
    done: list[str], queue: str, again: int
) -> None:
    job = waiting("quick", seconds=60)
    DBTaskResult.objects.update(queue_name=queue)
    assert running.queue_forgotten(at=timezone.now()) == again
    job.refresh_from_db()
    assert (job.status == JobStatus.DONE) == bool(again)
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
