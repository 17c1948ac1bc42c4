"""The edits of a draft: for each its form and what it does, and how all of them are answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.web.rendering import wants_fragment
from bigsection.web.templatetags.figures import score
from departments.models import Section
from mergers.actions import duty_edits, edits, undo
from mergers.forms import edits as forms
from mergers.models import BigSection, DutyRuling, MergePlan, PlanEdit
from mergers.queries.edit_steps import renew_steps
from mergers.scope import get_plan
from mergers.views.plan_page import page_of
from mergers.views.plan_tabs import TABS

Edit = Callable[..., PlanEdit]
"""An action on a plan (mergers/actions)."""
Made = tuple[str, PlanEdit | None]
"""What was done, in words, and the new edit; None where edits of before were undone or redone."""
STEPS = {"undo": "已撤销", "redo": "已重做"}


def _move(*, section: Section, to: BigSection | str, **whose: Any) -> PlanEdit:
    """To another big section, to one of its own, or onto the bench (待安置)."""
    if to == "alone":
        return _found(name="", section=section, **whose)
    target = to if isinstance(to, BigSection) else None
    return edits.move_section(section=section, to=target, **whose)


def _found(*, plan: MergePlan, **whose: Any) -> PlanEdit:
    edits.found_big_section(plan=plan, **whose)
    return plan.edits.latest("number")


def _land(*, do: str, duty: Any, to: Any, reason: str, end_reason: str, **whose: Any) -> PlanEdit:
    """Do with the ticked duties what the pressed button says."""
    if do == "move":
        return duty_edits.move_duties(duties=duty, to=to, reason=reason, **whose)
    if do == "end":
        return duty_edits.end_duties(duties=duty, reason=end_reason, **whose)
    return duty_edits.return_duties(duties=duty, **whose)


def _rule(*, do: str, ruling: DutyRuling, **whose: Any) -> PlanEdit:
    """Make a transfer by ruling part of the plan, or take it out again."""
    act = duty_edits.apply_ruling if do == "apply" else duty_edits.drop_ruling
    return act(ruling=ruling, **whose)


EDITS: dict[str, tuple[type[forms.PlanEditForm], Edit]] = {
    "move": (forms.MoveForm, _move),
    "found": (forms.FoundForm, _found),
    "remove": (forms.BigSectionForm, edits.remove_big_section),
    "mode": (forms.ModeForm, edits.set_mode),
    "explain": (forms.ExplainForm, edits.explain),
    "abolish": (forms.AbolishForm, edits.abolish_section),
    "duties": (forms.DutiesForm, _land),
    "people": (forms.PeopleForm, duty_edits.move_people),
    "ruling": (forms.RulingForm, _rule),
    "undo": (forms.PlanEditForm, undo.undo),
    "redo": (forms.PlanEditForm, undo.redo),
}
"""What the address of each edit takes: the fields of the form are the arguments of the action."""


@require_POST
def plan_edit(request: HttpRequest, pk: int, edit: str) -> HttpResponse:
    """Make the edit that the address names, and show the plan again."""
    form, act = EDITS[edit]

    def make(plan: MergePlan, **whose: Any) -> Made:
        chosen = forms.checked(form(request.POST, plan=plan)).cleaned_data
        made = act(plan=plan, **whose, **chosen)
        return (f"{STEPS[edit]}：{made.words}", None) if edit in STEPS else (made.words, made)

    return perform(request, pk, make)


def perform(request: HttpRequest, pk: int, make: Callable[..., Made]) -> HttpResponse:
    """Make an edit, and show the plan again. ``make`` takes the plan, who edits it when, and the
    version that the page showed.

    htmx gets the open tab with everything else on the page that has changed; a plain form is
    led back to the tab it was sent from.
    """
    user = user_of(request)
    plan = get_plan(user, pk)
    before = plan.score
    words, edit = make(plan, by=user, at=timezone.now(), seen=request.POST.get("seen", ""))
    if edit is None:
        renew_steps(plan)
    tab = request.POST.get("tab", "")
    tab = tab if tab in TABS else "overview"
    if wants_fragment(request):
        context = {
            **page_of(request, plan, tab, edit),
            "oob": True,
            "words": words,
            "score_before": before,
            "score_after": plan.score,
        }
        return render(request, "mergers/_plan_edited.html", context)
    messages.success(request, f"{words}。{_score_words(before, plan.score)}")
    return redirect(_address(request, pk, tab))


def _score_words(before: float | None, after: float | None) -> str:
    if after is None:
        return "方案没有评分。"
    if before is None or score(before) == score(after):
        return f"评分 {score(after)}。"
    return f"评分 {score(before)} → {score(after)}。"


def _address(request: HttpRequest, pk: int, tab: str) -> str:
    """The tab, with the filter that was on, at the place that was edited."""
    asked = {"tab": tab}
    if request.POST.get("show"):
        asked["show"] = request.POST["show"]
    place = request.POST.get("place", "")
    anchor = place if place.replace("-", "").isalnum() else None
    return reverse("plan_detail", args=[pk], query=asked, fragment=anchor)
