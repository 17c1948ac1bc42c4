"""How every edit of a plan is taken and answered; each edit has a view of its own beside this."""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict
from bigsection.web.rendering import wants_fragment
from bigsection.web.templatetags.figures import moment, score
from mergers.models import MergePlan
from mergers.queries.plans import last_edit
from mergers.scope import get_plan
from mergers.views.plan_page import page_of
from mergers.views.plan_tabs import TABS


class Who(TypedDict):
    """By whom and when: what every action asks for."""

    by: User
    at: datetime


Edit = Callable[[MergePlan, Who], str | None]
"""Does the edit; returns words for it where those of the newest edit are not the right ones."""


def perform(request: HttpRequest, pk: int, edit: Edit) -> HttpResponse:
    """Make an edit, unless the page it comes from is out of date, and show the plan again.

    htmx gets the open tab with everything else on the page that has changed; a plain form is
    led back to the tab it was sent from.
    """
    user = user_of(request)
    plan = get_plan(user, pk)
    refuse_stale(plan, request.POST.get("seen", ""))
    before = plan.score
    words = edit(plan, {"by": user, "at": timezone.now()})
    newest = last_edit(plan)
    words = words or (newest.words if newest else "")
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
