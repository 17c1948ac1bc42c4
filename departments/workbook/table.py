"""One table on a sheet: its columns with their fields, and its rows sorted by what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from departments.workbook.cells import Cell, is_blank, memoised, squeezed
from departments.workbook.detect import Header, find_header, find_header_by_content
from departments.workbook.grid import Grid
from departments.workbook.mapping import Mapped, map_columns
from departments.workbook.names import (
    is_note,
    is_signature,
    is_total,
    looks_like_person,
    may_be_total_or_note,
)
from departments.workbook.titles import Context, read_context
from departments.workbook.wordings import EXACT, base_label

SPARSE = 0.2
_UNRELATED = re.compile(
    "值班|签到|考勤|工资表|工资发放|座次|报名表|体检|慰问|请假|排班|会议安排|通知单"
)
_HEADING_ENDS = (
    *(
        "科",
        "室",
        "股",
        "处",
        "办",
        "所",
        "队",
        "站",
        "心",
        "委",
        "局",
        "部",
        "会",
        "组",
        "领导",
        "班子",
    ),
    *("）", ")", "人", "名", "：", ":"),
)
_LABEL_FIELDS = ("ordinal", "parent", "department", "section", "name", "unit_type", "kind")


@dataclass
class Table:
    """A table; all row numbers are 0-based rows of the grid."""

    grid: Grid
    header: Header
    mapped: list[Mapped]
    context: Context
    kind: str
    fields: dict[str, int]
    rows: list[int] = field(default_factory=list)
    totals: list[tuple[int, str]] = field(default_factory=list)
    banners: list[tuple[int, str]] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    rejected: set[int] = field(default_factory=set)

    def title(self, name: str) -> str:
        """Return the header of the column that holds a field."""
        return self.header.title(self.fields[name])

    def cell(self, row: int, name: str) -> Cell:
        """Return the cell of a field in a row, blank when the table has no such column."""
        index = self.fields.get(name)
        return "" if index is None else self.grid.rows[row][index]

    def column(self, name: str) -> list[Cell]:
        """Return the cells of a field for all data rows, blanks when there is no such column."""
        index = self.fields.get(name)
        if index is None or not self.rows:
            return [""] * len(self.rows)
        return self._pick(self.grid.column(index))

    def _pick(self, cells: Sequence[Cell]) -> list[Cell]:
        """Return the data rows' cells of a whole column, in C when there are many."""
        first, last = self.rows[0], self.rows[-1]
        if last - first + 1 == len(self.rows):
            return list(cells[first : last + 1])
        return list(itemgetter(*self.rows)(cells)) if len(self.rows) > 1 else [cells[first]]

    def filled(self, name: str) -> tuple[list[Cell], list[bool]]:
        """Return a key column with merged and left-out cells filled from above.

        The second list says where a cell has its own value (the first row of a merge).
        """
        cells = self.column(name)
        index = self.fields.get(name)
        if index is None or not cells:
            return cells, [False] * len(cells)
        own = [not blank for blank in memoised(cells, is_blank)]
        position = {row: place for place, row in enumerate(self.rows)} if self.grid.merges else {}
        merged = False
        for merge in self.grid.merges:
            if not merge.left <= index <= merge.right or merge.top <= self.header.bottom:
                continue
            value = self.grid.rows[merge.top][merge.left] if merge.top < len(self.grid.rows) else ""
            for row in range(merge.top, min(merge.bottom + 1, len(self.grid.rows))):
                if row in position and not is_blank(value):
                    cells[position[row]] = value
                    own[position[row]] = row == merge.top
                    merged = merged or merge.bottom > merge.top
        if merged or own.count(False) >= SPARSE * len(own):
            self._fill_down(cells)
        return cells, own

    def _fill_down(self, cells: list[Cell]) -> None:
        stops = {row for row, _ in self.banners}
        current: Cell = ""
        last = -1
        for place, row in enumerate(self.rows):
            if stops and any(last < stop < row for stop in stops):
                current = ""
            if is_blank(cells[place]):
                cells[place] = current
            else:
                current = cells[place]
            last = row

    def banner_of_rows(self) -> list[str]:
        """Return for every data row the heading row above it, empty when there is none."""
        if not self.banners:
            return [""] * len(self.rows)
        texts, current, queue = [], "", list(self.banners)
        for row in self.rows:
            while queue and queue[0][0] < row:
                current = queue.pop(0)[1]
            texts.append(current)
        return texts


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
    return text in EXACT or (not text.isalpha() and base_label(squeezed(text)) in EXACT)


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
    _sort_rows(table, header.bottom + 1, end)
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
    counts = any(name.startswith("count") for name in fields) or "hours" in fields
    figures = any(
        name.partition(":")[0] in ("quota", "headcount", "vacancy") or "posts" in name
        for name in fields
    )
    person = {"gender", "birth_date", "id_number", "post", "rank", "quota_type", "section",
              "political_status", "work_start", "education", "department"}  # fmt: skip
    if "name" in fields and len(person & set(fields)) >= 1:
        return "staff"
    if ("duty" in fields or "matter" in fields) and counts:
        return "workload"
    if "section" in fields and (
        figures or {"kind", "line", "section_code", "unit_type"} & set(fields)
    ):
        return "sections"
    if "duty" in fields or ("matter" in fields and "section" in fields):
        return "duties"
    if "section" in fields and len(fields) >= 2:
        return "sections"
    if "department" in fields and figures:
        return "quota"
    return "unrecognised"


def _primary(table: Table) -> str:
    order = {"staff": "name", "workload": "matter", "duties": "duty", "sections": "section"}
    name = order.get(table.kind, "department")
    if name not in table.fields:
        name = next((f for f in ("duty", "matter", "section") if f in table.fields), name)
    return name


def _sort_rows(table: Table, start: int, end: int) -> None:
    """Sort the rows below the header into data, totals, headings, notes and hidden ones.

    Only rows whose key cell is blank or that carry a tell-tale word are looked at one by one.
    """
    grid = table.grid
    primary = table.fields.get(_primary(table))
    special: set[int] = set()
    labels = [index for index, found in enumerate(table.mapped) if found.field in _LABEL_FIELDS]
    for index in sorted({0, *labels}):
        cells = grid.column(index)[start:end]
        telling = {cell for cell in set(cells) if isinstance(cell, str) and _telling(cell)}
        if telling:
            special.update(start + place for place, cell in enumerate(cells) if cell in telling)
    special.update(
        merge.top for merge in grid.merges if merge.right - merge.left >= 2 and merge.top >= start
    )
    if table.kind in ("staff", "duties", "workload") and primary is not None:
        cells = grid.column(primary)[start:end]
        headings = {cell for cell in set(cells) if isinstance(cell, str) and _may_be_heading(cell)}
        special.update(start + place for place, cell in enumerate(cells) if cell in headings)
    keys = grid.column(primary) if primary is not None else ("",) * len(grid.rows)
    blank = memoised(keys[start:end], is_blank)
    for row in range(start, end):
        if row in grid.hidden_rows:
            if any(not is_blank(cell) for cell in grid.rows[row]):
                table.hidden.append(row)
        elif blank[row - start] or row in special:
            _sort_row(table, row)
        else:
            table.rows.append(row)


def _telling(text: str) -> bool:
    if not may_be_total_or_note(text):
        return False
    short = squeezed(text)
    return is_total(short) or is_note(short)


def _may_be_heading(text: str) -> bool:
    """Tell quickly whether a text in a column of names or duties may name a section instead."""
    return len(text) <= 24 and text.rstrip().endswith(_HEADING_ENDS)


def _sort_row(table: Table, row: int) -> None:
    ordinals = {index for index, found in enumerate(table.mapped) if found.field == "ordinal"}
    cells = table.grid.rows[row]
    filled = [index for index, cell in enumerate(cells) if not is_blank(cell)]
    telling = [index for index in filled if not (index in ordinals and _is_ordinal(cells[index]))]
    if not telling:
        return
    first = squeezed(cells[telling[0]])
    labels = [i for i in telling if table.mapped[i].field in _LABEL_FIELDS or i == 0]
    for index in labels:
        text = squeezed(cells[index])
        if is_total(text):
            table.totals.append((row, text))
            return
    if is_note(first) and (len(telling) <= 2 or is_signature(first)):
        return
    named = table.kind == "staff" and table.mapped[telling[0]].field == "name"
    if len(telling) == 1 and named and looks_like_person(first):
        table.rows.append(row)
        return
    if len(telling) == 1 and _is_banner(table, row, telling[0]):
        table.banners.append((row, first))
        return
    table.rows.append(row)


def _is_ordinal(cell: Cell) -> bool:
    text = squeezed(cell)
    return text.replace(".", "").isdecimal() or (len(text) <= 3 and not is_total(text))


def _is_banner(table: Table, row: int, index: int) -> bool:
    """Tell a heading inside the table: one cell alone, merged wide or outside its own column."""
    wide = any(
        merge.top == row and merge.left <= index <= merge.right and merge.right - merge.left >= 2
        for merge in table.grid.merges
    )
    if table.kind == "sections":
        return wide or table.mapped[index].field != "section"
    return wide or index == 0 or table.mapped[index].field in ("section", "department", "ordinal")


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
