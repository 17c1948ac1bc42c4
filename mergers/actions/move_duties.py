"""Carrying a plan out: duties, work items and links get their new sections."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from bigsection.errors import Conflict
from departments.actions import section_links
from departments.models import Duty, Section, WorkItem
from mergers.actions.execution_context import ExecutionContext
from mergers.domain.arrangement import Transfer
from mergers.domain.ruling_checks import unruled
from mergers.domain.snapshot import snapshot_of
from mergers.models import DutyRuling

LONGEST_REASON = 500


def move_duties(context: ExecutionContext) -> None:
    """Every duty lands where the plan says, with its work items; those that end are dated."""
    _execute_rulings(context)
    moves = context.arrangement.moved()
    rows = Duty.objects.in_bulk(
        [duty for section in snapshot_of(context.plan).sections for duty, _ in section.duties]
    )
    arriving: dict[int, list[Duty]] = {}
    ended: list[Duty] = []
    targets: dict[int, Section] = {}
    elsewhere = _elsewhere(moves.values())
    for origin in snapshot_of(context.plan).sections:
        for pk, _ in origin.duties:
            duty, move = rows[pk], moves.get(pk)
            if move is not None and move.ended:
                duty.ended_on, duty.end_reason = context.today, move.reason
                ended.append(duty)
                context.note("duty.end", duty, {"reason": [None, move.reason]})
                continue
            target = _target(context, origin.id, move, elsewhere)
            if target.pk == duty.section_id:
                continue
            same = _same_duty(move, target)
            if move is not None and same is not None:
                _join(context, origin.id, duty, same, move)
                ended.append(duty)
                continue
            targets[target.pk] = target
            # a duty that goes with its section comes before one that is moved in
            arriving.setdefault(target.pk, []).append(duty)
            _along(origin.id, duty, target)
            if move is not None:
                _note(context, origin.id, duty, target, move)
    Duty.objects.bulk_update(ended, ["ended_on", "end_reason"])
    for pk, duties in arriving.items():
        duties.sort(key=lambda duty: duty.pk in moves)
        _append(targets[pk], duties)
    _loose_items(context, moves)


def _target(
    context: ExecutionContext, origin: int, move: Transfer | None, elsewhere: dict[int, Section]
) -> Section:
    """The section in which a duty lands."""
    if move is None:
        return context.home_of(origin)
    if move.big is not None:
        return context.targets[move.big]
    found = elsewhere.get(move.section or 0)
    if found is None:
        raise Conflict(
            f"职责“{move.text}”划入的科室已不在设。", hint="请退回方案，由经办人改定去向。"
        )
    return found


def _elsewhere(moves: Iterable[Transfer]) -> dict[int, Section]:
    """The standing sections of other departments that get duties, locked."""
    keys = {move.section for move in moves if move.section is not None}
    if not keys:
        return {}
    rows = Section.objects.standing().filter(pk__in=keys).select_related("department__region")
    return {section.pk: section for section in rows.select_for_update(of=("self",))}


def _along(origin: int, duty: Duty, target: Section) -> None:
    """The work items of a duty go where it goes."""
    WorkItem.objects.filter(section=origin, duty=duty).update(section=target)


def _same_duty(move: Transfer | None, target: Section) -> Duty | None:
    """The duty of the same text that a section of another department has already, held."""
    if move is None or move.section is None:
        return None
    same = Duty.objects.select_for_update().filter(section=target, text=move.text)
    found = same.order_by("position", "pk").first()
    if found is not None:
        found.section = target
    return found


def _join(context: ExecutionContext, origin: int, duty: Duty, same: Duty, move: Transfer) -> None:
    """A duty goes on in the same duty of its receiver, with its work items; its own row ends, with
    the ruling as reason.
    """
    WorkItem.objects.filter(section=origin, duty=duty).update(section=same.section, duty=same)
    where = f"{same.section.department} · {same.section}"
    reason = f"按裁定并入“{where}”的同一职责。{move.reason}"
    duty.ended_on, duty.end_reason = context.today, reason[:LONGEST_REASON]
    _note(context, origin, duty, same.section, move)


def _append(target: Section, duties: list[Duty]) -> None:
    """Put duties at the end of a section's list."""
    last: int | None = target.duties.aggregate(last=Max("position"))["last"]
    for position, duty in enumerate(duties, start=0 if last is None else last + 1):
        duty.section, duty.position = target, position
    Duty.objects.bulk_update(duties, ["section", "position"])


def _loose_items(context: ExecutionContext, moves: dict[int, Transfer]) -> None:
    """Work items without a duty of their own section follow the section; those of an ended duty
    stay with it, to be read.
    """
    for place in context.arrangement.places:
        home = context.home_of(place.section)
        if home.pk == place.section:
            continue
        own = [duty for duty, move in moves.items() if move.origin == place.section]
        items = WorkItem.objects.filter(section=place.section)
        items.exclude(duty__in=own).update(section=home)


def _note(
    context: ExecutionContext, origin: int, duty: Duty, target: Section, move: Transfer
) -> None:
    """Record one duty that leaves its section; a transfer to another department in both."""
    old = context.sections[origin].name
    if move.section is None:
        context.note("duty.move", duty, {"section": [old, target.name]})
        return
    words = f"{target.department} · {target}"
    context.note("duty.transfer", duty, {"section": [old, words]})
    source = f"{context.department} · {old}"
    context.note("duty.transfer", duty, {"section": [source, target.name]}, target.department)


def _execute_rulings(context: ExecutionContext) -> None:
    """Mark the rulings that this plan carries out; a transfer without one stops it."""
    moves = context.arrangement.transfers
    bare = unruled(context.department.pk, moves, lock=True)
    if bare:
        raise Conflict(
            f"职责“{bare[0].text}”划入其他部门的裁定已撤销、修改或已经执行过。",
            hint="请退回方案，由经办人核对裁定。",
        )
    keys = {move.ruling for move in moves if move.ruling is not None}
    DutyRuling.objects.filter(pk__in=keys).update(executed_at=context.at)


def carry_links_over(context: ExecutionContext) -> None:
    """Links between sections go to those that take over."""
    for big in context.arrangement.planned_sections:
        if context.is_merged(big):
            section_links.carry_over(members=context.own(big), new=context.targets[big.pk])
    for place in context.arrangement.places:
        if place.abolished and place.people_to is not None:
            section = context.sections[place.section]
            section_links.carry_over(members=[section], new=context.targets[place.people_to])
