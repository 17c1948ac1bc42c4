"""Asking for a plan by what an answer showed: the plan's own request with one thing changed."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from bigsection.jobs.models import Job
from mergers.actions import plans
from mergers.models import MergePlan
from mergers.planning.question_input import question_input_of
from mergers.planning.questions import QUESTIONS, read_count
from mergers.planning.questions_request import request_of, with_count, with_pair, without_rule
from mergers.planning.request import PlanRequest
from mergers.scope import get_plan
from mergers.views.plan_create import to_best


@require_POST
def plan_question_solve(request: HttpRequest, pk: int) -> HttpResponse:
    """Solve for ``count``, for the pair ``a`` and ``b`` together, or without ``rule``."""
    user = user_of(request)
    plan = get_plan(user, pk)
    found = plans.propose_soon(
        department=plan.department,
        request=_changed(plan, request),
        by=user,
        at=timezone.now(),
    )
    if isinstance(found, Job):
        then = urlencode({"next": reverse("plan_found", args=[found.pk])})
        return redirect(f"{reverse('job_status', args=[found.pk])}?{then}")
    return to_best(request, found[0], len(found) - 1)


def _changed(plan: MergePlan, request: HttpRequest) -> PlanRequest:
    """The plan's own request with the one change that was asked for; Invalid when none was."""
    own, sent = request_of(plan.problem), request.POST
    asked = question_input_of(plan, in_parts=False)
    count = read_count(asked, sent.get("count"))
    if count is not None:
        return with_count(own, count)
    if sent.get("a") or sent.get("b"):
        pair = QUESTIONS["why-not"].read(asked, {"a": sent.get("a"), "b": sent.get("b")})
        return with_pair(own, int(pair["a"]), int(pair["b"]))
    if sent.get("rule"):
        sections = [int(pk) for pk in sent.getlist("section") if pk.isdigit()]
        return without_rule(own, sent["rule"], sections)
    raise Invalid("没有说明要怎样求解。", hint="请从“问答”页的按钮进入。")
