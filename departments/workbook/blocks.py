"""Cutting a sheet into its tables: header by header, with the lines above each as its title."""

from __future__ import annotations

import re
from collections.abc import Mapping

from departments.workbook.cells import is_blank, squeezed
from departments.workbook.columns import by_wording
from departments.workbook.detect import Header, find_header, find_header_by_content
from departments.workbook.grid import Grid
from departments.workbook.mapping import map_columns
from departments.workbook.names import is_note, is_total
from departments.workbook.row_kinds import sort_rows
from departments.workbook.table import Table
from departments.workbook.titles import read_context
from departments.workbook.wordings import base_label

_UNRELATED = re.compile(
    "值班|签到|考勤|工资表|工资发放|座次|报名表|体检|慰问|请假|排班|会议安排|通知单"
)


def tables_of(grid: Grid, overrides: Mapping[str, str | None] | None = None) -> list[Table]:
    """Return all tables of a sheet from top to bottom."""
    tables: list[Table] = []
    header = find_header(grid) or find_header_by_content(grid)
    above = 0
    while header is not None:
        following = _next_header(grid, header)
        end = following.top if following else len(grid.rows)
        end_of_data = _before_titles(grid, header.bottom + 1, end) if following else end
        tables.append(_table(grid, header, above, end_of_data, overrides))
        header, above = following, end_of_data
    return _joined(tables)


def _next_header(grid: Grid, header: Header) -> Header | None:
    """Return the next header below, also the same one repeated on a new page."""
    candidates: set[int] = set()
    for column in range(min(4, grid.width)):
        cells = grid.column(column)[header.bottom + 1 :]
        words = {
            cell
            for cell in set(cells)
            if isinstance(cell, str) and 0 < len(cell) <= 16 and _is_wording(cell)
        }
        if words:
            first = header.bottom + 1
            candidates.update(first + place for place, cell in enumerate(cells) if cell in words)
    for row in sorted(candidates):
        found = find_header(grid, row, reach=1)
        if found:
            return found
    return None


def _is_wording(text: str) -> bool:
    """Tell a header wording; only text with blanks, stars or brackets needs tidying first."""
    known = by_wording()
    return text in known or (not text.isalpha() and base_label(squeezed(text)) in known)


def _before_titles(grid: Grid, start: int, end: int) -> int:
    """Return where the data ends when the lines just above the next header are its title."""
    row = end
    while row > start:
        filled = [cell for cell in grid.rows[row - 1] if not is_blank(cell)]
        text = squeezed(filled[0]) if filled else ""
        if len(filled) > 3 or (filled and (is_total(text) or (is_note(text) and len(filled) == 1))):
            break
        if len(filled) > 1 and not any("：" in squeezed(c) or ":" in squeezed(c) for c in filled):
            break
        row -= 1
    return row


def _table(
    grid: Grid, header: Header, above: int, end: int, overrides: Mapping[str, str | None] | None
) -> Table:
    columns = [grid.column(index)[header.bottom + 1 : end] for index in range(grid.width)]
    mapped = map_columns(header.paths, columns, overrides)
    fields: dict[str, int] = {}
    for index, decision in enumerate(mapped):
        if decision.field:
            fields.setdefault(decision.field, index)
    table = Table(
        grid=grid,
        header=header,
        mapped=mapped,
        context=read_context(grid, range(above, header.top)),
        kind=kind_of(fields),
        fields=fields,
    )
    if _is_unrelated(grid, above, header.top):
        table.kind = "unrecognised"
    sort_rows(table, header.bottom + 1, end)
    return table


def _is_unrelated(grid: Grid, above: int, top: int) -> bool:
    """Tell lists of names that are no roster by their title: 值班安排, 签到表, 工资表."""
    titles = [
        grid.name or "",
        *(squeezed(c) for row in grid.rows[above:top] for c in row if c != ""),
    ]
    return any(len(title) <= 40 and _UNRELATED.search(title) for title in titles)


def kind_of(fields: Mapping[str, int]) -> str:
    """Return what a table is, from the fields it has."""
    counts = any(name.startswith("counts") for name in fields) or "hours_per_unit" in fields
    figures = any(
        name.partition(":")[0] in ("quota", "headcount", "vacancy") or "posts" in name
        for name in fields
    )
    person = {"gender", "birth_date", "id_number", "post", "rank", "quota_type", "section",
              "political_status", "work_since", "education", "department"}  # fmt: skip
    if "partner" in fields:
        return "links"
    if "name" in fields and len(person & set(fields)) >= 1:
        return "staff"
    if ("duty" in fields or "matter" in fields) and counts:
        return "workload"
    if "section" in fields and (figures or {"kind", "lines", "code", "unit_type"} & set(fields)):
        return "sections"
    if "duty" in fields or ("matter" in fields and "section" in fields):
        return "duties"
    if "section" in fields and len(fields) >= 2:
        return "sections"
    if "department" in fields and figures:
        return "quota"
    return "unrecognised"


def _joined(tables: list[Table]) -> list[Table]:
    """Join a table with the ones below it that only repeat its header on a new page."""
    joined: list[Table] = []
    for table in tables:
        before = joined[-1] if joined else None
        same = before and before.header.paths == table.header.paths
        if before and same and not (table.context.department or table.context.section):
            before.repeated.extend(range(table.header.top, table.header.bottom + 1))
            before.rows += table.rows
            before.totals += table.totals
            before.banners += table.banners
            before.hidden += table.hidden
        else:
            joined.append(table)
    return joined
