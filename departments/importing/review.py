"""The review of an import as plain values: what the page shows and the mark of what was agreed."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from departments.importing.comparing import Comparison
from departments.importing.differences import (
    NEW,
    UNCHANGED,
    UPDATED,
    RowDifference,
    TableDifference,
)
from departments.importing.fields import LABELS, TITLES
from departments.importing.matching import suggest
from departments.models import DutyKind, SectionKind
from departments.models.department import DepartmentKind
from departments.workbook.records import Reading

ROWS_LISTED = 2000
Review = dict[str, Any]
_CHOICES = {
    str(value): str(label)
    for choices in (SectionKind.choices, DutyKind.choices, DepartmentKind.choices)
    for value, label in choices
    if value
}


def counts_of(comparison: Comparison, reading: Reading) -> dict[str, int]:
    """New, updated, unchanged and rejected rows of all tables; rows that the reader itself could
    not take count as rejected too, so that no row disappears without being counted.
    """
    total = {"new": 0, "updated": 0, "unchanged": 0, "rejected": reading.rejected}
    for table in comparison.tables():
        for status, number in table.counts().items():
            if status in total or number:
                total[status] = total.get(status, 0) + number
    return total


def review_of(reading: Reading, comparison: Comparison) -> Review:
    """Everything the review page shows. ID numbers are masked; unchanged rows only counted."""
    document: dict[str, Any] = dict(reading.document(counts_of(comparison, reading)))
    return {
        "sheets": document["sheets"],
        "counts": document["changes"],
        "tables": [_table(table) for table in comparison.tables() if table.rows],
        "problems": [_masked_problem(problem) for problem in document["problems"]],
        "not_sections": document["not_sections"],
        "matches": [asdict(match) for match in suggest(comparison)],
        "row_total": sum(len(table.rows) for table in comparison.tables()) + reading.rejected,
    }


def mark_of(comparison: Comparison) -> str:
    """SHA-256 of every change to be written: what a person agrees to when they confirm."""
    content = [
        [
            *(table.table, row.status, row.file.key, row.changed, row.file.values),
            *((row.known.pk, row.known.values) if row.known else ()),
        ]
        for table in comparison.tables()
        for row in table.rows
        if row.status in (NEW, UPDATED)
    ]
    content += [
        [table.table, "abolish", row.pk] for table in comparison.tables() for row in table.abolished
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()


def masked(value: str) -> str:
    """An ID number with its middle hidden; shorter texts are hidden whole."""
    return value and value[:2] + "*" * max(len(value) - 4, 0) + value[-2:]


def _masked_problem(problem: dict[str, Any]) -> dict[str, Any]:
    if problem["column"] and "身份证" in problem["column"] and problem["value"]:
        hidden = masked(str(problem["value"]))
        message = problem["message"].replace(str(problem["value"]), hidden)
        return problem | {"value": hidden, "message": message}
    return problem


def _table(table: TableDifference) -> dict[str, Any]:
    listed = [row for row in table.rows if row.status != UNCHANGED]
    return {
        "table": table.table,
        "title": TITLES[table.table],
        "counts": table.counts(),
        "missing": [
            {"pk": row.pk, "department": row.department, "label": row.label}
            for row in table.missing[:ROWS_LISTED]
        ],
        "abolished": [row.pk for row in table.abolished],
        "rows": [_row(row) for row in listed[:ROWS_LISTED]],
        "more": max(len(listed) - ROWS_LISTED, 0),
    }


def _row(row: RowDifference) -> dict[str, Any]:
    return {
        "status": row.status,
        "sheet": row.file.sheet,
        "row": row.file.row,
        "department": row.file.department,
        "label": row.file.label,
        "changes": [_change(row, name) for name in row.changed],
        "reason": row.file.reason,
    }


def _change(row: RowDifference, name: str) -> dict[str, Any]:
    old = row.known.values.get(name) if row.known else None
    new = row.file.values[name]
    if name == "id_number":
        old, new = masked(old or ""), masked(new)
    return {
        "field": name,
        "label": LABELS.get(name, name),
        "old": _text(old),
        "new": _text(new),
    }


def _text(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return "，".join(f"{key}：{_text(number)}" for key, number in value.items())
    if isinstance(value, list):
        return "、".join(str(part) for part in value)
    return _CHOICES.get(str(value), str(value))
