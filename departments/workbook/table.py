"""One table on a sheet: its columns with their fields, and its rows sorted by what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from departments.workbook.cells import Cell, is_blank, memoised
from departments.workbook.detect import Header
from departments.workbook.grid import Grid
from departments.workbook.mapping import Mapped
from departments.workbook.records import Source
from departments.workbook.titles import Context

SPARSE = 0.2


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
    rejected: dict[int, str] = field(default_factory=dict)  # rows not taken, and why

    @cached_property
    def columns_titled(self) -> dict[str, list[int]]:
        """The 0-based columns of every header; one without a header goes by its number."""
        found: dict[str, list[int]] = {}
        for index in range(len(self.header.paths)):
            found.setdefault(self.header.name(index), []).append(index)
        return found

    def source(self, row: int) -> Source:
        """Return where a row stands."""
        return Source(self.grid.name, self.grid.excel_row(row))

    def formula(self, row: int, name: str) -> str | None:
        """Return the formula of a cell that was saved without a result, None for any other cell."""
        text = self.grid.formulas.get((row, self.fields[name]))
        return None if text is None else f"={text}"

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

    def filled(self, name: str, *, down: bool = True) -> tuple[list[Cell], list[bool]]:
        """Return a key column with merged and left-out cells filled from above.

        The second list says where a cell has its own value (the first row of a merge). Without
        ``down`` only merged cells are filled: a cell left blank is one that nobody filled in.
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
        if down and (merged or own.count(False) >= SPARSE * len(own)):
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
