"""Opening a draft for a change by hand, writing the change, and scoring the plan anew.

Every edit goes through here: lock the plan, check who and when, write the new arrangement, score
it, keep the step for undo, and record it, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Conflict, Invalid
from departments.models import Duty, Section, StaffMember
from mergers import permissions
from mergers.arrangement import Arrangement, Big, Place, Transfer, in_order, read
from mergers.models import (
    BigSection,
    DutyMove,
    DutyRuling,
    MergePlan,
    PeopleMove,
    Placement,
    PlanEdit,
)
from mergers.naming import plan_title
from mergers.planning import rescoring
from mergers.workflow import FROZEN

LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """A locked plan and how it is arranged now."""

    plan: MergePlan
    now: Arrangement

    def name(self, section: int) -> str:
        """What a section of the baseline is called."""
        for item in self.plan.baseline["sections"]:
            if item["id"] == section:
                return str(item["name"])
        return ""

    def big(self, big_section: BigSection) -> Big:
        """A big section as it is arranged; Invalid when another edit has taken it away."""
        found = self.now.big(big_section.pk)
        if found is None:
            raise Invalid("方案里没有这个大科室了。", hint="请刷新页面查看方案现在的样子。")
        return found

    def place(self, section: int) -> Place:
        """Where a section goes; Invalid when it is not of this plan."""
        found = self.now.place(section)
        if found is None:
            raise Invalid("方案里没有这个科室。", hint="请刷新页面后重新选择。")
        return found


def open_draft(plan: MergePlan, by: User) -> Draft:
    """Lock a plan and read how it is arranged; must run in a transaction.

    Raises NotAllowed for a person who may not edit it, Conflict once it is submitted.
    """
    locked = (
        MergePlan.objects.select_for_update(of=("self",))
        .select_related("department__region")
        .get(pk=plan.pk)
    )
    permissions.check_propose(by, locked.department)
    if locked.status in FROZEN:
        raise Conflict(
            f"方案现在是“{locked.get_status_display()}”，不能修改。", hint="如需修改，请先撤回。"
        )
    return Draft(locked, read(locked))


def keep(
    draft: Draft,
    after: Arrangement,
    words: str,
    *,
    by: User,
    at: datetime,
    verb: str = "plan.edit",
    changes: dict[str, object] | None = None,
) -> PlanEdit:
    """Write a changed arrangement, score the plan, and keep the step so that it can be undone.

    Steps that were undone before are given up: another path was taken.
    """
    plan = draft.plan
    written = write(plan, draft.now, after)
    plan.edits.filter(undone=True).delete()
    last: int = plan.edits.aggregate(last=Max("number"))["last"] or 0
    edit = PlanEdit.objects.create(
        plan=plan,
        number=last + 1,
        words=words[:LONGEST_WORDS],
        before=draft.now.to_json(),
        after=written.to_json(),
        by=by,
        at=at,
    )
    rescore_and_record(plan, written, words, by=by, at=at, verb=verb, changes=changes)
    return edit


def rescore_and_record(
    plan: MergePlan,
    written: Arrangement,
    words: str,
    *,
    by: User,
    at: datetime,
    verb: str = "plan.edit",
    changes: dict[str, object] | None = None,
) -> None:
    """Score the plan as it is arranged now and record the edit with the scores around it.

    A title that nobody chose says how many sections there are now, and that people changed it.
    """
    old = plan.score
    was_automatic = plan.title in {_title(plan, edited=True), _title(plan, edited=False)}
    rescoring.rescore(plan, written)
    if was_automatic:
        plan.title = _title(plan, edited=plan.edits.filter(undone=False).exists())
        plan.save(update_fields=["title"])
    record(
        verb,
        plan,
        by=by,
        at=at,
        region_code=plan.department.region.code,
        department_id=plan.department_id,
        reason=words,
        changes={**(changes or {}), "score": [old, plan.score]},
    )


def _title(plan: MergePlan, *, edited: bool) -> str:
    before, after = plan.sections_before, plan.sections_after
    return plan_title(plan.mode, before, after, plan.label, edited=edited)


def write(plan: MergePlan, before: Arrangement, after: Arrangement) -> Arrangement:
    """Make the rows of a plan say ``after``; returns it with the keys of new big sections.

    Big sections keep their keys, so that a page that is a step behind names the right ones, and
    one that an undo brings back has the key it had.
    """
    after = in_order(after)
    new = _write_bigs(plan, before, after)
    after = in_order(_with_keys(after, new))
    if after.places != before.places:
        _write_places(plan, before, after)
    if after.transfers != before.transfers:
        write_transfers(plan, after.transfers)
    if after.escorts != before.escorts:
        _write_escorts(plan, after)
    gone = {big.pk for big in before.bigs} - {big.pk for big in after.bigs}
    plan.big_sections.filter(pk__in=gone).delete()
    return read(plan)


def _write_bigs(plan: MergePlan, before: Arrangement, after: Arrangement) -> dict[int, int]:
    """Write big sections that are new or changed; the keys that new ones get."""
    known = {big.pk: big for big in before.bigs}
    changed = [big for big in after.bigs if big != known.get(big.pk)]
    renamed = [big.pk for big in changed if big.pk in known]
    for pk in renamed:  # two that swap names must not meet
        plan.big_sections.filter(pk=pk).update(name=f"#{pk}")
    leaving = [big.pk for big in before.bigs if after.big(big.pk) is None]
    for pk in leaving:
        plan.big_sections.filter(pk=pk).update(name=f"#{pk}")
    new: dict[int, int] = {}
    for big in changed:
        values: dict[str, Any] = {"name": big.name, "mode": big.mode, "reason": big.reason}
        values["position"] = big.position
        if big.pk in known:
            plan.big_sections.filter(pk=big.pk).update(**values)
        else:
            key = {"pk": big.pk} if big.pk > 0 else {}
            made = BigSection.objects.create(plan=plan, **key, **values)
            new[big.pk] = made.pk
    return new


def _with_keys(after: Arrangement, new: dict[int, int]) -> Arrangement:
    """The arrangement with real keys in place of provisional ones."""

    def real(pk: int | None) -> int | None:
        return pk if pk is None else new.get(pk, pk)

    return Arrangement(
        bigs=tuple(replace(big, pk=new.get(big.pk, big.pk)) for big in after.bigs),
        places=tuple(
            replace(place, big=real(place.big), people_to=real(place.people_to))
            for place in after.places
        ),
        transfers=tuple(replace(move, big=real(move.big)) for move in after.transfers),
        escorts=tuple(replace(e, big=new.get(e.big, e.big)) for e in after.escorts),
    )


def _write_places(plan: MergePlan, before: Arrangement, after: Arrangement) -> None:
    known = {place.section: place for place in before.places}
    for place in after.places:
        if place != known.get(place.section):
            Placement.objects.filter(plan=plan, section=place.section).update(
                big_section=place.big,
                abolished=place.abolished,
                people_to=place.people_to,
                reason=place.reason,
                position=place.position,
            )


def write_transfers(plan: MergePlan, transfers: Sequence[Transfer]) -> None:
    """Write the duty moves anew; what an import has removed meanwhile cannot be named any more."""
    duties = _there(Duty.of_all_times.all(), [move.duty for move in transfers])
    rulings = _there(DutyRuling.objects.all(), [move.ruling for move in transfers])
    sections = _there(Section.objects.all(), [move.section for move in transfers])
    gone = [move for move in transfers if move.section and move.section not in sections]
    if gone:
        raise Conflict(f"“{gone[0].text}”划入的科室已不存在。", hint="请收回这项划转后重新办理。")
    plan.duty_moves.all().delete()
    DutyMove.objects.bulk_create(
        DutyMove(
            plan=plan,
            duty_id=move.duty if move.duty in duties else None,
            origin_id=move.origin,
            text=move.text,
            big_section_id=move.big,
            section_id=move.section,
            ended=move.ended,
            reason=move.reason,
            ruling_id=move.ruling if move.ruling in rulings else None,
        )
        for move in transfers
    )


def _write_escorts(plan: MergePlan, after: Arrangement) -> None:
    staff = _there(StaffMember.objects.all(), [pk for e in after.escorts for pk in e.staff])
    plan.people_moves.all().delete()
    for escort in after.escorts:
        move = PeopleMove.objects.create(
            plan=plan, section_id=escort.section, big_section_id=escort.big, people=escort.people
        )
        move.staff.set([pk for pk in escort.staff if pk in staff])


def _there(rows: QuerySet[Any], keys: Iterable[int | None]) -> set[int]:
    """Which of the keys still have a row."""
    wanted = {key for key in keys if key is not None}
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
