"""Changing a draft by hand: where single duties and people go, apart from their sections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.errors import Conflict, Invalid
from departments.models import Duty, Section, StaffMember
from mergers.actions.edit_session import Draft, checked_reason, keep, open_draft
from mergers.domain.arrangement import PeopleTransfer, Transfer
from mergers.domain.arrangement_edits import with_people_transfer, with_transfers, without_transfers
from mergers.domain.snapshot import snapshot_of
from mergers.models import BigSection, DutyRuling, MergePlan, PlanEdit
from mergers.planning.transfers import given_by


@transaction.atomic
def move_duties(
    *,
    plan: MergePlan,
    duties: Sequence[Duty],
    to: BigSection,
    reason: str = "",
    by: User,
    at: datetime,
    seen: str | None = None,
) -> PlanEdit:
    """Let duties go to a big section apart from their sections (职责划转).

    Into the big section of its own section a duty goes anyway: that takes its move back. Raises
    Invalid for duties that the plan's baseline does not have.
    """
    draft = open_draft(plan, by, seen)
    target, reason = draft.big(to), checked_reason(reason)
    moves = [
        Transfer(duty, origin, text, big=target.pk, reason=reason)
        for duty, origin, text in _known(draft, duties)
    ]
    after = with_transfers(draft.now, moves)
    if after == draft.now:
        raise Invalid(f"所选职责已经在“{target.name}”。", hint="请选择另一个大科室。")
    return keep(draft, after, f"{_counted(moves)}划入“{target.name}”", by=by, at=at)


@transaction.atomic
def end_duties(
    *,
    plan: MergePlan,
    duties: Sequence[Duty],
    reason: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> PlanEdit:
    """Let duties end with the plan; Invalid without a reason."""
    draft = open_draft(plan, by, seen)
    reason = checked_reason(reason)
    if not reason:
        raise Invalid("终止职责必须写明理由。", hint="请填写理由，例如依据的文件。")
    moves = [
        Transfer(duty, origin, text, ended=True, reason=reason)
        for duty, origin, text in _known(draft, duties)
    ]
    after = with_transfers(draft.now, moves)
    if after == draft.now:
        raise Invalid("所选职责已按这个理由终止。", hint="请修改理由，或选择别的职责。")
    return keep(draft, after, f"{_counted(moves)}终止：{reason}", by=by, at=at)


@transaction.atomic
def return_duties(
    *, plan: MergePlan, duties: Sequence[Duty], by: User, at: datetime, seen: str | None = None
) -> PlanEdit:
    """Let duties follow their sections again."""
    draft = open_draft(plan, by, seen)
    chosen = {duty.pk for duty in duties}
    moves = [move for move in draft.now.transfers if move.duty in chosen]
    if not moves:
        raise Invalid("所选职责没有单独划转。", hint="请刷新页面查看职责去向。")
    after = without_transfers(draft.now, chosen)
    return keep(draft, after, f"{_counted(moves)}随原科室", by=by, at=at)


@transaction.atomic
def apply_ruling(
    *, plan: MergePlan, ruling: DutyRuling, by: User, at: datetime, seen: str | None = None
) -> PlanEdit:
    """Make a duty's transfer to another department part of the plan.

    Raises Invalid when the ruling is no transfer, is carried out already, or gives a duty that no
    section of the plan has; Conflict when it was revoked meanwhile.
    """
    draft = open_draft(plan, by, seen)
    given = given_by(_held(ruling), snapshot_of(draft.plan))
    move = given.transfer()
    receiver = Section.objects.select_related("department").get(pk=given.section)
    after = with_transfers(draft.now, [move])
    if after == draft.now:
        raise Invalid("这条裁定已在方案中。", hint="无需重复加入。")
    words = f"按裁定，{_counted([move])}划入“{receiver.department} · {receiver}”"
    return keep(draft, after, words, by=by, at=at)


def _held(ruling: DutyRuling) -> DutyRuling:
    """The ruling as it is now; nobody changes it until the end of the transaction."""
    rows = DutyRuling.objects.select_for_update(of=("self",)).select_related("receiver")
    found = rows.filter(pk=ruling.pk).first()
    if found is None:
        raise Conflict("这条裁定已被撤销。", hint="请刷新页面。")
    return found


@transaction.atomic
def drop_ruling(
    *, plan: MergePlan, ruling: DutyRuling, by: User, at: datetime, seen: str | None = None
) -> PlanEdit:
    """Take a transfer to another department out of the plan again."""
    draft = open_draft(plan, by, seen)
    moves = [move for move in draft.now.transfers if move.ruling == ruling.pk]
    if not moves:
        raise Invalid("这条裁定不在方案中。", hint="请刷新页面查看职责去向。")
    after = without_transfers(draft.now, {move.duty for move in moves if move.duty})
    return keep(draft, after, f"不再执行裁定：{_counted(moves)}随原科室", by=by, at=at)


@transaction.atomic
def move_people(
    *,
    plan: MergePlan,
    section: Section,
    to: BigSection,
    people: int,
    staff: Sequence[StaffMember] = (),
    by: User,
    at: datetime,
    seen: str | None = None,
) -> PlanEdit:
    """Let people of a section go to another big section; 0 takes the move back.

    ``staff`` names those who are known, at most ``people`` of them. Raises Invalid when there are
    not so many people, when they go there with their section anyway, or for people of others.
    """
    draft = open_draft(plan, by, seen)
    place, target = draft.place(section.pk), draft.big(to)
    name = draft.name(section.pk)
    if people and place.home == target.pk:
        raise Invalid(f"“{name}”的人员本来就到“{target.name}”。", hint="请选择另一个大科室。")
    named = tuple(sorted({person.pk for person in staff})) if people else ()
    _check_people(draft, section.pk, target.pk, people, named)
    after = with_people_transfer(draft.now, PeopleTransfer(section.pk, target.pk, people, named))
    if after == draft.now:
        raise Invalid("随转人员没有变化。", hint="请修改人数或人员后再保存。")
    words = (
        f"“{name}”随转 {people} 人到“{target.name}”"
        if people
        else (f"“{name}”不再随转人员到“{target.name}”")
    )
    return keep(draft, after, words, by=by, at=at)


def _known(draft: Draft, duties: Sequence[Duty]) -> list[tuple[int, int, str]]:
    """Key, section and text of the chosen duties as the baseline has them."""
    rows = {
        duty: (duty, section.id, text)
        for section in snapshot_of(draft.plan).sections
        for duty, text in section.duties
    }
    if not duties:
        raise Invalid("没有选择职责。", hint="请先勾选职责。")
    if any(duty.pk not in rows for duty in duties):
        raise Invalid("所选职责不在方案的基准中。", hint="请刷新页面后重新选择。")
    return [rows[pk] for pk in dict.fromkeys(duty.pk for duty in duties)]


def _check_people(
    draft: Draft, section: int, big: int, people: int, named: tuple[int, ...]
) -> None:
    """Raise Invalid unless the section has so many people to give, and those named are its own."""
    frozen = snapshot_of(draft.plan).by_id()[section]
    others = [e for e in draft.now.people_transfers if e.section == section and e.big != big]
    there = frozen.people - sum(people_transfer.people for people_transfer in others)
    if people < 0 or people > there:
        raise Invalid(
            f"“{draft.name(section)}”还能随转的人数是 {max(there, 0)}。", hint="请改少人数。"
        )
    if len(named) > people:
        raise Invalid("点名的人员多于随转人数。", hint="请核对人数和名单。")
    if not set(named) <= set(frozen.staff):
        raise Invalid("名单中有不属于这个科室的人员。", hint="请刷新页面后重新选择。")
    if any(set(named) & set(people_transfer.staff) for people_transfer in others):
        raise Invalid("名单中有人已随转到别的大科室。", hint="一个人只能有一个去向。")


def _counted(moves: Sequence[Transfer]) -> str:
    """One duty is quoted, several are counted."""
    if len(moves) > 1:
        return f"{len(moves)} 项职责"
    text = moves[0].text
    return f"职责“{text if len(text) <= 24 else text[:23] + '…'}”"
