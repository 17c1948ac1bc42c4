"""The progress of a job as a fragment, and the button that stops it; only for its owner."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from bigsection.jobs import running
from bigsection.jobs.models import Job
from bigsection.jobs.waiting import words_of
from bigsection.web.rendering import wants_fragment


@require_safe
def job_status(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The progress; once the job has ended, htmx is sent to the page named by ``?next=``."""
    job = own_job(request, pk)
    done_url = _inside(request, request.GET.get("next", ""))
    fragment = wants_fragment(request)
    if fragment and done_url and not job.is_open:
        return HttpResponseClientRedirect(done_url)
    template = "components/_progress.html" if fragment else "jobs/job_status.html"
    context = {"job": job, "job_words": words_of(job), "done_url": done_url}
    return render(request, template, context)


@require_POST
def job_cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the job to stop; leads back to the page it was asked from."""
    job = own_job(request, pk)
    running.cancel(job, at=timezone.now())
    return redirect(_inside(request, request.POST.get("next", "")) or "region_overview")


def own_job(request: HttpRequest, pk: uuid.UUID) -> Job:
    """The job if the person started it; Missing (404) otherwise."""
    job = Job.objects.filter(pk=pk, owner=user_of(request)).first()
    if job is None:
        raise Missing("没有这个任务，或者不是您发起的。", hint="请从原来的页面重新进入。")
    return job


def watch(job: Job, page: str, *args: object) -> HttpResponse:
    """Lead to the progress of a job, and when it has ended to ``page``."""
    then = {"next": reverse(page, args=args)}
    return redirect(reverse("job_status", args=[job.pk], query=then))


def _inside(request: HttpRequest, url: str) -> str:
    """The address if it is one of this product, else nothing: no redirect leads elsewhere."""
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if safe else ""
