"""Keeping a draft whose number of big sections was changed by hand as a plan for the new number."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions.recounting import keep_for_new_number
from mergers.scope import get_plan


@require_POST
def plan_recount(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the new plan and lead to it."""
    user = user_of(request)
    plan = get_plan(user, pk)
    seen = request.POST.get("seen", "")
    new = keep_for_new_number(plan=plan, by=user, at=timezone.now(), seen=seen)
    messages.success(
        request,
        f"已另存为 {new.sections_after} 个大科室的方案；"
        f"“{plan.title}”回到 {plan.sections_after} 个，它的修改仍可重做。",
    )
    return redirect("plan_detail", new.pk)
