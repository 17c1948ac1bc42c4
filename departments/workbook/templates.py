"""Writing the downloadable template: 部门, 科室, 职责, 工作量, 人员, 业务往来 with current data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

import xlsxwriter

from departments.workbook.columns import Heading, columns_of
from departments.workbook.records import DepartmentRow, LinkRow, SectionRow, StaffRow

SPARE_ROWS = 500
DETAIL_WIDTH = 12
_RISKY = ("=", "+", "-", "@", "\t", "\r")
LEADERS = "单位领导"
SHEETS = {
    "quota": "部门",
    "sections": "科室",
    "duties": "职责",
    "workload": "工作量",
    "staff": "人员",
    "links": "业务往来",
}

Value = str | int | float | None


Cells = Mapping[str, Value]
"""The cells of a row by the names of their columns."""


def build_template(
    departments: Sequence[DepartmentRow] = (),
    staff: Sequence[StaffRow] = (),
    links: Sequence[LinkRow] = (),
) -> bytes:
    """Return an .xlsx with the given data; reading it back gives the same data.

    Text that Excel could run as a formula gets a leading apostrophe, which reading takes off again;
    every cell of text has the text format, so ID numbers keep their digits.
    """
    output = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, {"in_memory": True, **options}) as book:
        head = book.add_format(
            {
                "bold": True,
                "bg_color": "#E8EEF4",
                "border": 1,
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        text = book.add_format({"num_format": "@"})
        rows = _rows(departments, staff, links)
        for table, name in SHEETS.items():
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            headings = list(_headings(table, rows[table]))
            for place, (_, (header, width), _choices) in enumerate(headings):
                page.write_string(0, place, header, head)
                page.set_column(place, place, width, text)
            for number, cells in enumerate(rows[table], start=1):
                for place, (column, _, _choices) in enumerate(headings):
                    value = cells.get(column)
                    if isinstance(value, (int, float)):
                        page.write_number(number, place, value)
                    elif value:
                        page.write_string(number, place, _plain(value), text)
            for place, (column, _, choices) in enumerate(headings):
                if choices:
                    page.data_validation(
                        1, place, len(rows[table]) + SPARE_ROWS, place,
                        {"validate": "list", "source": list(choices), "error_type": "warning",
                         "show_error": column != "strength"},  # where a number is as good
                    )  # fmt: skip
    return output.getvalue()


def _plain(text: str) -> str:
    """Return text that stays text in Excel, also after it is saved as CSV and opened again."""
    return "'" + text if text.startswith(_RISKY) and len(text) > 1 else text


def _headings(table: str, rows: Sequence[Cells]) -> Iterator[tuple[str, Heading, Sequence[str]]]:
    """Yield the columns of a sheet: name, heading and choices of the drop-down.

    The quota of every type that a section states stands before the whole; counts have a column for
    every year, or three to fill in.
    """
    found = dict.fromkeys(name for row in rows for name in row)
    for column in columns_of(table):
        if (heading := column.tables[table]) is None:
            continue
        header, width = heading
        detailed = [name for name in found if name.startswith(f"{column.name}:")]
        if column.name == "counts":
            years = sorted(detailed, key=lambda name: int(name.partition(":")[2]))
            years += ["counts"] * ("counts" in found)
            for name in years or ("counts:2023", "counts:2024", "counts:2025"):
                yield name, (_year_header(header, name.partition(":")[2]), width), ()
            continue
        for name in detailed:
            yield name, (f"{header}({name.partition(':')[2]})", DETAIL_WIDTH), ()
        yield column.name, heading, column.choices


def _year_header(header: str, year: str) -> str:
    """Return the header of a yearly count; 1 to 3 stand for first to third year."""
    if not year:
        return header
    return {"1": "第一年", "2": "第二年", "3": "第三年"}.get(year, f"{year}年{header}")


def _rows(
    departments: Sequence[DepartmentRow], staff: Sequence[StaffRow], links: Sequence[LinkRow]
) -> dict[str, list[Cells]]:
    """Return the rows of every sheet."""
    sections = [(d.name, section) for d in departments for section in d.sections]
    return {
        "quota": [
            {"department": d.name, "department_kind": d.kind, "department_code": d.code,
             "quota": d.quota, "headcount": d.headcount}
            for d in departments
        ],
        "sections": [_section(department, section) for department, section in sections],
        "duties": [
            {"department": department, "section": section.name,
             "duty": duty.text, "duty_kind": duty.duty_kind}
            for department, section in sections
            for duty in section.duties
        ],
        "workload": [
            {"department": department, "section": section.name, "duty": item.duty,
             "matter": item.matter, "unit": item.unit, "hours_per_unit": item.hours_per_unit,
             "duty_kind": item.duty_kind}
            | {f"counts:{year}" if year else "counts": count for year, count in item.counts}
            for department, section in sections
            for item in section.work_items
        ],
        "staff": [person._asdict() | {"section": person.section or LEADERS} for person in staff],
        "links": [link._asdict() for link in links],
    }  # fmt: skip


def _section(department: str, section: SectionRow) -> Cells:
    return {
        "department": department, "section": section.name, "kind": section.kind,
        "lines": section.lines, "code": section.code, "quota": section.quota,
        **{f"quota:{name}": number for name, number in section.quota_by_type},
        "headcount": section.headcount, "chief_posts": section.chief_posts,
        "deputy_posts": section.deputy_posts, "document_number": section.document_number,
        "remark": section.remark,
    }  # fmt: skip
