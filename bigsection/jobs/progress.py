"""What running work says and hears: progress, and whether somebody asked it to stop."""

import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import Avg
from django.utils import timezone

from bigsection.jobs.models import Job, JobStatus

SECONDS_BETWEEN_WRITES = 0.4


class Cancelled(Exception):
    """The owner asked the job to stop. Work that keeps what it has done says so in words:
    ``Cancelled("…")``.
    """


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must not write any more."""


class Progress:
    """Handed to the work of a job; every call renews the lease of its worker. A job in parts is as
    far as they are on average, and does what was told last.
    """

    def __init__(self, job_id: uuid.UUID, attempt: int, parent_id: uuid.UUID | None = None) -> None:
        self.job_id = job_id
        self.attempt = attempt
        self.parent_id = parent_id
        self._written = 0.0

    def __call__(self, fraction: float, message: str = "") -> None:
        """Report ``fraction`` done (0 to 1) and what is being done, at most a few times a second.

        Raises Cancelled when the owner asked to stop, LeaseLost when the job is no longer ours.
        Call it outside the transaction that writes the result, so that others see it.
        """
        now = time.monotonic()
        if now - self._written < SECONDS_BETWEEN_WRITES:
            return
        self._written = now
        ours = Job.objects.filter(pk=self.job_id, status=JobStatus.RUNNING, attempts=self.attempt)
        lease = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        changed = ours.filter(cancel_asked=False).update(
            progress=min(max(fraction, 0.0), 1.0), message=message[:500], lease_until=lease
        )
        if not changed:
            raise Cancelled if ours.exists() else LeaseLost
        if self.parent_id is not None:
            whole = Job.objects.filter(parent=self.parent_id).aggregate(mean=Avg("progress"))
            parent = Job.objects.filter(pk=self.parent_id, status=JobStatus.RUNNING)
            parent.update(progress=whole["mean"], message=message[:500])
