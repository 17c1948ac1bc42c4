"""Rows that cannot be written: texts too long to keep, and rows whose home is not imported."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import CharField, Model

from departments.importing.differences import (
    LEFT_OUT,
    NEW,
    REJECTED,
    FileRow,
    KnownRow,
    RowDifference,
    TableDifference,
)
from departments.importing.fields import label_of_field
from departments.models import Department, Post, Section, SectionLink, StaffMember, WorkItem


def _longest(model: type[Model]) -> dict[str, int]:
    """How many characters each text of a model may have."""
    fields = model._meta.concrete_fields
    return {f.name: f.max_length for f in fields if isinstance(f, CharField) and f.max_length}


LONGEST: dict[str, dict[str, int]] = {
    "departments": {},
    "sections": _longest(Section),
    "duties": {},
    "workload": _longest(WorkItem),
    "links": _longest(SectionLink),
    "staff": {
        **_longest(StaffMember),
        "post": _longest(Post)["title"],
        "held_since": _longest(Post)["held_since"],
    },
}
"""Per table: how long a text the database keeps. SQLite keeps any, PostgreSQL fails on more."""
LONGEST_LABEL = {
    "departments": _longest(Department)["name"],
    "sections": _longest(Section)["name"],
    "workload": _longest(WorkItem)["matter"],
    "staff": _longest(StaffMember)["name"],
}


@dataclass(frozen=True, slots=True)
class Homes:
    """The departments, and the sections by department and name, that are there after an import."""

    departments: Collection[str]
    sections: Collection[tuple[str, ...]] = frozenset()


def written(table: TableDifference, known: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The keys that the database has after the import: known already, or written by it."""
    new = {row.file.key for row in table.rows if row.status not in (REJECTED, LEFT_OUT)}
    return new | set(known)


def without_double_codes(sections: TableDifference, known: Iterable[KnownRow]) -> TableDifference:
    """Reject every section that would get a code which another of its department has by then."""
    rows = sections.rows
    while True:
        claims = [
            row.file.values.get("code") if row.status == NEW or "code" in row.changed else None
            for row in rows
        ]
        giving = {
            row.known.pk for row, code in zip(rows, claims, strict=True) if row.known and code
        }
        held = {(row.department, row.values["code"]) for row in known if row.pk not in giving}
        checked = []
        for row, code in zip(rows, claims, strict=True):
            if code and (row.file.department, code) in held:
                reason = f"编码“{code}”已属于本部门的另一个科室，请更正编码"
                row = RowDifference(REJECTED, replace(row.file, reason=reason))
            held.add((row.file.department, code))
            checked.append(row)
        if checked == rows:
            return replace(sections, rows=rows)
        rows = checked


def fitting(table: str, rows: Iterable[FileRow], homes: Homes | None = None) -> Iterator[FileRow]:
    """The rows of one table, each that cannot be written with the reason why.

    Without ``homes`` (the departments themselves) only the lengths are looked at.
    """
    for row in rows:
        reason = row.reason or _too_long(table, row) or _homeless(table, row, homes)
        yield replace(row, reason=reason) if reason != row.reason else row


def _too_long(table: str, row: FileRow) -> str:
    longest = LONGEST_LABEL.get(table)
    if longest is not None and len(row.label) > longest:
        return f"名称有 {len(row.label)} 字，最多 {longest} 字，请缩短"
    values = row.values
    for name, longest in LONGEST[table].items():
        text = values.get(name)
        if text and len(text) > longest and isinstance(text, str):
            return f"{label_of_field(name) or '内容'}有 {len(text)} 字，最多 {longest} 字，请缩短"
    return ""


def _homeless(table: str, row: FileRow, homes: Homes | None) -> str:
    if homes is None:
        return ""
    if row.department not in homes.departments:
        return "所属部门没有导入"
    if table == "links":
        return _unlinked(row, homes)
    section = row.values["section"] if table == "staff" else row.key[1]
    if table != "sections" and section and (row.department, section) not in homes.sections:
        return f"所在科室“{section[:20]}”没有导入"
    return ""


def _unlinked(row: FileRow, homes: Homes) -> str:
    department, *names = row.key
    lacking = [name for name in names if (department, name) not in homes.sections]
    if not lacking:
        return ""
    listed = "、".join(f"“{name[:20]}”" for name in lacking)
    return f"{department[:30]}的名册和本次导入中都没有科室{listed}，请核对名称"
