"""A plan that an answer named: looked at without writing anything, or kept as a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from mergers import permissions
from mergers.actions import plans
from mergers.planning.question_input import change_between, present, question_input_of
from mergers.planning.questions import question_of
from mergers.planning.questions_kept import find_plan
from mergers.presenting.questions.parts import Scene
from mergers.scope import get_plan
from mergers.views.plan_question_card import comparison


@require_http_methods(["GET", "HEAD", "POST"])
def plan_question_plan(request: HttpRequest, pk: int, question: str, shape: str) -> HttpResponse:
    """The plan beside the present one; a POST stores it and leads to it."""
    user = user_of(request)
    plan = get_plan(user, pk)
    found = find_plan(plan, question_of(question).name, shape)
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
    scene = Scene(present(asked), asked.names, asked.weights(), leaves_aside=asked.leaves_aside)
    change = change_between(scene.present, found.plan, scene.weights)
    context = {
        "plan": plan,
        "question": question_of(question),
        "found": found.plan,
        "label": found.label,
        "present": scene.present,
        "undone": [scene.group(group) for group in change["undone"]],
        "new": [scene.group(group) for group in change["new"]],
        "split": asked.split,
        "may_propose": permissions.may_propose(user, plan.department),
        **comparison(scene, found.plan),
    }
    return render(request, "mergers/plan_question_plan.html", context)
