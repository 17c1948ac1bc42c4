"""What people are told of a job: its place in the queue while it waits, then what it does."""

from django.db.models import Q

from bigsection.jobs.models import Job, JobStatus
from bigsection.jobs.registry import kinds


def words_of(job: Job | None) -> str:
    """Where the job stands, in words, nothing without one; costs a query while it waits."""
    if job is None:
        return ""
    if job.is_open and job.cancel_asked:
        return "正在停止……"
    parts_wait = job.status == JobStatus.RUNNING and job.lease_until is None and not job.message
    if job.status == JobStatus.QUEUED or parts_wait:
        ahead = ahead_of(job)
        return f"排队中，前面还有 {ahead} 项任务" if ahead else "排队中，下一项就是它"
    return job.message or str(JobStatus(job.status).label)


def ahead_of(job: Job) -> int:
    """How many jobs wait in the same queue that are taken before this one."""
    own = kinds()[job.kind]
    before = Q()
    for name, kind in kinds().items():
        if kind.queue == own.queue and kind.priority >= own.priority:
            earlier = Q() if kind.priority > own.priority else Q(created_at__lt=job.created_at)
            before |= Q(kind=name) & earlier
    return Job.objects.filter(before, status=JobStatus.QUEUED).count()
