"""The review of an import as plain values: what the page shows and the mark of what was agreed."""

import hashlib
import marshal
import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import asdict
from typing import Any

from bigsection.web.id_numbers import mask_id_numbers, masked
from departments.importing.choices import Choices
from departments.importing.comparing import Comparison
from departments.importing.differences import (
    LEFT_OUT,
    NEW,
    REJECTED,
    UPDATED,
    FileRow,
    RowDifference,
    TableDifference,
)
from departments.importing.fields import TITLES, label_of_field
from departments.importing.matching import suggest
from departments.link_strengths import USUAL
from departments.models import DutyKind, SectionKind
from departments.models.department import DepartmentKind
from departments.workbook.records import PUBLISHED, Problem, Reading, SheetColumn, SheetReading

ROWS_LISTED = 2000
ID_NUMBER = re.compile(r"\d{14,17}[\dXx]")
Review = dict[str, Any]
_CHOICES = {
    str(value): str(label)
    for choices in (SectionKind.choices, DutyKind.choices, DepartmentKind.choices)
    for value, label in choices
    if value
}


def counts_of(comparison: Comparison) -> dict[str, int]:
    """New, updated, unchanged and rejected rows: the sums of all tables, and those that a person
    leaves out if there are any. Every row of the file is in a table, also one that could not be
    read, so that none disappears without being counted.
    """
    total = {"new": 0, "updated": 0, "unchanged": 0, "rejected": 0}
    for table in comparison.tables():
        for status, number in table.counts().items():
            if status in total or number:
                total[status] = total.get(status, 0) + number
    return total


def review_of(
    reading: Reading,
    comparison: Comparison,
    choices: Choices | None = None,
    remembered: Set[tuple[str, str]] = frozenset(),
) -> Review:
    """Everything the review page shows. ID numbers are masked; unchanged rows only counted.

    ``choices`` are a person's; ``remembered`` are columns (sheet, header) that an earlier import
    has mapped. ``problems`` are those of rows that are not left out: what the reader found, and
    every row that cannot be written, so that no row is refused without standing among them.
    """
    choices = choices or Choices()
    refused = _refused(reading, comparison)
    found = [
        problem
        for problem in problems_of(reading, comparison)
        if (problem.sheet, problem.row) not in choices.left_out
    ]
    severities = Counter(problem.severity for problem in (*found, *refused))
    listed = _by_place(reading, (*found, *refused[:ROWS_LISTED]))
    return {
        "sheets": [_sheet(sheet, choices, remembered) for sheet in reading.sheets],
        "counts": counts_of(comparison),
        "problem_counts": {"error": severities["error"], "warning": severities["warning"]},
        "tables": [_table(table) for table in comparison.tables() if len(table)],
        "problems": [_problem(problem) for problem in listed],
        "more_problems": len(found) + len(refused) - len(listed),
        "not_sections": list(reading.not_sections),
        "matches": [asdict(match) for match in suggest(comparison, choices.refused)],
        "row_total": sum(map(len, comparison.tables())),
    }


def problems_of(reading: Reading, comparison: Comparison) -> list[Problem]:
    """What the reader found and what only the database gives rise to, by sheet and row."""
    return _by_place(reading, (*reading.problems, *comparison.problems))


def _by_place(reading: Reading, problems: Iterable[Problem]) -> list[Problem]:
    place = {sheet.name: number for number, sheet in enumerate(reading.sheets)}
    return sorted(problems, key=lambda p: (place.get(p.sheet, len(place)), p.row))


def _refused(reading: Reading, comparison: Comparison) -> list[Problem]:
    """The rows that cannot be written, other than those about which the reader says so already."""
    told = {(problem.sheet, problem.row) for problem in reading.problems if problem.rejected}
    return [
        Problem("error", row.sheet, row.row, None, "refused_row", row.label, row.reason)
        for table in comparison.tables()
        for _, row, *_rest in table.having(REJECTED)
        if (row.sheet, row.row) not in told
    ]


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
    # Version 2 of marshal has no references, so equal values give equal bytes; JSON takes four
    # times as long for a hundred thousand people.
    return hashlib.sha256(marshal.dumps(content, 2)).hexdigest()


def shown(text: str, *, private: bool = False) -> str:
    """A cell as the page may show it: hidden if it is ``private`` or nothing but an ID number, right
    or wrong; otherwise with those in it masked.
    """
    hide = private or ID_NUMBER.fullmatch(text)
    return masked(text) if hide else mask_id_numbers(text)


def _sheet(
    sheet: SheetReading, choices: Choices, remembered: Set[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "table": sheet.table,
        "hidden": sheet.hidden,
        "rows": sheet.rows,
        "header_rows": list(sheet.header_rows),
        "columns": [_column(column, sheet, choices, remembered) for column in sheet.columns],
        "ignored_columns": list(sheet.ignored_columns),
    }


def _column(
    column: SheetColumn, sheet: SheetReading, choices: Choices, remembered: Set[tuple[str, str]]
) -> dict[str, Any]:
    """A column of step 对应: ``by`` says who mapped it, empty for our own recognition."""
    header = column.header or f"第{column.index}列"
    key = (sheet.name or "", header)
    hide = column.field == "id_number"
    return {
        "index": column.index,
        "header": header,
        "field": column.field,
        "known": column.known,
        "by": "remembered" if key in remembered else "person" if key in choices.mapping else "",
        "samples": [shown(text, private=hide) for text in column.samples],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    value, message = problem.value, problem.message
    private = problem.field == "id_number" or "身份证" in (problem.column or "")
    if value:
        value = shown(value, private=private)
        message = message.replace(problem.value, value)
        private = private or value != problem.value  # nobody is to edit stars into the file
    message = mask_id_numbers(message)
    return {name: getattr(problem, name) for name in PUBLISHED} | {
        "column_index": problem.column_index,
        "private": private,
        "value": value,
        "message": message,
    }


def _table(table: TableDifference) -> dict[str, Any]:
    return {
        "table": table.table,
        "title": TITLES[table.table],
        "counts": table.counts() | {"missing": len(table.missing)},
        "missing": [
            {"pk": row.pk, "department": row.department, "label": row.label}
            for row in table.missing[:ROWS_LISTED]
        ],
        "abolished": [row.pk for row in table.abolished],
        "rows": [
            _row(row, table.table)
            for status in (REJECTED, UPDATED, NEW, LEFT_OUT)
            for row in table.having(status)[:ROWS_LISTED]
        ],
    }


def _row(row: RowDifference, table: str) -> dict[str, Any]:
    return {
        "detail": _link_words(row.file) if table == "links" and row.file.values else "",
        "status": row.status,
        "sheet": row.file.sheet,
        "row": row.file.row,
        "department": row.file.department,
        "label": row.file.label,
        "changes": [_change(row, name) for name in row.changed],
        "reason": row.file.reason,
    }


def _link_words(row: FileRow) -> str:
    """What the file says of a link; without a strength, the one it will get."""
    strength, note = row.values["strength"], row.values["note"]
    stated = (
        f"强度 {strength:g}" if strength else f"强度未写明，按“{USUAL.word}”（{USUAL.value:g}）"
    )
    return f"{stated}，{note}" if note else stated


def _change(row: RowDifference, name: str) -> dict[str, Any]:
    old = row.known.values.get(name) if row.known else None
    new = row.file.values[name]
    if name == "id_number":
        old, new = masked(old or ""), masked(new)
    return {
        "field": name,
        "label": label_of_field(name) or name,
        "old": mask_id_numbers(_text(old)),
        "new": mask_id_numbers(_text(new)),
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
