"""Compares a reading of a workbook with the database; writes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from departments.importing import known
from departments.importing.choices import Choices, Place
from departments.importing.differences import FileRow, TableDifference, compare_table
from departments.importing.fields import DEPARTMENT_KINDS, DUTY_KINDS, SECTION_KINDS
from departments.importing.refusing import Homes, fitting, written
from departments.models import Department, Region, Section
from departments.workbook.assemble import UNNAMED
from departments.workbook.collector import collector_paused
from departments.workbook.records import (
    DepartmentRow,
    Reading,
    SectionRow,
    Source,
    StaffRow,
    WorkItemRow,
)

OUTSIDE = "不在您的部门范围内"
NO_DEPARTMENT = "无法确定所属部门：请在表中填写部门，或导入时选择部门"
STAFF_SOURCES = {
    "gender": "gender",
    "ethnicity": "ethnicity",
    "id_number": "id_number",
    "birth_date": "birth_date",
    "political_status": "political_status",
    "work_start": "work_since",
    "rank": "rank",
    "quota_type": "quota_type",
    "education": "education",
    "status": "employment",
    "remark": "remark",
    "post": "post",
    "post_since": "held_since",
}


_TARGETS = tuple(STAFF_SOURCES.values())
_SOURCES = attrgetter(*STAFF_SOURCES)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of every table, in the order in which they are applied."""

    departments: TableDifference
    sections: TableDifference
    duties: TableDifference
    workload: TableDifference
    staff: TableDifference

    def tables(self) -> tuple[TableDifference, ...]:
        """All tables, in the order of applying."""
        return (self.departments, self.sections, self.duties, self.workload, self.staff)


@collector_paused()
def compare(
    reading: Reading,
    region: Region,
    only: Department | None = None,
    choices: Choices | None = None,
) -> Comparison:
    """Compare ``reading`` with the departments of ``region``, minding what a person chose.

    With ``only``, rows of other departments are rejected. About ten queries, whatever the size.
    """
    choices = choices or Choices()
    rows = _FileRows(only)
    named = {row.name: row for row in reading.departments}
    for person in reading.staff:
        if person.department and person.department not in named:
            named[person.department] = DepartmentRow(person.department, person.source)
    found = list(
        Department.objects.standing().filter(region__code=region.code, name__in=list(named))
    )
    pks = [department.pk for department in found]
    renamed = _renamed(reading, pks, choices)
    by_number, by_birth = known.staff(pks, renamed)
    needed = _needed(reading, named, choices.left_out)

    def table(
        name: str, file_rows: Iterable[FileRow], known_rows: known.Rows, homes: Homes | None
    ) -> TableDifference:
        abolish = choices.abolish.get(name, frozenset())
        left_out = choices.left_out - needed if homes is None else choices.left_out
        wanted = fitting(name, file_rows, homes)
        return compare_table(name, wanted, known_rows, left_out=left_out, abolish=abolish)

    known_departments, known_sections = known.departments(found), known.sections(pks, renamed)
    departments = table(
        "departments", map(rows.department, named.values()), known_departments, None
    )
    names = {name for (name,) in written(departments, known_departments)}
    sections = table("sections", rows.sections(reading), known_sections, Homes(names))
    homes = Homes(names, written(sections, known_sections))
    return Comparison(
        departments,
        sections,
        table("duties", rows.duties(reading), known.duties(pks, renamed), homes),
        table("workload", rows.work_items(reading), known.work_items(pks, renamed), homes),
        table("staff", rows.staff(reading, by_number, by_birth), by_birth | by_number, homes),
    )


def _needed(
    reading: Reading, named: Mapping[str, DepartmentRow], left_out: Set[Place]
) -> set[Place]:
    """The places of departments that a row which is not left out belongs to.

    A department without a row of its own has the place of its first section or person.
    """
    sections = ((department, row.source) for department, row in _sections(reading))
    people = ((person.department or "", person.source) for person in reading.staff)
    kept = {
        department
        for department, source in (*sections, *people)
        if (source.sheet, source.row) not in left_out
    }
    sources = (named[department].source for department in kept if department in named)
    return {(source.sheet, source.row) for source in sources}


def _renamed(reading: Reading, pks: list[int], choices: Choices) -> dict[int, str]:
    """The name in the file of sections that the database knows by another: chosen by a person, or
    recognised by their code.
    """
    by_code = {
        (row.name, section.code): section.name
        for row in reading.departments
        for section in row.sections
        if section.code
    }
    chosen = {(department, old): new for (department, new), old in choices.renames.items()}
    if not by_code and not chosen:
        return {}
    renamed = {}
    standing = Section.objects.standing().filter(department__in=pks)
    for pk, department, name, code in standing.values_list(
        "pk", "department__name", "name", "code"
    ):
        new = chosen.get((department, name)) or by_code.get((department, code or "-"))
        if new is not None and new != name:
            renamed[pk] = new
    return renamed


@dataclass(frozen=True, slots=True)
class _FileRows:
    """Turns records of the workbook into rows to compare, and rejects what is out of scope."""

    only: Department | None

    def row(
        self,
        source: Source,
        department: str | None,
        label: str,
        key: tuple[Any, ...],
        values: dict[str, Any],
    ) -> FileRow:
        reason = ""
        if not department or department == UNNAMED:
            reason = NO_DEPARTMENT
        elif self.only is not None and department != self.only.name:
            reason = OUTSIDE
        return FileRow(source.sheet, source.row, department or "", label, key, values, reason)

    def department(self, row: DepartmentRow) -> FileRow:
        values = {
            "kind": DEPARTMENT_KINDS.get(row.kind or "") or None,
            "quota": row.quota,
            "headcount": row.headcount,
        }
        return self.row(row.source, row.name, row.name, (row.name,), values)

    def sections(self, reading: Reading) -> Iterable[FileRow]:
        for department, row in _sections(reading):
            values = {
                "name": row.name,
                "kind": SECTION_KINDS.get(row.kind or "") or None,
                "lines": _lines(row.line),
                "code": row.code,
                "quota": row.quota,
                "quota_by_type": dict(row.quota_by_type) or None,
                "headcount": row.headcount,
                "chief_posts": row.chief_posts,
                "deputy_posts": row.deputy_posts,
                "document_number": row.document_number,
                "remark": row.remark,
            }
            yield self.row(row.source, department, row.name, (department, row.name), values)

    def duties(self, reading: Reading) -> Iterable[FileRow]:
        for department, section in _sections(reading):
            times: Counter[str] = Counter()
            for duty in section.duties:
                times[duty.text] += 1
                key = (department, section.name, duty.text, times[duty.text])
                values = {"duty_kind": DUTY_KINDS.get(duty.duty_type), "section": section.name}
                yield self.row(duty.source, department, duty.text, key, values)

    def work_items(self, reading: Reading) -> Iterable[FileRow]:
        for department, section in _sections(reading):
            times: Counter[tuple[str | None, str]] = Counter()
            for item in section.work_items:
                times[item.duty, item.matter] += 1
                nth = times[item.duty, item.matter]
                key = (department, section.name, item.duty or "", item.matter, nth)
                yield self.row(item.source, department, item.matter, key, _work_values(item))

    def staff(
        self, reading: Reading, by_number: known.Rows, by_birth: known.Rows
    ) -> Iterable[FileRow]:
        """People match by ID number, else by name and birth date within the department."""
        times: Counter[tuple[Any, ...]] = Counter()
        for person in reading.staff:
            values = _staff_values(person)
            same = (person.department, "birth", person.name, person.birth_date or "")
            times[same] += 1
            key: tuple[Any, ...] = (person.department, "id", person.id_number)
            birth_key = (*same, times[same])
            if not person.id_number or (key not in by_number and _unnumbered(by_birth, birth_key)):
                key = birth_key
            yield self.row(person.source, person.department, person.name, key, values)


def _unnumbered(by_birth: known.Rows, key: tuple[Any, ...]) -> bool:
    """Whether the database knows this person, but not their ID number."""
    found = by_birth.get(key)
    return found is not None and not found.values["id_number"]


def _staff_values(person: StaffRow) -> dict[str, Any]:
    values: dict[str, Any] = dict(zip(_TARGETS, _SOURCES(person), strict=True))
    values["name"] = person.name
    values["section"] = person.section or ""
    return values


def _sections(reading: Reading) -> Iterable[tuple[str, SectionRow]]:
    return ((row.name, section) for row in reading.departments for section in row.sections)


def _lines(text: str | None) -> list[str] | None:
    """The lines of a section: several are written with 、 or / between them."""
    if not text:
        return None
    for sign in "/，,；; ":
        text = text.replace(sign, "、")
    return [line for line in text.split("、") if line]


def _work_values(item: WorkItemRow) -> dict[str, Any]:
    counts = {
        str(year if year is not None else nth): count
        for nth, (year, count) in enumerate(item.counts, start=1)
        if count is not None
    }
    return {
        "unit": item.unit,
        "counts": counts or None,
        "hours_per_unit": item.hours,
        "duty": item.duty,
    }
