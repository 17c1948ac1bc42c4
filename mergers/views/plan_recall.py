"""Taking a submitted plan back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions import approvals
from mergers.scope import get_plan


@require_POST
def plan_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the submitted plan a draft again, then show it."""
    user = user_of(request)
    plan = get_plan(user, pk)
    reason = request.POST.get("reason", "")
    approvals.recall(plan=plan, by=user, at=timezone.now(), reason=reason)
    messages.success(request, "方案已撤回，现在是草案。")
    return redirect("plan_detail", pk)
