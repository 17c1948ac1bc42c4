"""Writes a comparison into the database; the caller opens the transaction and records it."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

from departments.importing import people
from departments.importing.abolishing import abolish
from departments.importing.comparing import Comparison
from departments.importing.differences import NEW, UPDATED, RowDifference, TableDifference
from departments.importing.fields import fields_of
from departments.importing.journal import Journal
from departments.importing.writing import (
    Names,
    create,
    give_up,
    known_pk,
    remove,
    write,
    write_updates,
)
from departments.link_strengths import USUAL
from departments.models import Department, Duty, Quota, Region, Section, SectionLink, WorkItem
from departments.pinyin import initials_of
from departments.workbook.collector import collector_paused

Tick = Callable[[float, str], None]


@collector_paused()
def apply(
    comparison: Comparison,
    region: Region,
    journal: Journal,
    *,
    on: date,
    tick: Tick = lambda *_: None,
) -> None:
    """Write every new and updated row, and abolish what a person chose to.

    Must run inside one transaction: a failure in any table then leaves nothing behind.
    ``journal`` notes what was there before, ``on`` is the day of abolition; ``tick`` hears how far it is.
    """
    tick(0.0, "写入部门和科室")
    departments = _departments(comparison.departments, region, journal)
    sections = _sections(comparison.sections, departments, journal)
    tick(0.2, "写入职责、工作量和业务往来")
    duties = _duties(comparison.duties, sections, journal)
    _work_items(comparison.workload, sections, duties, journal)
    _links(comparison.links, departments, sections, journal)
    tick(0.4, "写入人员")
    people.write(comparison.staff, departments, sections, journal)
    tick(0.9, "撤销选定的缺失项")
    abolish(comparison, journal, on)
    tick(1.0, "写入完成")


def _departments(table: TableDifference, region: Region, journal: Journal) -> dict[str, int]:
    """Write departments; their primary keys by name."""

    def named(row: RowDifference) -> dict[str, Any]:
        name = row.file.label
        return {"region": region, "name": name, "initials": initials_of(name)}

    write(Department, table, fields_of("quota"), named, journal)
    names = {row.file.label for row in table.rows}
    found = Department.objects.standing().filter(region=region, name__in=names)
    return dict(found.values_list("name", "pk"))


def _sections(table: TableDifference, departments: dict[str, int], journal: Journal) -> Names:
    """Write sections and their quotas; their primary keys by department and name."""
    places = dict.fromkeys(departments, 0)
    mine = Section.objects.filter(department__in=departments.values())
    for department, position in mine.values_list("department__name", "position"):
        places[department] = max(places[department], position)

    def placed(row: RowDifference) -> dict[str, Any]:
        department = row.file.department
        places[department] += 1
        place = {"department_id": departments[department], "position": places[department]}
        return place | {"initials": initials_of(row.file.label)}

    updated = table.having(UPDATED)
    for field in ("name", "code"):
        moved = [known_pk(row) for row in updated if field in row.changed]
        journal.note_change(Section, moved)
        give_up(field, moved)
    write(Section, table, ("name", *fields_of("sections")), placed, journal)
    renamed = [row for row in updated if "name" in row.changed]
    initials = {known_pk(row): {"initials": initials_of(row.file.label)} for row in renamed}
    write_updates(Section, initials, journal)
    sections = {
        (department, name): pk
        for department, name, pk in mine.filter(standing="active").values_list(
            "department__name", "name", "pk"
        )
    }
    _quotas(table, departments, sections, journal)
    return sections


def _quotas(
    table: TableDifference, departments: dict[str, int], sections: Names, journal: Journal
) -> None:
    """Write the quota by type of every section whose types are new or changed."""
    rows = [
        row
        for row in table.having(NEW) + table.having(UPDATED)
        if row.file.values["quota_by_type"]
        and (row.known is None or "quota_by_type" in row.changed)
    ]
    wanted = [sections[row.file.department, row.file.label] for row in rows]
    remove(Quota.objects.filter(section__in=wanted), journal)
    new = [
        Quota(
            department_id=departments[row.file.department],
            section_id=sections[row.file.department, row.file.label],
            quota_type=quota_type,
            authorised=authorised,
            document_number=row.file.values["document_number"] or "",
        )
        for row in rows
        for quota_type, authorised in row.file.values["quota_by_type"].items()
    ]
    create(Quota, new, journal)


def _duties(
    table: TableDifference, sections: Names, journal: Journal
) -> dict[tuple[int, str], int]:
    """Write duties; their primary keys by section and text."""
    places: dict[int, int] = {}
    mine = Duty.objects.filter(section__in=sections.values())
    for pk, position in mine.values_list("section_id", "position"):
        places[pk] = max(places.get(pk, 0), position)
    new = []
    for row in table.having(NEW):
        section = sections[row.file.department, row.file.values["section"]]
        places[section] = places.get(section, 0) + 1
        kind = {"kind": row.file.values["duty_kind"]} if row.file.values["duty_kind"] else {}
        new.append(Duty(section_id=section, text=row.file.label, position=places[section], **kind))
    create(Duty, new, journal)
    updates = {
        known_pk(row): {"kind": row.file.values["duty_kind"]}
        for row in table.having(UPDATED)
        if "duty_kind" in row.changed
    }
    write_updates(Duty, updates, journal)
    found = mine.values_list("pk", "section_id", "text")
    return {(section, text): pk for pk, section, text in found}


def _work_items(
    table: TableDifference,
    sections: Names,
    duties: dict[tuple[int, str], int],
    journal: Journal,
) -> None:
    """Write work items, each under its duty where the section has one of that text."""
    places = count(1)

    def placed(row: RowDifference) -> dict[str, Any]:
        department, name, duty, _matter, _nth = row.file.key
        section = sections[department, name]
        place = {"section_id": section, "position": next(places)}
        return place | {"duty_id": duties.get((section, duty)), "duty_text": duty}

    write(WorkItem, table, fields_of("workload"), placed, journal)


def _links(
    table: TableDifference, departments: dict[str, int], sections: Names, journal: Journal
) -> None:
    """Write links; a new one about whose strength the file is silent is one of usual strength."""

    def joined(row: RowDifference) -> dict[str, Any]:
        department, *names = row.file.key
        a, b = sorted(sections[department, name] for name in names)
        pair = {"department_id": departments[department], "a_id": a, "b_id": b}
        return pair | {"strength": USUAL.value}

    write(SectionLink, table, fields_of("links"), joined, journal)
