"""A sheet as a plain table of cells with what belongs to it: merges, hidden rows, month-only dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from departments.workbook.cells import Cell

TURNED_AT_ONCE, MANY_TEXTS = 200, 4_000


class Merge(NamedTuple):
    """A merged block, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """Rows from Excel's row 1 and column A on; `rows[0][0]` is A1. Rows have the same width."""

    name: str | None
    rows: Sequence[Sequence[Cell]]
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    month_cells: frozenset[tuple[int, int]] = frozenset()
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    line_numbers: Sequence[int] | None = None
    _columns: Sequence[Sequence[Cell]] | None = None

    def __post_init__(self) -> None:
        """Forget what merges say about cells that hold nothing anyway."""
        self.merges = within(self.merges, len(self.rows), self.width)

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def excel_row(self, index: int) -> int:
        """Return the row number a clerk sees: Excel's row, or the line of a CSV file."""
        return self.line_numbers[index] if self.line_numbers else index + 1

    def column(self, index: int) -> Sequence[Cell]:
        """Return one column; the sheet is turned once, because most work goes column by column."""
        return self.columns()[index]

    def columns(self) -> Sequence[Sequence[Cell]]:
        """Return all columns."""
        if self._columns is None:
            self._columns = list(zip(*self.rows, strict=True))
        return self._columns


def within(merges: Iterable[Merge], rows: int, columns: int) -> list[Merge]:
    """Return the merges cut to the sheet's cells; those wholly outside hold nothing."""
    return [
        Merge(m.top, m.left, min(m.bottom, rows - 1), min(m.right, columns - 1))
        for m in merges
        if m.top < rows and m.left < columns
    ]


def turned(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Return the columns of rows of one width. A text that a column says again and again is kept
    once: readers make every cell anew, and most columns of a roster say little.
    """
    columns: list[list[Any]] = []
    known: list[dict[str, str]] = []
    remaining = iter(rows)
    while part := list(islice(remaining, TURNED_AT_ONCE)):
        if not columns:
            columns, known = [[] for _ in part[0]], [{} for _ in part[0]]
        for column, once, cells in zip(columns, known, zip(*part, strict=True), strict=True):
            says_little = len(once) < MANY_TEXTS or 2 * len(once) < len(column)
            # 1, 1.0 and True are equal, so what is no text stays as it is
            if says_little and set(map(type, cells)) == {str}:
                column += map(once.setdefault, cells, cells)
            else:
                column += cells
    return columns


def rectangular(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the rows filled up with blanks to one width."""
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
