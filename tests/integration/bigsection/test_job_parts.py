"""A job in parts: several workers share it, and it goes on when the last part has ended."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bigsection.errors import Conflict
from bigsection.jobs import registry, running
from bigsection.jobs.models import Job, JobStatus
from bigsection.jobs.progress import Cancelled, Progress
from bigsection.jobs.registry import KINDS, Parts
from bigsection.jobs.waiting import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

REFUSED = Conflict("名册有变动。", hint="请重新核对。")


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """A job "sum" whose parts each "square" a number; one asked for nothing refuses."""

    def run_sum(progress: Progress, numbers: list[int], parts: Any = None) -> Any:
        if parts is None:
            return Parts("square", [{"number": number} for number in numbers])
        return {"sum": sum(part["square"] for part in parts)}

    def run_square(progress: Progress, number: int) -> dict[str, int]:
        if number == 0:
            raise REFUSED
        progress(number / 10, f"平方 {number}")
        return {"square": number * number}

    registry.job("sum")(run_sum)
    registry.job("square")(run_square)
    yield
    del KINDS["sum"], KINDS["square"]


def handed_out(*numbers: int) -> tuple[Job, list[Job]]:
    """A job that has handed out its parts, which no worker has taken yet."""
    whole = running.start("sum", title="求和", by=None, at=timezone.now(), numbers=list(numbers))
    run(whole)
    parts = sorted(whole.parts.all(), key=lambda part: part.arguments["number"])
    return whole, parts


def run(job: Job) -> Job:
    running.run_job.call(str(job.pk))
    job.refresh_from_db()
    return job


def now(job: Job) -> str:
    job.refresh_from_db()
    return job.status


def test_a_job_goes_on_with_the_results_when_all_parts_are_done(
    django_capture_on_commit_callbacks: Any,
) -> None:
    whole, (one, two) = handed_out(1, 2)
    assert (whole.status, whole.lease_until) == (JobStatus.RUNNING, None)
    run(two)
    assert now(whole) == JobStatus.RUNNING
    with django_capture_on_commit_callbacks(execute=True):
        run(one)
    assert now(whole) == JobStatus.DONE
    assert whole.result == {"sum": 5}


def test_a_job_is_as_far_as_its_parts_are_on_average(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, (one, two) = handed_out(4, 8)
    waits = words_of(whole)
    monkeypatch.setattr(running, "_finish", lambda *args: None)  # in the middle of its work
    run(one)
    assert (now(whole), whole.progress, whole.message) == (JobStatus.RUNNING, 0.2, "平方 4")
    assert words_of(whole) == whole.message != waits
    run(two)
    whole.refresh_from_db()
    assert whole.progress == pytest.approx(0.6)


def test_a_stopped_job_ends_when_its_running_parts_have_heard_of_it() -> None:
    whole, (one, two) = handed_out(1, 2)
    attempt = running._take(one.pk)
    assert attempt is not None
    running.cancel(whole, at=timezone.now())
    assert (now(whole), now(two)) == (JobStatus.RUNNING, JobStatus.CANCELLED)
    assert whole.cancel_asked
    with pytest.raises(Cancelled):
        Progress(one.pk, attempt, whole.pk)(0.5)
    running._finish(one, attempt, JobStatus.CANCELLED, "都已保存")
    assert (now(whole), whole.message) == (JobStatus.CANCELLED, "都已保存")


def test_a_stopped_job_whose_parts_all_wait_ends_at_once() -> None:
    whole, (one, two) = handed_out(1, 2)
    running.cancel(whole, at=timezone.now())
    assert {now(job) for job in (whole, one, two)} == {JobStatus.CANCELLED}
    assert run(one).status == JobStatus.CANCELLED


def test_a_job_that_is_stopped_before_it_hands_out_has_no_parts() -> None:
    whole = running.start("sum", title="求和", by=None, at=timezone.now(), numbers=[1])
    attempt = running._take(whole.pk)
    running.cancel(whole, at=timezone.now())
    assert attempt is not None
    running._hand_out(whole, attempt, Parts("square", [{"number": 1}]))
    assert now(whole) == JobStatus.CANCELLED
    assert not whole.parts.exists()


def test_a_part_that_fails_fails_the_job_once_the_others_have_ended() -> None:
    whole, (bad, good) = handed_out(0, 2)
    run(bad)
    assert now(whole) == JobStatus.RUNNING
    assert run(good).status == JobStatus.DONE
    assert (now(whole), whole.message) == (JobStatus.FAILED, f"{REFUSED.message}{REFUSED.hint}")


def lose_worker(part: Job, attempts: int) -> None:
    past = timezone.now() - timedelta(seconds=1)
    values = {"status": JobStatus.RUNNING, "attempts": attempts, "lease_until": past}
    Job.objects.filter(pk=part.pk).update(**values)


def test_a_part_whose_worker_died_is_done_again_alone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    whole, (one, two) = handed_out(1, 2)
    run(one)
    lose_worker(two, attempts=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert running.recover_lost(at=timezone.now()) == 1
    assert (now(whole), whole.result) == (JobStatus.DONE, {"sum": 5})
    assert [now(part) and part.attempts for part in (one, two)] == [1, 2]


def test_a_part_that_lost_three_workers_fails_the_job() -> None:
    whole, (one,) = handed_out(1)
    lose_worker(one, attempts=3)
    running.recover_lost(at=timezone.now())
    assert now(whole) == now(one) == JobStatus.FAILED


def test_a_job_that_lost_its_worker_after_the_parts_does_what_is_left() -> None:
    whole, (one,) = handed_out(3)
    run(one)
    lose_worker(whole, attempts=2)
    running.recover_lost(at=timezone.now())
    assert (now(whole), whole.result) == (JobStatus.DONE, {"sum": 9})
    assert whole.parts.count() == 1
