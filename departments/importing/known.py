"""What the database knows already, row by row, with the keys by which a file's rows match."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from departments.importing.differences import KnownRow, numbered
from departments.importing.fields import fields_of
from departments.models import (
    Department,
    Duty,
    LifecycleStatus,
    Post,
    Section,
    SectionLink,
    StaffMember,
    WorkItem,
)
from departments.workbook.grid import turned

Key = tuple[Any, ...]
Rows = dict[Key, KnownRow]
FETCHED_AT_ONCE = 2_000


def departments(found: list[Department]) -> Rows:
    """Departments by name."""
    fields = fields_of("quota")
    return {
        (row.name,): KnownRow(
            row.pk, row.name, row.name, {name: getattr(row, name) for name in fields}
        )
        for row in found
    }


def sections(pks: list[int], renamed: dict[int, str]) -> Rows:
    """Standing sections by department and name; ``renamed`` gives the name in the file of those
    that the file calls otherwise.
    """
    rows: Rows = {}
    fields = ("name", *fields_of("sections"))
    found = Section.objects.standing().filter(department__in=pks)
    for section in found.select_related("department").prefetch_related("quotas"):
        values: dict[str, Any] = {name: getattr(section, name) for name in fields}
        values["quota_by_type"] = {q.quota_type: q.authorised for q in section.quotas.all()}
        department = section.department.name
        key = (department, renamed.get(section.pk, section.name))
        rows[key] = KnownRow(section.pk, section.name, department, values)
    return rows


def duties(pks: list[int], renamed: dict[int, str]) -> Rows:
    """Duties in force by department, section, text, and which time the text stands there."""
    rows: Rows = {}
    times: Counter[Key] = Counter()
    found = Duty.objects.filter(section__department__in=pks, section__standing="active")
    names = ("pk", "section_id", "section__department__name", "section__name", "text", "kind")
    for pk, section_pk, department, section, text, kind in found.values_list(*names):
        name = renamed.get(section_pk, section)
        key = numbered(times, department, name, text)
        rows[key] = KnownRow(pk, text, department, {"duty_kind": kind, "section": name})
    return rows


class Ended(NamedTuple):
    """When a duty ended, and why."""

    on: date
    reason: str


def ended_duties(pks: list[int], renamed: dict[int, str]) -> dict[Key, Ended]:
    """Duties that are not in force any more, by department, section and text; the latest end."""
    found = Duty.of_all_times.filter(
        section__department__in=pks,
        section__standing=LifecycleStatus.ACTIVE,
        ended_on__isnull=False,
    ).order_by("ended_on")
    names = ("section_id", "section__department__name", "section__name", "text")
    return {
        (department, renamed.get(section_pk, section), text): Ended(on, reason)
        for section_pk, department, section, text, on, reason in found.values_list(
            *names, "ended_on", "end_reason"
        )
    }


def links(pks: list[int], renamed: dict[int, str]) -> Rows:
    """Links between standing sections, by department and the two names in alphabetical order."""
    rows: Rows = {}
    found = SectionLink.objects.filter(
        department__in=pks, a__standing=LifecycleStatus.ACTIVE, b__standing=LifecycleStatus.ACTIVE
    )
    names = ("pk", "department__name", "a_id", "a__name", "b_id", "b__name", "strength", "note")
    for pk, department, a_pk, a, b_pk, b, strength, note in found.values_list(*names):
        one, other = renamed.get(a_pk, a), renamed.get(b_pk, b)
        values = {"strength": round(strength, 6), "note": " ".join(note.split())}
        row = KnownRow(pk, link_label(one, other), department, values)
        rows[department, *sorted((one, other))] = row
    return rows


def link_label(section: str, partner: str) -> str:
    """How a link is called on the pages."""
    return f"{section} — {partner}"


def work_items(pks: list[int], renamed: dict[int, str]) -> Rows:
    """Work items by department, section, duty, matter, and which time they stand there."""
    rows: Rows = {}
    times: Counter[Key] = Counter()
    fields = fields_of("workload")
    found = WorkItem.objects.filter(section__department__in=pks, section__standing="active")
    names = ("pk", "section_id", "section__department__name", "section__name", "duty_text")
    for pk, section_pk, department, section, duty, *rest in found.values_list(*names, *fields):
        values = dict(zip(fields, rest, strict=True)) | {"duty": duty}
        matter = values["matter"]
        key = numbered(times, department, renamed.get(section_pk, section), duty, matter)
        rows[key] = KnownRow(pk, matter, department, values)
    return rows


class People:
    """People on the roster, one tuple of ``names`` each, in the order of the database."""

    names = (*fields_of("staff"), "section", "post", "held_since")

    def __init__(self, pks: list[int], renamed: dict[int, str]) -> None:
        """Those of the departments ``pks``; ``renamed`` as with sections."""
        found = StaffMember.objects.standing().filter(department__in=pks)
        names = ("pk", "department__name", "section_id", "section__name", *fields_of("staff"))
        read = turned(found.values_list(*names).iterator(FETCHED_AT_ONCE)) or [[] for _ in names]
        self.pks, self.departments, section_pks, sections, *columns = read
        columns += _sections(section_pks, sections, renamed), *_main_posts(pks, self.pks)
        self.rows = list(zip(*columns, strict=True))
        self.numbers = columns[self.names.index("id_number")]
        self.unnumbered = not all(self.numbers)

    @cached_property
    def by_number(self) -> dict[Key, int]:
        """The place of each person by department and ID number."""
        numbers = enumerate(zip(self.departments, self.numbers, strict=True))
        return {
            (department, "id", number): place for place, (department, number) in numbers if number
        }

    def row(self, place: int) -> KnownRow:
        """A person as a row of the database."""
        values = dict(zip(self.names, self.rows[place], strict=True))
        return KnownRow(self.pks[place], values["name"], self.departments[place], values)


def _sections(pks: list[int | None], names: list[str | None], renamed: dict[int, str]) -> list[str]:
    return [renamed.get(pk or 0, name) or "" for pk, name in zip(pks, names, strict=True)]


def _main_posts(departments: list[int], people: list[int]) -> tuple[list[str], list[str]]:
    """The title of each person's main post, and since when they hold it."""
    found = Post.objects.filter(department__in=departments, concurrent=False)
    read = turned(found.values_list("holder_id", "title", "held_since").iterator(FETCHED_AT_ONCE))
    holders, titles, since = read or ([], [], [])
    title_of = dict(zip(holders, titles, strict=True))
    since_of = dict(zip(holders, since, strict=True))
    return [title_of.get(pk, "") for pk in people], [since_of.get(pk, "") for pk in people]
