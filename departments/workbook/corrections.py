"""Cells that a person corrected while reviewing an import, put in place of what the file says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from departments.workbook.cells import Cell
from departments.workbook.grid import Grid

Corrections = Mapping[tuple[str | None, int, int], str]


def corrected(grids: Sequence[Grid], corrections: Corrections) -> list[Grid]:
    """Return the grids with the corrected cells; a cell outside a sheet is passed over.

    `corrections` maps (sheet, Excel row, 1-based column) to the text to read there; the sheet of a
    CSV file is None. A corrected cell is no formula any more, and in a merged block it is the
    block that is corrected.
    """
    if not corrections:
        return list(grids)
    return [_corrected(grid, dict(cells_of(grid, corrections))) for grid in grids]


def cells_of(grid: Grid, corrections: Corrections) -> Iterable[tuple[tuple[int, int], str]]:
    """Yield the corrections of one sheet as (row index, column index), text."""
    places = {grid.excel_row(index): index for index in range(len(grid.rows))}
    for (sheet, row, column), text in corrections.items():
        if sheet == grid.name and row in places and 1 <= column <= grid.width:
            yield _shown_at(grid, places[row], column - 1), text


def _shown_at(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """Return the cell that shows the value of a place: the first of its merged block."""
    for merge in grid.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            return merge.top, merge.left
    return row, column


def _corrected(grid: Grid, cells: Mapping[tuple[int, int], str]) -> Grid:
    if not cells:
        return grid
    rows: list[Sequence[Cell]] = list(grid.rows)
    for (row, column), text in cells.items():
        changed = list(rows[row])
        changed[column] = text.strip()
        rows[row] = changed
    formulas = {place: text for place, text in grid.formulas.items() if place not in cells}
    months = frozenset(place for place in grid.month_cells if place not in cells)
    return replace(grid, rows=rows, formulas=formulas, month_cells=months, _columns=None)
