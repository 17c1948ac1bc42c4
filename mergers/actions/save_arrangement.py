"""Writing an arrangement into the rows of a plan; called inside an edit or a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.db.models import QuerySet

from bigsection.errors import Conflict
from departments.models import Duty, Section, StaffMember
from mergers.domain.arrangement import Arrangement, Transfer, in_order, read
from mergers.domain.ruling_checks import unruled
from mergers.models import BigSection, DutyMove, MergePlan, PeopleMove, Placement


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
        write_transfers(plan, after.transfers, known=before.transfers)
    if after.people_transfers != before.people_transfers:
        _write_escorts(plan, after)
    gone = {big.pk for big in before.planned_sections} - {big.pk for big in after.planned_sections}
    if gone:
        plan.big_sections.filter(pk__in=gone).delete()
    if (after.transfers, after.people_transfers) == (before.transfers, before.people_transfers):
        return after
    return read(plan)  # what an import has removed meanwhile is named no more


def _write_bigs(plan: MergePlan, before: Arrangement, after: Arrangement) -> dict[int, int]:
    """Write big sections that are new or changed; the keys that new ones get."""
    known = {big.pk: big for big in before.planned_sections}
    changed = [big for big in after.planned_sections if big != known.get(big.pk)]
    names = {big.name for big in changed}
    for big in before.planned_sections:  # a name that another takes over must be free by then
        now = after.big(big.pk)
        if big.name in names and (now is None or now.name != big.name):
            plan.big_sections.filter(pk=big.pk).update(name=f"#{big.pk}")
    rows = {big.pk: BigSection(plan=plan, **asdict(big)) for big in changed}
    BigSection.objects.bulk_update(
        [row for pk, row in rows.items() if pk in known], ["name", "mode", "reason", "position"]
    )
    for pk, row in rows.items():
        if pk not in known:
            row.pk = pk if pk > 0 else None
            row.save(force_insert=True)
    return {pk: row.pk for pk, row in rows.items() if pk < 0}


def _with_keys(after: Arrangement, new: dict[int, int]) -> Arrangement:
    """The arrangement with real keys in place of provisional ones."""

    def real(pk: int | None) -> int | None:
        return pk if pk is None else new.get(pk, pk)

    return Arrangement(
        planned_sections=tuple(
            replace(big, pk=new.get(big.pk, big.pk)) for big in after.planned_sections
        ),
        places=tuple(
            replace(place, big=real(place.big), people_to=real(place.people_to))
            for place in after.places
        ),
        transfers=tuple(replace(move, big=real(move.big)) for move in after.transfers),
        people_transfers=tuple(
            replace(e, big=new.get(e.big, e.big)) for e in after.people_transfers
        ),
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


def write_transfers(
    plan: MergePlan, transfers: Sequence[Transfer], known: Sequence[Transfer] = ()
) -> None:
    """Write the duty moves anew; what an import has removed meanwhile cannot be named any more.

    Raises Conflict for a transfer to another department that is not among the ``known`` ones and
    that no ruling bears, as when an edit is made again after its ruling was revoked.
    """
    bare = unruled(plan.department_id, [one for one in transfers if one not in known], lock=True)
    if bare:
        raise Conflict(
            f"“{bare[0].text}”划入其他部门的裁定已撤销、修改或执行。",
            hint="请在“职责边界”核对裁定，再从方案页面重新加入。",
        )
    duties = _there(Duty.of_all_times.all(), [move.duty for move in transfers])
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
            ruling_id=move.ruling,
        )
        for move in transfers
    )


def _write_escorts(plan: MergePlan, after: Arrangement) -> None:
    staff = _there(
        StaffMember.objects.all(), [pk for e in after.people_transfers for pk in e.staff]
    )
    plan.people_moves.all().delete()
    for people_transfer in after.people_transfers:
        move = PeopleMove.objects.create(
            plan=plan,
            section_id=people_transfer.section,
            big_section_id=people_transfer.big,
            people=people_transfer.people,
        )
        move.staff.set([pk for pk in people_transfer.staff if pk in staff])


def _there(rows: QuerySet[Any], keys: Iterable[int | None]) -> set[int]:
    """Which of the keys still have a row."""
    wanted = {key for key in keys if key is not None}
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
