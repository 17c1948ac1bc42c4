"""Changing a draft by hand: where sections go, in which mode, and why.

Every edit of a draft or returned plan is one step (edit_session.py): written, scored, kept for undo
and recorded as "plan.edit". Duties and people are in duty_edits.py, undo and redo in undo.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.errors import Invalid
from departments.models import Section
from mergers.actions.cleanup_after_move import settled
from mergers.actions.edit_session import checked_reason, keep, open_draft
from mergers.domain.arrangement import Arrangement, Place, PlannedSection
from mergers.domain.arrangement_edits import NEW, with_big, with_place, without_big
from mergers.domain.naming import checked_name
from mergers.models import BigSection, MergePlan, PlanEdit, PlanMode


@transaction.atomic
def move_section(
    *,
    plan: MergePlan,
    section: Section,
    to: BigSection | None,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> PlanEdit:
    """Put a section into another big section, or with None on the bench (待安置).

    The big section that it leaves goes when nothing else lands there; names that nobody chose
    follow the members. Raises Invalid when it is there already.
    """
    draft = open_draft(plan, by, seen)
    old = draft.place(section.pk)
    target = draft.big(to).pk if to else None
    if old.big == target and not old.abolished:
        where = draft.now.big(target)
        raise Invalid(
            f"“{draft.name(section.pk)}”已经在“{where.name if where else '待安置'}”。",
            hint="请选择另一个去向。",
        )
    after = with_place(draft.now, _placed(old, target))
    after = settled(draft, after, left=old.big)
    where = after.big(target)
    words = (
        f"“{draft.name(section.pk)}”移到“{where.name}”"
        if where
        else (f"“{draft.name(section.pk)}”移到待安置")
    )
    return keep(draft, after, words, by=by, at=at)


@transaction.atomic
def found_big_section(
    *,
    plan: MergePlan,
    name: str,
    mode: str | None = None,
    reason: str = "",
    section: Section | None = None,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> BigSection:
    """Found a big section (新设): an empty one, or one of its own for ``section``.

    ``mode`` is the plan's unless told. Raises Invalid for a name that is empty or taken; the big
    section that ``section`` leaves may have to give its name up first.
    """
    draft = open_draft(plan, by, seen)
    old = draft.place(section.pk) if section else None
    name = name or (draft.name(section.pk) if section else "")
    mode = _known_mode(mode or draft.plan.mode)
    after = draft.now
    if old is not None:
        after = settled(draft, with_place(after, _placed(old, None)), left=old.big)
    name = _free_name(after, name)
    after = with_big(after, PlannedSection(NEW, name, mode, checked_reason(reason)))
    words = f"新设“{name}”"
    if section is not None and old is not None:
        after = with_place(after, _placed(old, NEW))
        words = f"“{draft.name(section.pk)}”单独设为“{name}”"
    keep(draft, after, words, by=by, at=at)
    return draft.plan.big_sections.get(name=name)


@transaction.atomic
def remove_big_section(
    *, plan: MergePlan, big_section: BigSection, by: User, at: datetime, seen: str | None = None
) -> PlanEdit:
    """Take an empty big section away; Invalid while anything lands in it."""
    draft = open_draft(plan, by, seen)
    big = draft.big(big_section)
    if not draft.now.is_empty(big.pk):
        raise Invalid(
            f"“{big.name}”里还有科室、职责或人员。", hint="请先把它们移走，再删去这个大科室。"
        )
    return keep(draft, without_big(draft.now, big.pk), f"删去“{big.name}”", by=by, at=at)


@transaction.atomic
def rename_big_section(
    *,
    plan: MergePlan,
    big_section: BigSection,
    name: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> PlanEdit | None:
    """Give a big section another name; None when it has that name already.

    Raises Invalid for a name that is empty, too long or taken.
    """
    draft = open_draft(plan, by, seen)
    big = draft.big(big_section)
    if checked_name(name) == big.name:
        return None
    name = _free_name(draft.now, name)
    words = f"“{big.name}”改名为“{name}”"
    return keep(
        draft,
        with_big(draft.now, replace(big, name=name)),
        words,
        by=by,
        at=at,
        verb="plan.rename",
        changes={"name": [big.name, name]},
    )


@transaction.atomic
def set_mode(
    *,
    plan: MergePlan,
    big_section: BigSection,
    mode: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> PlanEdit:
    """Choose how the members of a big section come together: 合并, 合署办公 or 统筹."""
    draft = open_draft(plan, by, seen)
    big = draft.big(big_section)
    mode = _known_mode(mode)
    label = PlanMode(mode).label
    if big.mode == mode:
        raise Invalid(f"“{big.name}”已经是{label}。", hint="请选择另一种方式。")
    after = with_big(draft.now, replace(big, mode=mode))
    return keep(draft, after, f"“{big.name}”改为{label}", by=by, at=at)


@transaction.atomic
def explain(
    *,
    plan: MergePlan,
    reason: str,
    big_section: BigSection | None = None,
    section: Section | None = None,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> PlanEdit:
    """Write the reason of a big section or of a section's verdict; an empty one goes back to the
    reason that the plan's figures give.
    """
    draft = open_draft(plan, by, seen)
    reason = checked_reason(reason)
    if big_section is not None:
        big = draft.big(big_section)
        after, subject, old = with_big(draft.now, replace(big, reason=reason)), big.name, big.reason
    elif section is not None:
        place = draft.place(section.pk)
        if place.abolished and not reason:
            raise Invalid("撤销科室必须写明理由。", hint="请填写理由。")
        after = with_place(draft.now, replace(place, reason=reason))
        subject, old = draft.name(section.pk), place.reason
    else:
        raise Invalid("没有说明是哪个科室或大科室。", hint="请从方案页面填写理由。")
    if old == reason:
        raise Invalid("理由没有变化。", hint="请修改后再保存。")
    words = f"“{subject}”的理由：{reason}" if reason else f"“{subject}”恢复默认理由"
    return keep(draft, after, words, by=by, at=at)


@transaction.atomic
def abolish_section(
    *,
    plan: MergePlan,
    section: Section,
    people_to: BigSection,
    reason: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> PlanEdit:
    """Abolish a section outright (撤销): its people go to ``people_to``.

    Its duties need places of their own from then on. Raises Invalid without a reason.
    """
    draft = open_draft(plan, by, seen)
    old = draft.place(section.pk)
    reason = checked_reason(reason)
    if not reason:
        raise Invalid("撤销科室必须写明理由。", hint="请填写理由。")
    target = draft.big(people_to)
    if target.pk == old.big and draft.now.members(target.pk) == (section.pk,):
        raise Invalid(
            f"“{target.name}”里只有这个科室，不能接收它的人员。", hint="请选择另一个大科室。"
        )
    place = replace(old, big=None, abolished=True, people_to=target.pk, reason=reason)
    after = settled(draft, with_place(draft.now, place), left=old.big)
    words = f"撤销“{draft.name(section.pk)}”，人员到“{target.name}”"
    return keep(draft, after, words, by=by, at=at)


def _placed(old: Place, big: int | None) -> Place:
    """The section in a big section; why it was abolished is no reason for where it goes now."""
    reason = "" if old.abolished else old.reason
    return replace(old, big=big, abolished=False, people_to=None, reason=reason)


def _free_name(now: Arrangement, name: str) -> str:
    name = checked_name(name)
    if any(big.name == name for big in now.planned_sections):
        raise Invalid(f"本方案已有名为“{name}”的大科室。", hint="请换一个名称。")
    return name


def _known_mode(mode: str) -> str:
    if mode not in PlanMode.values:
        raise Invalid("没有这种整合方式。", hint="请选择合并、合署办公或统筹。")
    return mode
