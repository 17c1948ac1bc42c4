"""Compares a reading of a workbook with the database; writes nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from departments.importing.differences import (
    FileRow,
    KnownRow,
    TableDifference,
    compare_table,
)
from departments.importing.fields import DEPARTMENT_KINDS, DUTY_KINDS, SECTION_KINDS
from departments.models import Department, Duty, Post, Region, Section, StaffMember, WorkItem
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


def compare(reading: Reading, region: Region, only: Department | None = None) -> Comparison:
    """Compare ``reading`` with the departments of ``region``.

    With ``only``, rows of other departments are rejected. About ten queries, whatever the size.
    """
    scope = _Scope(region, only)
    names = {row.name for row in reading.departments}
    names |= {person.department for person in reading.staff if person.department}
    departments = list(
        Department.objects.standing().filter(region__code=region.code, name__in=names)
    )
    pks = [department.pk for department in departments]
    named = {row.name: row for row in reading.departments}
    for person in reading.staff:
        if person.department and person.department not in named:
            named[person.department] = DepartmentRow(person.department, person.source)
    return Comparison(
        compare_table(
            "departments",
            (scope.department_row(row) for row in named.values()),
            {(d.name,): _known_department(d) for d in departments},
        ),
        _compare_sections(reading, scope, pks),
        compare_table("duties", scope.duty_rows(reading), _known_duties(pks)),
        compare_table("workload", scope.work_rows(reading), _known_work(pks)),
        _compare_staff(reading, scope, pks),
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """Turns records of the workbook into rows to compare, and rejects what is out of scope."""

    region: Region
    only: Department | None

    def reason(self, department: str | None) -> str:
        if not department:
            return NO_DEPARTMENT
        if self.only is not None and department != self.only.name:
            return OUTSIDE
        return ""

    def row(
        self,
        source: Source,
        department: str | None,
        label: str,
        key: tuple[Any, ...],
        values: dict[str, Any],
    ) -> FileRow:
        reason = self.reason(department)
        return FileRow(source.sheet, source.row, department or "", label, key, values, reason)

    def department_row(self, row: DepartmentRow) -> FileRow:
        values = {
            "kind": DEPARTMENT_KINDS.get(row.kind or "") or None,
            "quota": row.quota,
            "headcount": row.headcount,
        }
        return self.row(row.source, row.name, row.name, (row.name,), values)

    def section_row(self, department: str, row: SectionRow) -> FileRow:
        values = {
            "kind": SECTION_KINDS.get(row.kind or "") or None,
            "lines": _lines(row.line),
            "code": row.code,
            "quota": row.quota,
            "quota_by_type": dict(row.quota_by_type) or None,
            "headcount": row.headcount,
            "chief_posts": row.chief_posts,
            "deputy_posts": row.deputy_posts,
            "remark": row.remark,
        }
        return self.row(row.source, department, row.name, (department, row.name), values)

    def duty_rows(self, reading: Reading) -> Iterable[FileRow]:
        for department, section in _sections(reading):
            times: Counter[str] = Counter()
            for duty in section.duties:
                times[duty.text] += 1
                key = (department, section.name, duty.text, times[duty.text])
                values = {"duty_kind": DUTY_KINDS.get(duty.duty_type), "section": section.name}
                yield self.row(duty.source, department, duty.text, key, values)

    def work_rows(self, reading: Reading) -> Iterable[FileRow]:
        for department, section in _sections(reading):
            times: Counter[tuple[str | None, str]] = Counter()
            for item in section.work_items:
                times[item.duty, item.matter] += 1
                nth = times[item.duty, item.matter]
                key = (department, section.name, item.duty or "", item.matter, nth)
                yield self.row(item.source, department, item.matter, key, _work_values(item))


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


def _known_department(department: Department) -> KnownRow:
    fields = ("kind", "quota", "headcount")
    values = {name: getattr(department, name) for name in fields}
    return KnownRow(department.pk, department.name, values)


def _compare_sections(reading: Reading, scope: _Scope, pks: list[int]) -> TableDifference:
    """Sections match by code where both have one, else by name within the department."""
    known: dict[tuple[Any, ...], KnownRow] = {}
    by_code: dict[tuple[str, str], tuple[Any, ...]] = {}
    quotas: dict[int, dict[str, int | None]] = {}
    sections = Section.objects.standing().filter(department__in=pks)
    for section in sections.select_related("department").prefetch_related("quotas"):
        quotas[section.pk] = {q.quota_type: q.authorised for q in section.quotas.all()}
        key = (section.department.name, section.name)
        known[key] = _known_section(section, quotas[section.pk])
        if section.code:
            by_code[section.department.name, section.code] = key
    rows = []
    for department, row in _sections(reading):
        file_row = scope.section_row(department, row)
        renamed = by_code.get((department, row.code or ""))
        if renamed is not None and renamed != file_row.key:
            values = file_row.values | {"name": row.name}
            file_row = FileRow(
                file_row.sheet, file_row.row, department, row.name, renamed, values, file_row.reason
            )
        rows.append(file_row)
    return compare_table("sections", rows, known)


def _known_section(section: Section, quotas: dict[str, int | None]) -> KnownRow:
    fields = (
        "name",
        "kind",
        "lines",
        "code",
        "quota",
        "headcount",
        "chief_posts",
        "deputy_posts",
        "remark",
    )
    values = {name: getattr(section, name) for name in fields}
    return KnownRow(section.pk, section.name, values | {"quota_by_type": quotas})


def _known_duties(pks: list[int]) -> dict[tuple[Any, ...], KnownRow]:
    known: dict[tuple[Any, ...], KnownRow] = {}
    times: Counter[tuple[int, str]] = Counter()
    duties = Duty.objects.filter(
        section__department__in=pks, section__standing="active"
    ).values_list("pk", "section_id", "section__department__name", "section__name", "text", "kind")
    for pk, section_pk, department, section, text, kind in duties:
        times[section_pk, text] += 1
        key = (department, section, text, times[section_pk, text])
        known[key] = KnownRow(pk, text, {"duty_kind": kind, "section": section})
    return known


def _known_work(pks: list[int]) -> dict[tuple[Any, ...], KnownRow]:
    known: dict[tuple[Any, ...], KnownRow] = {}
    times: Counter[tuple[int, str | None, str]] = Counter()
    items = WorkItem.objects.filter(
        section__department__in=pks, section__standing="active"
    ).values_list(
        "pk",
        "section_id",
        "section__department__name",
        "section__name",
        "duty_text",
        "matter",
        "unit",
        "counts",
        "hours_per_unit",
    )
    for pk, section_pk, department, section, duty, matter, unit, counts, hours in items:
        times[section_pk, duty, matter] += 1
        key = (department, section, duty, matter, times[section_pk, duty, matter])
        values = {"unit": unit, "counts": counts, "hours_per_unit": hours, "duty": duty}
        known[key] = KnownRow(pk, matter, values)
    return known


STAFF_FIELDS = {
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
}


def _compare_staff(reading: Reading, scope: _Scope, pks: list[int]) -> TableDifference:
    """People match by ID number, else by name and birth date within the department."""
    posts = {
        holder: (title, since)
        for holder, title, since in Post.objects.filter(
            department__in=pks, concurrent=False
        ).values_list("holder_id", "title", "held_since")
    }
    names = list(STAFF_FIELDS.values())
    by_id: dict[tuple[Any, ...], KnownRow] = {}
    by_birth: dict[tuple[Any, ...], KnownRow] = {}
    times: Counter[tuple[Any, ...]] = Counter()
    people = StaffMember.objects.standing().filter(department__in=pks)
    for row in people.values("pk", "name", "department__name", "section__name", *names):
        values = {name: row[name] for name in names}
        values["name"] = row["name"]
        values["section"] = row["section__name"] or ""
        values["post"], values["held_since"] = posts.get(row["pk"], ("", ""))
        known = KnownRow(row["pk"], row["name"], values)
        department = row["department__name"]
        if row["id_number"]:
            by_id[department, "id", row["id_number"]] = known
        same = (department, "birth", row["name"], row["birth_date"])
        times[same] += 1
        by_birth[*same, times[same]] = known
    met: Counter[tuple[Any, ...]] = Counter()
    rows = [_staff_row(person, scope, by_id, by_birth, met) for person in reading.staff]
    return compare_table("staff", rows, by_birth | by_id)


def _staff_row(
    person: StaffRow,
    scope: _Scope,
    by_id: dict[tuple[Any, ...], KnownRow],
    by_birth: dict[tuple[Any, ...], KnownRow],
    met: Counter[tuple[Any, ...]],
) -> FileRow:
    values: dict[str, Any] = {
        target: getattr(person, source) for source, target in STAFF_FIELDS.items()
    }
    values["name"] = person.name
    values["section"] = person.section or ""
    values["post"], values["held_since"] = person.post, person.post_since
    same = (person.department, "birth", person.name, person.birth_date or "")
    met[same] += 1
    birth_key = (*same, met[same])
    key: tuple[Any, ...] = (person.department, "id", person.id_number)
    known = by_birth.get(birth_key)
    unnumbered = known is not None and not known.values["id_number"]
    if not person.id_number or (key not in by_id and unnumbered):
        key = birth_key
    return scope.row(person.source, person.department, person.name, key, values)
