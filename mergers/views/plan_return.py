"""A leader's refusal, with its reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.errors import Invalid
from bigsection.web.rendering import wants_fragment
from mergers.actions import approvals
from mergers.scope import get_plan
from mergers.views.plan_page import page_of


@require_POST
def plan_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the plan to its author with a reason, then show it; without one, ask for it again."""
    user = user_of(request)
    plan = get_plan(user, pk)
    reason = request.POST.get("reason", "")
    try:
        approvals.return_plan(plan=plan, by=user, at=timezone.now(), reason=reason)
    except Invalid as error:
        if wants_fragment(request):
            raise
        context = {**page_of(request, plan, ""), "return_refused": error}
        return render(request, "mergers/plan_detail.html", context, status=error.status)
    messages.success(request, "方案已退回，经办人会在待办中看到您的理由。")
    return redirect("plan_detail", pk)
