"""The life of a job: start, run under a lease, cancel, and take over from a dead worker."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from bigsection.accounts.models import User
from bigsection.errors import AppError, DatabaseBusy, NoRoom
from bigsection.jobs.models import OPEN, Job, JobStatus
from bigsection.jobs.progress import Cancelled, LeaseLost, Progress
from bigsection.jobs.registry import Parts, Queue, kinds
from bigsection.web.outage import is_full, is_outage

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
FORGOTTEN_AFTER_SECONDS = 30
STOPPED = "已按要求停止，没有写入任何内容。"
FAULT = "程序出错，没有写入任何内容；管理员可在日志中查看。"


def start(kind: str, *, title: str, by: User | None, at: datetime, **arguments: Any) -> Job:
    """Queue work of a kind; it starts after the transaction of the caller has committed.

    KeyError when no application registered the kind.
    """
    kinds()[kind]
    job = Job(kind=kind, title=title[:200], owner=by, created_at=at)
    return _start(job, arguments)


def _start(job: Job, arguments: dict[str, Any]) -> Job:
    job.arguments = arguments
    job.save(force_insert=True)
    transaction.on_commit(lambda: _queue(job))
    return job


def _queue(job: Job) -> None:
    """Tell the workers of a job; when that fails, ``queue_forgotten`` does it later: the job itself
    is committed, and the request that made it has succeeded.
    """
    try:
        kind = kinds()[job.kind]
        task = run_job.using(queue_name=kind.queue, priority=kind.priority)
        task.enqueue(str(job.pk))
    except Exception:
        log.exception("job %s could not be queued; housekeeping will", job.pk)


@transaction.atomic
def cancel(job: Job, *, at: datetime) -> None:
    """Ask a job to stop, and its parts; what has not started is cancelled at once."""
    found = _locked(job.pk)
    both = Job.objects.filter(Q(pk=job.pk) | Q(parent=job))
    ended = {"status": JobStatus.CANCELLED, "finished_at": at}
    both.filter(status=JobStatus.QUEUED).update(**ended)
    both.filter(status=JobStatus.RUNNING).update(cancel_asked=True)
    if found is not None:
        _go_on(found)
    job.refresh_from_db()


@task(queue_name=Queue.SHORT)
def run_job(job_id: str) -> None:
    """What the worker calls: take the lease, do the work, note how it ended.

    Safe to call twice: the second call finds the job taken or finished and does nothing.
    """
    attempt = _take(uuid.UUID(job_id))
    if attempt is None:
        return
    job = Job.objects.get(pk=job_id)
    try:
        result = kinds()[job.kind].work(
            Progress(job.pk, attempt, job.parent_id), **job.arguments, **_results_of_parts(job)
        )
    except Cancelled as cancelled:
        _finish(job, attempt, JobStatus.CANCELLED, str(cancelled) or STOPPED)
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job.pk)
    except AppError as error:
        _finish(job, attempt, JobStatus.FAILED, str(error))
    except Exception as error:
        _broke(job, attempt, error)
    else:
        if isinstance(result, Parts):
            _hand_out(job, attempt, result)
        else:
            _finish(job, attempt, JobStatus.DONE, "", result or {})


def _broke(job: Job, attempt: int, error: Exception) -> None:
    """Fail a job for a reason that is not its own doing; where others hold in the database what it
    needs, it is tried again first.
    """
    full, busy = is_full(error), is_outage(error)
    if busy and not full and attempt < MAX_ATTEMPTS:
        log.warning("job %s found the database busy: %s", job.pk, str(error).strip())
        ours = Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING, attempts=attempt)
        if ours.update(status=JobStatus.QUEUED, lease_until=None):
            _queue(job)
        return
    log.error("job %s failed", job.pk, exc_info=error)
    words = str(NoRoom()) if full else str(DatabaseBusy()) if busy else FAULT
    _finish(job, attempt, JobStatus.FAILED, words)


def _results_of_parts(job: Job) -> dict[str, Any]:
    """What work that handed out parts is called with when they are done; nothing before."""
    results = list(job.parts.values_list("result", flat=True))
    return {"parts": results} if results else {}


@transaction.atomic
def _hand_out(job: Job, attempt: int, parts: Parts) -> None:
    """Start the parts of a job, which waits for them without a lease: no worker has it in hand."""
    found = _locked(job.pk)
    if found is None or (found.status, found.attempts) != (JobStatus.RUNNING, attempt):
        return
    if found.cancel_asked:
        _finish(job, attempt, JobStatus.CANCELLED, STOPPED)
        return
    Job.objects.filter(pk=job.pk).update(lease_until=None)
    for arguments in parts.arguments:
        part = Job(kind=parts.kind, title=job.title, owner_id=job.owner_id, parent=job)
        part.created_at = timezone.now()
        _start(part, arguments)


def _go_on(job: Job) -> None:
    """When the last part of a job (locked) has ended, queue what is left of its work; a part that
    failed or was stopped ends it likewise.
    """
    ends = set(job.parts.values_list("status", flat=True))
    if job.status != JobStatus.RUNNING or not ends or ends & set(OPEN):
        return
    bad = job.parts.exclude(status=JobStatus.DONE).order_by("-status", "-message").first()
    if bad is not None:  # failed comes before cancelled, and words before none
        _finish(job, job.attempts, bad.status, bad.message)
    elif Job.objects.filter(pk=job.pk).update(status=JobStatus.QUEUED):
        transaction.on_commit(lambda: _queue(job))


def _locked(job_id: uuid.UUID | None) -> Job | None:
    """The row of a job until the transaction ends. A parent is locked before its parts."""
    if job_id is None:
        return None
    return Job.objects.select_for_update().filter(pk=job_id).first()


def recover_lost(*, at: datetime) -> int:
    """Queue again the jobs whose worker died (lease passed); the number of them.

    A job that lost its worker three times is failed: it is likely what kills the worker.
    """
    count = 0
    for job in Job.objects.filter(status=JobStatus.RUNNING, lease_until__lt=at):
        again = Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING, attempts=job.attempts)
        if job.attempts >= MAX_ATTEMPTS:
            _finish(job, job.attempts, JobStatus.FAILED, "处理进程三次中断，已停止重试。")
        elif again.update(status=JobStatus.QUEUED, lease_until=None):
            _queue(job)
            count += 1
    return count


def queue_forgotten(*, at: datetime) -> int:
    """Queue again the jobs that wait while no worker has been told of them: telling failed after
    they were committed, or the worker died with the task in hand; the number of them.
    """
    waiting = Job.objects.filter(
        status=JobStatus.QUEUED, created_at__lt=at - timedelta(seconds=FORGOTTEN_AFTER_SECONDS)
    )
    if not (jobs := list(waiting)):
        return 0
    tasks = DBTaskResult.objects.ready().filter(
        task_path=run_job.module_path, queue_name__in=list(Queue)
    )
    told = {str(pk) for task in tasks.values_list("args_kwargs", flat=True) for pk in task["args"]}
    forgotten = [job for job in jobs if str(job.pk) not in told]
    for job in forgotten:
        _queue(job)
    return len(forgotten)


def _take(job_id: uuid.UUID) -> int | None:
    """Claim a queued job in one statement; the number of this attempt, None if not free."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, status=JobStatus.QUEUED).first()
        if job is None:
            return None
        job.status = JobStatus.RUNNING
        job.attempts += 1
        job.lease_until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        job.save(update_fields=["status", "attempts", "lease_until"])
        return job.attempts


def _finish(
    job: Job, attempt: int, status: str, message: str, result: dict[str, Any] | None = None
) -> None:
    """Note the end, unless another worker has taken the job over meanwhile; the job that it is a
    part of goes on when it was the last.
    """
    values: dict[str, Any] = {
        "status": status,
        "message": message[:500],
        "result": result or {},
        "finished_at": timezone.now(),
        "lease_until": None,
    }
    if status == JobStatus.DONE:
        values["progress"] = 1.0
    with transaction.atomic():
        parent = _locked(job.parent_id)
        Job.objects.filter(pk=job.pk, attempts=attempt, status__in=OPEN).update(**values)
        if parent is not None:
            _go_on(parent)
