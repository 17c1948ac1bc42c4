"""The JSON document that `import_workbook` prints."""

from __future__ import annotations

from collections.abc import Mapping

from departments.workbook.columns import published
from departments.workbook.records import PUBLISHED, Reading, Row, SheetReading

_SECTION = ("kind", "quota", "headcount", "chief_posts", "deputy_posts")
_LINK = ("department", "section", "partner", "strength", "note")


def document(reading: Reading, changes: Mapping[str, int] | None = None) -> dict[str, object]:
    """Return the document with plain lists and dicts; `changes` is added by the database side.

    `links` is there when a sheet of the workbook holds links between sections.
    """
    linked = any(sheet.table == "links" for sheet in reading.sheets)
    return {
        "sheets": [_sheet(sheet) for sheet in reading.sheets],
        "departments": _departments(reading),
        "staff": [
            _said(row, "name", "department", "section", "post", "birth_date", "quota_type")
            for row in reading.staff
        ],
        "staff_count": len(reading.staff),
        **({"links": [_said(link, *_LINK) for link in reading.links]} if linked else {}),
        "problems": [
            {name: getattr(problem, name) for name in PUBLISHED} for problem in reading.problems
        ],
        "not_sections": list(reading.not_sections),
        "changes": dict(changes) if changes is not None else None,
        "fatal": reading.fatal,
    }


def _sheet(sheet: SheetReading) -> dict[str, object]:
    return {
        "name": sheet.name,
        "table": sheet.table,
        "header_rows": list(sheet.header_rows),
        "columns": [
            {
                "index": column.index,
                "header": column.header,
                "field": column.field and published(column.field),
            }
            for column in sheet.columns
            if sheet.table != "unrecognised" and (column.header or column.field)
        ],
        "ignored_columns": list(sheet.ignored_columns),
    }


def _departments(reading: Reading) -> list[dict[str, object]]:
    """Return departments with their sections and these with their duties."""
    duties: dict[tuple[str | None, str], list[str]] = {}
    for row in reading.duties:
        duties.setdefault((row.department, row.values["section"]), []).append(row.values["duty"])
    sections: dict[str | None, list[dict[str, object]]] = {}
    for row in reading.sections:
        name = row.values["section"]
        own = {"duties": duties.get((row.department, name), [])}
        sections.setdefault(row.department, []).append({"name": name} | _said(row, *_SECTION) | own)
    return [
        {"name": row.department, "quota": row.values.get("quota")}
        | {"sections": sections.get(row.department, [])}
        for row in reading.departments
    ]


def _said(row: Row, *names: str) -> dict[str, object]:
    """Return what a row says under these names."""
    values = {"department": row.department, **row.values}
    return {name: values.get(name) for name in names}
