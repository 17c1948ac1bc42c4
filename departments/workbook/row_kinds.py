"""Sorting the rows below a header into data, totals, headings, notes and hidden rows."""

from __future__ import annotations

from itertools import compress

from departments.workbook.cells import Cell, is_blank, memoised, squeezed
from departments.workbook.names import (
    is_note,
    is_signature,
    is_total,
    looks_like_person,
    may_be_total_or_note,
)
from departments.workbook.table import Table

_HEADING_ENDS = (*"科室股处办所队站心委局部会组）)人名：:", "领导", "班子")
_LABEL_FIELDS = ("ordinal", "parent", "department", "section", "name", "unit_type", "kind")


def sort_rows(table: Table, start: int, end: int) -> None:
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
    special.update(compress(range(start, end), blank), grid.hidden_rows)
    done = start
    for row in sorted(row for row in special if start <= row < end):
        table.rows += range(done, row)
        done = row + 1
        if row not in grid.hidden_rows:
            _sort_row(table, row)
        elif any(not is_blank(cell) for cell in grid.rows[row]):
            table.hidden.append(row)
    table.rows += range(done, end)


def _primary(table: Table) -> str:
    order = {"staff": "name", "workload": "matter", "duties": "duty", "sections": "section",
             "links": "partner"}  # fmt: skip
    name = order.get(table.kind, "department")
    if name not in table.fields:
        name = next((f for f in ("duty", "matter", "section") if f in table.fields), name)
    return name


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
