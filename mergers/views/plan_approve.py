"""A leader's consent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions import approvals
from mergers.planning import plan_facts
from mergers.scope import get_plan


@require_POST
def plan_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the plan and carry it out into the live structure, then show it."""
    user = user_of(request)
    plan = get_plan(user, pk)
    reason = request.POST.get("reason", "")
    approvals.approve(plan=plan, by=user, at=timezone.now(), reason=reason)
    messages.success(request, "已同意，方案已执行到现行机构。")
    unnamed = plan_facts(plan).unnamed
    if unnamed:
        messages.warning(request, f"随转人员尚有 {unnamed} 人未指定姓名，请在名册中调整。")
    return redirect("plan_detail", pk)
