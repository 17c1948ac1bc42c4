"""Handing a plan in for approval."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions import approvals
from mergers.scope import get_plan


@require_POST
def plan_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the plan and hand it to the leaders, then show it."""
    user = user_of(request)
    plan = get_plan(user, pk)
    reason = request.POST.get("reason", "")
    approvals.submit(plan=plan, by=user, at=timezone.now(), reason=reason)
    messages.success(request, "方案已提交审批，内容已冻结；在领导审批前可以撤回。")
    return redirect("plan_detail", pk)
