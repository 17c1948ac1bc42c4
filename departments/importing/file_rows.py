"""Turns the records of a workbook into rows to compare with the database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from departments.importing import known
from departments.importing.differences import FileRow
from departments.importing.fields import DEPARTMENT_KINDS, DUTY_KINDS, SECTION_KINDS
from departments.models import Department
from departments.workbook.records import (
    DepartmentRow,
    Reading,
    SectionRow,
    Source,
    StaffRow,
    WorkItemRow,
)
from departments.workbook.sheets import UNNAMED

OUTSIDE = "不在您的部门范围内"
NO_DEPARTMENT = "无法确定所属部门：请在表中填写部门，或导入时选择部门"
_STAFF = (
    *("gender", "ethnicity", "id_number", "birth_date", "political_status", "work_since", "rank"),
    *("quota_type", "education", "employment", "remark", "post", "held_since"),
)
_OF_STAFF = attrgetter(*_STAFF)


@dataclass(frozen=True, slots=True)
class FileRows:
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
        for department, row in sections_of(reading):
            values = {
                "name": row.name,
                "kind": SECTION_KINDS.get(row.kind or "") or None,
                "lines": _lines(row.lines),
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
        for department, section in sections_of(reading):
            times: Counter[str] = Counter()
            for duty in section.duties:
                times[duty.text] += 1
                key = (department, section.name, duty.text, times[duty.text])
                values = {"duty_kind": DUTY_KINDS.get(duty.duty_kind), "section": section.name}
                yield self.row(duty.source, department, duty.text, key, values)

    def work_items(self, reading: Reading) -> Iterable[FileRow]:
        for department, section in sections_of(reading):
            times: Counter[tuple[str | None, str]] = Counter()
            for item in section.work_items:
                times[item.duty, item.matter] += 1
                nth = times[item.duty, item.matter]
                key = (department, section.name, item.duty or "", item.matter, nth)
                yield self.row(item.source, department, item.matter, key, _work_values(item))

    def links(self, reading: Reading) -> Iterable[FileRow]:
        """A link is the same whichever of its sections is named first."""
        for link in reading.links:
            key = (link.department, *sorted((link.section, link.partner)))
            label = known.link_label(link.section, link.partner)
            values = {"strength": link.strength, "note": link.note}
            yield self.row(link.source, link.department, label, key, values)

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
    values: dict[str, Any] = dict(zip(_STAFF, _OF_STAFF(person), strict=True))
    values["name"] = person.name
    values["section"] = person.section or ""
    return values


def sections_of(reading: Reading) -> Iterable[tuple[str, SectionRow]]:
    """Every section with the name of its department."""
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
        "hours_per_unit": item.hours_per_unit,
        "duty": item.duty,
    }
