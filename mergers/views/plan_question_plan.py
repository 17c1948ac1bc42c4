"""A plan that an answer named: looked at without writing anything, or kept as a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from mergers import permissions
from mergers.actions import plans
from mergers.questions.found_plans import find_plan
from mergers.questions.layout import scene_of
from mergers.questions.question_input import question_input_of
from mergers.questions.registry import question_of
from mergers.scope import get_plan


@require_http_methods(["GET", "HEAD", "POST"])
def plan_question_plan(request: HttpRequest, pk: int, question: str, shape: str) -> HttpResponse:
    """The plan beside the present one; a POST stores it and leads to it."""
    user = user_of(request)
    plan = get_plan(user, pk)
    one = question_of(question)
    found = find_plan(plan, one, shape)
    if request.method == "POST":
        now = timezone.now()
        kept = plans.keep_groups(
            plan=plan, groups=found.plan["groups"], label=found.label, by=user, at=now
        )
        if kept.created_at == now:
            messages.success(request, f"已存为草案“{kept.title}”，原方案没有改动。")
        else:
            messages.info(request, f"已有同样的草案“{kept.title}”，没有再存一份。")
        return redirect("plan_detail", kept.pk)
    asked = question_input_of(plan, in_parts=False)
    scene = scene_of(asked)
    shown = asked.known(found.plan)
    undone, new = scene.merges_changed(scene.present, shown)
    context = {
        "plan": plan,
        "question": one,
        "found": shown,
        "label": found.label,
        "present": scene.present,
        "undone": [scene.group(group) for group in undone],
        "new": [scene.group(group) for group in new],
        "split": asked.split,
        "may_propose": permissions.may_propose(user, plan.department),
        **scene.beside(shown),
    }
    return render(request, "mergers/plan_question_plan.html", context)
