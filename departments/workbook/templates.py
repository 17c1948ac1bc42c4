"""Writing the downloadable template: 部门, 科室, 职责, 工作量, 人员, 业务往来 with current data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from departments.workbook.columns import TABLES, YEARS, Heading, columns_of
from departments.workbook.records import Reading, Row

SPARE_ROWS = 500
DETAIL_WIDTH = 12
_RISKY = ("=", "+", "-", "@", "\t", "\r")
LEADERS = "单位领导"
EMPTY = Reading("")
Cells = Mapping[str, Any]
"""The cells of a row by the names of their columns."""


def build_template(reading: Reading = EMPTY) -> bytes:
    """Return an .xlsx with the rows of a reading; reading it back gives the same rows.

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
        for table, name in TABLES.items():
            rows = [_cells(row) for row in reading.rows_of(table)]
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            headings = list(_headings(table, rows))
            for place, (_, (header, width), _choices) in enumerate(headings):
                page.write_string(0, place, header, head)
                page.set_column(place, place, width, text)
            for number, cells in enumerate(rows, start=1):
                for place, (column, _, _choices) in enumerate(headings):
                    value = cells.get(column)
                    if isinstance(value, (int, float)):
                        page.write_number(number, place, value)
                    elif value:
                        page.write_string(number, place, _plain(value), text)
            for place, (column, _, choices) in enumerate(headings):
                if choices:
                    page.data_validation(
                        1, place, len(rows) + SPARE_ROWS, place,
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
                year = name.partition(":")[2]
                named = YEARS.get(year, f"{year}年{header}") if year else header
                yield name, (named, width), ()
            continue
        for name in detailed:
            yield name, (f"{header}({name.partition(':')[2]})", DETAIL_WIDTH), ()
        yield column.name, heading, column.choices


def _cells(row: Row) -> Cells:
    """Return the cells of a row by their columns; a type or a year has a column of its own."""
    cells = {"department": row.department, **row.values}
    types, counts = cells.pop("quota_by_type", None), cells.pop("counts", ())
    cells |= {f"quota:{name}": number for name, number in (types or {}).items()}
    cells |= {f"counts:{year}" if year else "counts": count for year, count in counts}
    if "name" in cells and not cells["section"]:
        cells["section"] = LEADERS
    if lines := cells.get("lines"):
        cells["lines"] = "、".join(lines)
    return cells
