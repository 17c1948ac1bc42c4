"""The JSON document that `import_workbook` prints."""

from __future__ import annotations

from collections.abc import Mapping

from departments.workbook.columns import published
from departments.workbook.records import DepartmentRow, LinkRow, Problem, Reading, SheetReading


def document(reading: Reading, changes: Mapping[str, int] | None = None) -> dict[str, object]:
    """Return the document with plain lists and dicts; `changes` is added by the database side.

    `links` is there when a sheet of the workbook holds links between sections.
    """
    linked = any(sheet.table == "links" for sheet in reading.sheets)
    return {
        "sheets": [_sheet(sheet) for sheet in reading.sheets],
        "departments": [_department(department) for department in reading.departments],
        "staff": [
            {
                "name": person.name,
                "department": person.department,
                "section": person.section,
                "post": person.post,
                "birth_date": person.birth_date,
                "quota_type": person.quota_type,
            }
            for person in reading.staff
        ],
        "staff_count": len(reading.staff),
        **({"links": [_link(link) for link in reading.links]} if linked else {}),
        "problems": [_problem(problem) for problem in reading.problems],
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


def _department(department: DepartmentRow) -> dict[str, object]:
    return {
        "name": department.name,
        "quota": department.quota,
        "sections": [
            {
                "name": section.name,
                "kind": section.kind,
                "quota": section.quota,
                "headcount": section.headcount,
                "chief_posts": section.chief_posts,
                "deputy_posts": section.deputy_posts,
                "duties": [duty.text for duty in section.duties],
            }
            for section in department.sections
        ],
    }


def _link(link: LinkRow) -> dict[str, object]:
    return {
        "department": link.department,
        "section": link.section,
        "partner": link.partner,
        "strength": link.strength,
        "note": link.note,
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "severity": problem.severity,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "value": problem.value,
        "message": problem.message,
    }
