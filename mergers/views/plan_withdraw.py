"""Giving a plan up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions import approvals
from mergers.scope import get_plan


@require_POST
def plan_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan up for good, then show it; it stays readable."""
    user = user_of(request)
    plan = get_plan(user, pk)
    reason = request.POST.get("reason", "")
    approvals.withdraw(plan=plan, by=user, at=timezone.now(), reason=reason)
    messages.success(request, "方案已作废，内容仍可查看。")
    return redirect("plan_detail", pk)
