"""The edits of a draft: for each its form and what it does, and how all of them are answered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict
from bigsection.web.rendering import wants_fragment
from bigsection.web.templatetags.figures import moment, score
from departments.models import Section
from mergers.actions import duty_edits, edits, undo
from mergers.forms import edits as forms
from mergers.models import BigSection, DutyRuling, MergePlan
from mergers.queries.plans import last_edit
from mergers.scope import get_plan
from mergers.views.plan_page import page_of
from mergers.views.plan_tabs import TABS

Edit = Callable[..., object]
"""An action on a plan (mergers/actions); words that it returns are told in place of those
of the newest edit.
"""


def _move(*, section: Section, to: BigSection | str, **whose: Any) -> None:
    """To another big section, to one of its own, or onto the bench (待安置)."""
    if to == "alone":
        edits.found_big_section(name=section.name, section=section, **whose)
    else:
        edits.move_section(section=section, to=to if isinstance(to, BigSection) else None, **whose)


def _land(*, do: str, duty: Any, to: Any, reason: str, end_reason: str, **whose: Any) -> None:
    """Do with the ticked duties what the pressed button says."""
    if do == "move":
        duty_edits.move_duties(duties=duty, to=to, reason=reason, **whose)
    elif do == "end":
        duty_edits.end_duties(duties=duty, reason=end_reason, **whose)
    else:
        duty_edits.return_duties(duties=duty, **whose)


def _rule(*, do: str, ruling: DutyRuling, **whose: Any) -> None:
    """Make a transfer by ruling part of the plan, or take it out again."""
    act = duty_edits.apply_ruling if do == "apply" else duty_edits.drop_ruling
    act(ruling=ruling, **whose)


def _undo(**whose: Any) -> str:
    return f"已撤销：{undo.undo(**whose).words}"


def _redo(**whose: Any) -> str:
    return f"已重做：{undo.redo(**whose).words}"


EDITS: dict[str, tuple[type[forms.PlanEditForm], Edit]] = {
    "move": (forms.MoveForm, _move),
    "found": (forms.FoundForm, edits.found_big_section),
    "remove": (forms.BigSectionForm, edits.remove_big_section),
    "mode": (forms.ModeForm, edits.set_mode),
    "explain": (forms.ExplainForm, edits.explain),
    "abolish": (forms.AbolishForm, edits.abolish_section),
    "duties": (forms.DutiesForm, _land),
    "people": (forms.PeopleForm, duty_edits.move_people),
    "ruling": (forms.RulingForm, _rule),
    "undo": (forms.PlanEditForm, _undo),
    "redo": (forms.PlanEditForm, _redo),
}
"""What the address of each edit takes: the fields of the form are the arguments of the action."""


@require_POST
def plan_edit(request: HttpRequest, pk: int, edit: str) -> HttpResponse:
    """Make the edit that the address names, and show the plan again."""
    form, act = EDITS[edit]

    def make(plan: MergePlan, by: User, at: datetime) -> object:
        chosen = forms.checked(form(request.POST, plan=plan)).cleaned_data
        return act(plan=plan, by=by, at=at, **chosen)

    return perform(request, pk, make)


def perform(
    request: HttpRequest, pk: int, make: Callable[[MergePlan, User, datetime], object]
) -> HttpResponse:
    """Make an edit, unless the page it comes from is out of date, and show the plan again.

    htmx gets the open tab with everything else on the page that has changed; a plain form is
    led back to the tab it was sent from.
    """
    user = user_of(request)
    plan = get_plan(user, pk)
    refuse_stale(plan, request.POST.get("seen", ""))
    before = plan.score
    told = make(plan, user, timezone.now())
    newest = last_edit(plan)
    words = told if isinstance(told, str) else newest.words if newest else ""
    tab = request.POST.get("tab", "")
    tab = tab if tab in TABS else "overview"
    if wants_fragment(request):
        context = {
            **page_of(request, plan, tab),
            "oob": True,
            "words": words,
            "score_before": before,
            "score_after": plan.score,
        }
        return render(request, "mergers/_plan_edited.html", context)
    messages.success(request, f"{words}。{_score_words(before, plan.score)}")
    return redirect(_address(request, pk, tab))


def refuse_stale(plan: MergePlan, seen: str) -> None:
    """Conflict when somebody edited the plan after the page was shown.

    ``seen`` is the key of the edit that was the newest then, 0 for none; a request that says
    nothing about it comes from no page.
    """
    newest = last_edit(plan)
    if not seen or seen == str(newest.pk if newest else 0):
        return
    who = f"{newest.by} 于 {moment(newest.at)} {newest.words}" if newest else "之前的修改已撤销"
    raise Conflict(
        f"您打开页面以后，方案又有改动：{who}。这次修改没有写入。",
        hint="请刷新页面，看过最新的方案后再改一次；您填写的内容还在页面上，可以先复制。",
    )


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
    anchor = f"#{place}" if place.replace("-", "").isalnum() else ""
    return f"{reverse('plan_detail', args=[pk])}?{urlencode(asked)}{anchor}"
