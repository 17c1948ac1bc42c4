"""Duty conservation: every duty lands exactly once or ends with a reason, and nobody is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from departments.models import Duty, Section
from mergers.domain.arrangement import Arrangement, Transfer, read
from mergers.domain.ruling_checks import unruled
from mergers.domain.snapshot import Snapshot, snapshot_of
from mergers.domain.workflow import FROZEN
from mergers.models import MergePlan, PlanMode, PlanStatus

NAMED = 5
"""So many duties or sections a fault names; the rest is counted."""
LONGEST = 24
GONE = "已不在册的科室"
"""How a section elsewhere is called whose import was undone since."""


@dataclass(frozen=True, slots=True)
class DutyDestination:
    """Where one duty goes. ``kind`` is big, elsewhere (another department), ended or nowhere;
    ``target`` names it. ``moved`` says that it does not simply go with its section, ``joins`` that
    the section elsewhere has a duty of the same text already, which takes it in.
    """

    duty: int
    text: str
    origin: int
    origin_name: str
    kind: str
    target: str
    big_section: int | None
    reason: str
    moved: bool
    joins: bool = False


def destinations(plan: MergePlan) -> tuple[DutyDestination, ...]:
    """Where every duty of the baseline goes, in the order of the sections and their duties."""
    return destinations_in(snapshot_of(plan), read(plan), settled=plan.status in FROZEN)


def destinations_in(
    snapshot: Snapshot, arrangement: Arrangement, *, settled: bool = False
) -> tuple[DutyDestination, ...]:
    """The same of an arrangement over a structure; two queries where duties leave it.

    While it can still be changed, a duty for a section of another department that is abolished goes
    nowhere; a ``settled`` one says what was decided, whatever became of that section.
    """
    away = _sections_elsewhere((move.section for move in arrangement.transfers), settled)
    joining = _joining(arrangement.transfers)
    moved, homes = arrangement.moved(), arrangement.homes()
    names = {big.pk: big.name for big in arrangement.planned_sections}
    abolished = {place.section for place in arrangement.places if place.abolished}
    found = []
    for section in snapshot.sections:
        # Of an abolished section only the people have a common home: its duties are placed singly.
        home = None if section.id in abolished else homes.get(section.id)
        for duty, text in section.duties:
            kind, target, big, reason = _destination(moved.get(duty), home, names, away)
            found.append(
                DutyDestination(
                    duty=duty,
                    text=text,
                    origin=section.id,
                    origin_name=section.name,
                    kind=kind,
                    target=target,
                    big_section=big,
                    reason=reason,
                    moved=duty in moved,
                    joins=duty in joining,
                )
            )
    return tuple(found)


def _destination(
    move: Transfer | None, home: int | None, names: Mapping[int, str], away: Mapping[int, str]
) -> tuple[str, str, int | None, str]:
    """Kind, name and key of where a duty lands, with the reason."""
    if move is None:
        if home is None:
            return "nowhere", "", None, ""
        return "big", names[home], home, ""
    if move.ended:
        return "ended", "", None, move.reason
    if move.big is not None and move.big in names:
        return "big", names[move.big], move.big, move.reason
    if move.section is not None and move.section in away:
        return "elsewhere", away[move.section], None, move.reason
    return "nowhere", "", None, move.reason


def _sections_elsewhere(keys: Iterable[int | None], settled: bool) -> dict[int, str]:
    """The sections of other departments, with their department's name before theirs: the standing
    ones, or all of them.
    """
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    among = Section.objects.all() if settled else Section.objects.standing()
    rows = among.filter(pk__in=wanted).select_related("department")
    names = {section.pk: f"{section.department} · {section}" for section in rows}
    return dict.fromkeys(wanted, GONE) | names if settled else names


def _joining(moves: Iterable[Transfer]) -> set[int]:
    """The duties whose receiving section of another department has one of the same text."""
    leaving = [move for move in moves if move.section is not None and move.duty is not None]
    if not leaving:
        return set()
    there = Duty.objects.filter(section__in={move.section for move in leaving})
    same = set(there.exclude(pk__in=[m.duty for m in leaving]).values_list("section", "text"))
    return {move.duty for move in leaving if move.duty and (move.section, move.text) in same}


def faults(plan: MergePlan) -> tuple[str, ...]:
    """Why a plan may not be submitted, in words that say what to do; empty when it may."""
    return faults_in(plan, read(plan))


def faults_in(
    plan: MergePlan, arrangement: Arrangement, landed: Sequence[DutyDestination] | None = None
) -> tuple[str, ...]:
    """The same of an arrangement that has been read already, perhaps with where its duties land
    while it can still be changed.
    """
    snapshot = snapshot_of(plan)
    names = {section.id: section.name for section in snapshot.sections}
    landed = destinations_in(snapshot, arrangement) if landed is None else landed
    people = {section.id: section.people for section in snapshot.sections}
    return (
        *_unplaced(arrangement, names),
        *_lost_duties(landed, arrangement),
        *_twice(arrangement),
        *_not_ruled(plan, arrangement),
        *_without_reason(arrangement, names),
        *_empty(arrangement, landed),
        *_too_many_people(arrangement, names, people),
        *_same_names(arrangement, names),
    )


def _unplaced(arrangement: Arrangement, names: Mapping[int, str]) -> list[str]:
    """Sections on the bench, and abolished ones whose people have nowhere to go."""
    found = []
    bench = [names.get(pk, "") for pk in arrangement.bench()]
    if bench:
        found.append(f"还有科室待安置：{_named(bench)}。请把它们移到大科室，或予以撤销。")
    stranded = [p.section for p in arrangement.places if p.abolished and p.people_to is None]
    if stranded:
        words = _named([names.get(pk, "") for pk in stranded])
        found.append(f"撤销的科室没有写明人员去向：{words}。请选择接收人员的大科室。")
    return found


def _lost_duties(landed: Sequence[DutyDestination], arrangement: Arrangement) -> list[str]:
    """Duties that land nowhere; those on the bench are named with their section already."""
    bench = set(arrangement.bench())
    lost = [
        destination
        for destination in landed
        if destination.kind == "nowhere" and destination.origin not in bench
    ]
    if not lost:
        return []
    words = _named([f"“{_short(one.text)}”（{one.origin_name}）" for one in lost])
    return [f"有 {len(lost)} 项职责没有去向：{words}。请逐项划入大科室，或写明理由予以终止。"]


def _twice(arrangement: Arrangement) -> list[str]:
    """Duties that would land in two places, or end without a reason."""
    seen: set[int] = set()
    twice, unexplained = [], []
    for move in arrangement.transfers:
        if move.duty in seen:
            twice.append(f"“{_short(move.text)}”")
        if move.duty is not None:
            seen.add(move.duty)
        if move.ended and not move.reason.strip():
            unexplained.append(f"“{_short(move.text)}”")
    found = []
    if twice:
        found.append(f"这些职责有两个去向：{_named(twice)}。请只保留一个。")
    if unexplained:
        found.append(f"这些职责终止而没有理由：{_named(unexplained)}。请写明理由。")
    return found


def _not_ruled(plan: MergePlan, arrangement: Arrangement) -> list[str]:
    """Duties that leave the department without a ruling; one that the plan has carried out is used
    up and no fault.
    """
    leaving = any(move.section is not None for move in arrangement.transfers)
    if not leaving or plan.status == PlanStatus.EXECUTED:
        return []
    bare = [f"“{_short(m.text)}”" for m in unruled(plan.department_id, arrangement.transfers)]
    if not bare:
        return []
    return [f"这些职责划入其他部门而没有有效的裁定：{_named(bare)}。请收回划转，或由编办裁定。"]


def _without_reason(arrangement: Arrangement, names: Mapping[int, str]) -> list[str]:
    """Abolished sections nobody gave a reason for."""
    bare = [
        names.get(p.section, "") for p in arrangement.places if p.abolished and not p.reason.strip()
    ]
    return [f"撤销科室没有写明理由：{_named(bare)}。请补充理由。"] if bare else []


def _empty(arrangement: Arrangement, landed: Sequence[DutyDestination]) -> list[str]:
    """Big sections without any duty: neither a section goes there nor a single duty."""
    working = {destination.big_section for destination in landed}
    empty = [
        f"“{big.name}”"
        for big in arrangement.planned_sections
        if not arrangement.members(big.pk) and big.pk not in working
    ]
    if not empty:
        return []
    return [f"新设的大科室没有职责：{_named(empty)}。请划入职责，或删去这个大科室。"]


def _too_many_people(
    arrangement: Arrangement, names: Mapping[int, str], people: Mapping[int, int]
) -> list[str]:
    """Sections that more people leave than work there."""
    leaving: dict[int, int] = {}
    for people_transfer in arrangement.people_transfers:
        leaving[people_transfer.section] = (
            leaving.get(people_transfer.section, 0) + people_transfer.people
        )
    return [
        f"从“{names.get(pk, '')}”随转 {count} 人，而该科室只有 {people.get(pk, 0)} 人。请改少人数。"
        for pk, count in leaving.items()
        if count > people.get(pk, 0)
    ]


def _same_names(arrangement: Arrangement, names: Mapping[int, str]) -> list[str]:
    """Sections of one name afterwards: members of 合署 and 统筹 keep theirs, others take that of
    their big section.
    """
    taken: Counter[str] = Counter()
    for big in arrangement.planned_sections:
        members = arrangement.members(big.pk)
        if len(members) > 1 and big.mode != PlanMode.MERGE:
            taken.update(names.get(pk, "") for pk in members)
        else:
            taken[big.name] += 1
    double = [f"“{name}”" for name, count in taken.items() if count > 1]
    return [f"调整后有科室重名：{_named(double)}。请改名。"] if double else []


def _named(words: Sequence[str]) -> str:
    """The first few, and how many there are."""
    shown = "、".join(words[:NAMED])
    return shown if len(words) <= NAMED else f"{shown}等 {len(words)} 个"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
