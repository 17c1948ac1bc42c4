"""One section of a draft: where it can go, and who of its people goes along with its duties."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict, Missing
from bigsection.web.rendering import wants_fragment
from departments.models import Section
from mergers import permissions
from mergers.domain.arrangement import Arrangement, read
from mergers.domain.plan_version import version_of
from mergers.domain.snapshot import snapshot_of
from mergers.domain.workflow import FROZEN
from mergers.forms.edits import sections_in
from mergers.models import MergePlan
from mergers.planning.hints import ALONE, MoveHint, move_hints
from mergers.presenting.duties import SHOWS
from mergers.queries.duties import staff_of
from mergers.scope import get_plan
from mergers.views.plan_tabs import TABS

PARTS = {"move": "mergers/_section_move.html", "people": "mergers/_section_people.html"}


@dataclass(frozen=True, slots=True)
class Target:
    """One place to which the section can go; ``value`` is what the form sends, ``broken`` names
    the rules that the move would break.
    """

    value: str
    name: str
    delta: float | None
    broken: tuple[str, ...]

    @property
    def breaks(self) -> bool:
        """Whether the move would break a rule."""
        return bool(self.broken)


@require_safe
def plan_section(request: HttpRequest, pk: int, section_pk: int) -> HttpResponse:
    """Both questions as a page; for htmx the one that ``?part=`` names, as a menu."""
    user = user_of(request)
    plan = get_plan(user, pk)
    permissions.check_propose(user, plan.department)
    if plan.status in FROZEN:
        raise Conflict(
            f"方案现在是“{plan.get_status_display()}”，不能修改。", hint="如需修改，请先撤回。"
        )
    section = sections_in(plan).filter(pk=section_pk).first()
    if section is None:
        raise Missing("这个科室不在方案里。", hint="请刷新方案页面后再试。")
    tab, show = request.GET.get("tab", ""), request.GET.get("show", "")
    now = read(plan)
    context = {
        "plan": plan,
        "section": section,
        "seen": version_of(plan, now),
        "tab": tab if tab in TABS else "overview",
        "show": show if show in SHOWS else "",
    }
    part = request.GET.get("part", "")
    if wants_fragment(request) and part in PARTS:
        return render(request, PARTS[part], context | READERS[part](plan, section, now))
    for reader in READERS.values():
        context |= reader(plan, section, now)
    return render(request, "mergers/plan_section.html", context)


def _move(plan: MergePlan, section: Section, now: Arrangement) -> dict[str, Any]:
    """The other big sections and a place of its own: those that break no rule first, each best
    first where the score can tell.
    """
    place = now.place(section.pk)
    here = now.big(place.big) if place else None
    abolished = bool(place and place.abolished)
    hints = move_hints(plan, now, section.pk)
    targets = [
        _target(str(big.pk), big.name, hints.get(big.pk, _empty(now, big.pk, hints)))
        for big in now.planned_sections
        if here is None or big.pk != here.pk
    ]
    if here is None or len(now.members(here.pk)) > 1:
        targets.append(_target("alone", "单独成科", hints.get(ALONE)))
    targets.sort(key=lambda target: (target.breaks, -(target.delta or 0.0)))
    return {
        "targets": targets,
        "hinted": bool(hints),
        "on_bench": here is None and not abolished,
        "abolished": abolished,
        "where": f"现在：{here.name}" if here else "拟撤销" if abolished else "待安置",
        "bigs": now.planned_sections,
    }


def _empty(now: Arrangement, big: int, hints: dict[int | None, MoveHint]) -> MoveHint | None:
    """Going to a big section without anything in it is as good as going alone."""
    return hints.get(ALONE) if now.is_empty(big) else None


def _target(value: str, name: str, hint: MoveHint | None) -> Target:
    return Target(value, name, hint.delta if hint else None, hint.broken if hint else ())


def _people(plan: MergePlan, section: Section, now: Arrangement) -> dict[str, Any]:
    """Who could go, and the big sections that already get duties of the section first."""
    place = now.place(section.pk)
    receiving = {move.big for move in now.transfers if move.origin == section.pk and move.big}
    others = [big for big in now.planned_sections if place is None or big.pk != place.home]
    frozen = snapshot_of(plan).by_id().get(section.pk)
    return {
        "staff": staff_of(section),
        "people_bigs": sorted(others, key=lambda big: big.pk not in receiving),
        "receiving": receiving,
        "size": frozen.people if frozen else 0,
    }


READERS = {"move": _move, "people": _people}
