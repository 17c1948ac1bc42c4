"""The steps of a plan's way to a decision: submit, recall, approve, return, withdraw."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.web.rendering import wants_fragment
from mergers.actions.approvals import STEPS, ReasonNeeded
from mergers.planning import plan_facts
from mergers.scope import get_plan
from mergers.views.plan_page import page_of

DONE = {
    "submit": "方案已提交审批，内容已冻结；在领导审批前可以撤回。",
    "recall": "方案已撤回，现在是草案。",
    "withdraw": "方案已作废，内容仍可查看。",
    "approve": "已同意，方案已执行到现行机构。",
    "return": "方案已退回，经办人会在待办中看到您的理由。",
}
"""By verb what is said when the step is taken."""


@require_POST
def plan_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take the step, then show the plan; a step without the reason that it needs is asked for again."""
    user = user_of(request)
    plan = get_plan(user, pk)
    try:
        said = {name: request.POST.get(name, "") for name in ("reason", "seen")}
        STEPS[verb](plan=plan, by=user, at=timezone.now(), **said)
    except ReasonNeeded as error:
        if wants_fragment(request):
            raise
        context = {**page_of(request, plan, ""), "refused": error}
        return render(request, "mergers/plan_detail.html", context, status=error.status)
    messages.success(request, DONE[verb])
    if verb == "approve" and (unnamed := plan_facts(plan).unnamed):
        messages.warning(
            request, f"随转人员尚有 {unnamed} 人未指定姓名，请改好人员名册后重新导入。"
        )
    return redirect("plan_detail", pk)
