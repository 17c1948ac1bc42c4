"""Links between the sections of a department: added, changed, removed, carried over a merger."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.audit.seen import check_seen
from bigsection.errors import ChangedSince, Conflict, Invalid, Missing
from departments import permissions
from departments.models import Department, Section, SectionLink

LONGEST_NOTE = 200
Content = tuple[float, str]
"""Strength and note of a link."""


@transaction.atomic
def add(
    *,
    department: Department,
    a: Section,
    b: Section,
    strength: float,
    note: str = "",
    by: User,
    at: datetime,
) -> SectionLink:
    """Note that work runs through two standing sections; their order does not matter.

    ``strength`` is above 0 and at most 1. Raises NotAllowed outside the person's department,
    Invalid for a pair or figure that makes no sense, Conflict when the two are linked already.
    """
    department = _locked(department, by)
    first, second = sorted((a, b), key=lambda section: section.pk)
    known = department.sections.standing().filter(pk__in=(first.pk, second.pk)).count()
    if first == second:
        raise Invalid("一个科室不能与自己往来。", hint="请选择两个不同的科室。")
    if known != 2:
        raise Invalid("两个科室都要是本部门现有的科室。", hint="请重新选择。")
    strength, note = _checked(strength, note)
    present = SectionLink.objects.filter(a=first, b=second).first()
    if present is not None:
        raise Conflict(
            f"“{first}”与“{second}”之间已有业务往来，强度 {present.strength:.0%}。",
            hint="请在表中修改这一行。",
        )
    link = SectionLink.objects.create(
        department=department, a=first, b=second, strength=strength, note=note
    )
    changes = {"strength": [None, strength], "note": [None, note]}
    record("link.add", link, by=by, at=at, of=department, changes=changes)
    return link


@transaction.atomic
def change(
    *,
    link: SectionLink,
    strength: float,
    note: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> SectionLink:
    """Give a link another strength or note.

    ``seen`` is the version that the person had before them. Raises ChangedSince, naming both
    values, when somebody else changed the link meanwhile; Invalid for a figure that makes no sense.
    """
    link = _fresh(link, by)
    strength, note = _checked(strength, note)
    old = (link.strength, link.note)
    if old == (strength, note):
        return link
    _check_seen(link, seen, f"您填的是 {_words((strength, note))}。")
    link.strength, link.note = strength, note
    link.save(update_fields=["strength", "note"])
    new = {"strength": strength, "note": note}
    was = {"strength": old[0], "note": old[1]}
    changes = {field: [was[field], new[field]] for field in new if was[field] != new[field]}
    record("link.change", link, by=by, at=at, of=link.department, changes=changes)
    return link


@transaction.atomic
def remove(*, link: SectionLink, by: User, at: datetime, seen: str | None = None) -> None:
    """Take a link away; the audit trail keeps what it was."""
    link = _fresh(link, by)
    _check_seen(link, seen, "没有删除。")
    changes = {"strength": [link.strength, None], "note": [link.note, None]}
    record("link.remove", link, by=by, at=at, of=link.department, changes=changes)
    link.delete()


def carry_over(*, members: Sequence[Section], new: Section) -> list[SectionLink]:
    """Give the links of ``members``, which are merged into ``new``, to ``new``.

    Must run in the transaction of the merger. Links among the members end with them. Where several
    led to the same section the strongest stays, with the notes of all. Returns the links of ``new``
    in the order of the other section's key.
    """
    pks = {member.pk for member in members}
    found = SectionLink.objects.filter(Q(a__in=pks) | Q(b__in=pks)).order_by("-strength", "pk")
    joined: dict[int, tuple[float, list[str]]] = {}
    for link in found:
        other = link.b_id if link.a_id in pks else link.a_id
        if other in pks or other == new.pk:
            continue
        notes = joined.setdefault(other, (link.strength, []))[1]
        if link.note and link.note not in notes:
            notes.append(link.note)
    for link in SectionLink.objects.filter(Q(a=new) | Q(b=new)):
        other = link.b_id if link.a_id == new.pk else link.a_id
        if other in joined:  # a section that goes on, and takes others in, had links of its own
            strength, notes = joined[other]
            own = [link.note] if link.note and link.note not in notes else []
            joined[other] = (max(strength, link.strength), own + notes)
            link.delete()
    SectionLink.objects.filter(pk__in=[link.pk for link in found]).delete()
    return SectionLink.objects.bulk_create(
        SectionLink(
            department_id=new.department_id,
            a_id=min(other, new.pk),
            b_id=max(other, new.pk),
            strength=strength,
            note="；".join(notes)[:LONGEST_NOTE],
        )
        for other, (strength, notes) in sorted(joined.items())
    )


def _locked(department: Department, by: User) -> Department:
    """The department, locked so that two changes of its links come one after the other."""
    found = (
        Department.objects.select_for_update(of=("self",))
        .select_related("region")
        .get(pk=department.pk)
    )
    permissions.check_edit(by, found)
    return found


def _fresh(link: SectionLink, by: User) -> SectionLink:
    """The link as it stands now, its department locked; Missing when somebody removed it."""
    _locked(link.department, by)
    found = SectionLink.objects.select_related("a", "b", "department__region").filter(pk=link.pk)
    present = found.first()
    if present is None:
        raise Missing("这条业务往来刚被他人删除。", hint="如仍需要，请重新添加。")
    return present


def _check_seen(link: SectionLink, seen: str | None, own: str) -> None:
    """Refuse to change or remove what somebody else has changed meanwhile; ``own`` says what the
    person wanted.
    """
    check_seen(
        seen,
        link.version,
        lambda: ChangedSince(
            f"“{link.a}”与“{link.b}”的往来刚被他人改为 {_words((link.strength, link.note))}；{own}",
            hint="没有覆盖他人的修改。请核对后再办理一次。",
        ),
    )


def _checked(strength: float, note: str) -> Content:
    """The figure and the note as they are stored; Invalid when they make no sense."""
    note = " ".join(note.split())
    if not 0 < strength <= 1:
        raise Invalid("强度要大于 0，不超过 100 %。", hint="没有往来的两个科室不必填。")
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"往来事项不超过 {LONGEST_NOTE} 字。", hint="请写得短些。")
    return round(strength, 4), note


def _words(content: Content) -> str:
    strength, note = content
    return f"{strength:.0%}（{note}）" if note else f"{strength:.0%}"
