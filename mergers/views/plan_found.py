"""Where a question to the planner that ran as a job leads: to its plan, or back to the form."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from bigsection.jobs.views import own_job
from mergers.actions import plans
from mergers.scope import get_plan
from mergers.views.plan_create import to_best


@require_safe
def plan_found(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Go to the best plan once it is found; with the reason back to the form when there is none."""
    job = own_job(request, pk)
    if job.kind != plans.JOB:
        raise Missing("这个任务不求方案。", hint="请从原来的页面重新进入。")
    if job.is_open:
        return redirect("job_status", pk)
    if "plan" in job.result:
        return to_best(
            request, get_plan(user_of(request), job.result["plan"]), job.result["others"]
        )
    messages.error(request, job.message or "求解已停止，没有方案。")
    return redirect("plan_create", job.arguments["department_pk"])
