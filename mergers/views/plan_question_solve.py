"""Asking for a plan by what an answer showed: the plan's own request with one thing changed."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.jobs.models import Job
from mergers.actions import plans
from mergers.questions.changed_request import changed_request
from mergers.scope import get_plan
from mergers.views.plan_create import to_best


@require_POST
def plan_question_solve(request: HttpRequest, pk: int) -> HttpResponse:
    """Solve for ``count``, for the pair ``a`` and ``b`` together, or without ``rule``."""
    user = user_of(request)
    plan = get_plan(user, pk)
    found = plans.propose_soon(
        department=plan.department,
        request=changed_request(plan, request.POST),
        by=user,
        at=timezone.now(),
    )
    if isinstance(found, Job):
        then = urlencode({"next": reverse("plan_found", args=[found.pk])})
        return redirect(f"{reverse('job_status', args=[found.pk])}?{then}")
    return to_best(request, found[0], len(found) - 1)
