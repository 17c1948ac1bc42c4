"""What a workbook says, as immutable records that carry the sheet and row they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby, repeat
from typing import Any, NamedTuple, overload


class Source(NamedTuple):
    """Where a record stands: sheet name (None for CSV) and 1-based Excel row."""

    sheet: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a clerk should look at; `rejected` says the row was not taken.

    `column` is the header; `column_index` (1-based) and `field` are known where one cell is meant.
    """

    severity: str
    sheet: str | None
    row: int
    column: str | None
    code: str
    value: str
    message: str
    rejected: bool = False
    column_index: int | None = None
    field: str | None = None


PUBLISHED = ("severity", "sheet", "row", "column", "code", "value", "message")
"""What documents and reviews say of a problem."""


class UnreadRow(NamedTuple):
    """A row of data that was not taken: in which kind of table it stands, and why."""

    table: str
    source: Source
    reason: str


class Row(NamedTuple):
    """One row of a table, with its values by the names of the columns; None says nothing.

    Dates are ISO text, YYYY-MM where only year and month are shown; ``quota_by_type`` maps a type
    to its number; ``counts`` are pairs of a year, or None, and a count, or None; ``strength`` is
    above 0 to 1. A link holds in both directions.
    """

    source: Source
    department: str | None
    values: dict[str, Any]


class Block(NamedTuple):
    """Rows of one sheet that have values of the same names, kept as columns: a hundred thousand
    people are a few lists, not a million objects.
    """

    sheet: str | None
    lines: Sequence[int]
    departments: Sequence[str | None]
    names: tuple[str, ...]
    columns: Sequence[Sequence[Any]]

    def rows(self) -> Iterator[Row]:
        """Yield the rows one by one."""
        sources = map(Source, repeat(self.sheet), self.lines)
        values_of_rows = zip(*self.columns, strict=True) if self.names else repeat(())
        for source, department, values in zip(sources, self.departments, values_of_rows):  # noqa: B905
            yield Row(source, department, dict(zip(self.names, values, strict=True)))

    def column(self, name: str) -> Sequence[Any]:
        """Return the values of a name, None for every row where they have none."""
        if name not in self.names:
            return [None] * len(self.lines)
        return self.columns[self.names.index(name)]

    def only(self, places: Sequence[int]) -> Block:
        """Return the rows at these places, which are in order."""
        if len(places) == len(self.lines):
            return self
        lines, departments, *columns = (
            [column[place] for place in places]
            for column in (self.lines, self.departments, *self.columns)
        )
        return self._replace(lines=lines, departments=departments, columns=columns)


class Rows(Sequence[Row]):
    """Rows that stand in blocks and are made when they are asked for."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self.blocks = tuple(blocks)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Rows:
        """Return rows as blocks."""
        alike = groupby(rows, key=lambda row: (row.source.sheet, tuple(row.values)))
        return cls(_block(sheet, names, list(group)) for (sheet, names), group in alike)

    def __len__(self) -> int:
        return sum(len(block.lines) for block in self.blocks)

    def __iter__(self) -> Iterator[Row]:
        for block in self.blocks:
            yield from block.rows()

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return tuple(self)[index]


def blocks_of(rows: Sequence[Row]) -> tuple[Block, ...]:
    """Return rows as blocks, which those of a reading from another process are already."""
    return (rows if isinstance(rows, Rows) else Rows.of(rows)).blocks


def _block(sheet: str | None, names: tuple[str, ...], rows: list[Row]) -> Block:
    lines = [row.source.row for row in rows]
    columns = list(zip(*(row.values.values() for row in rows), strict=True))
    return Block(sheet, lines, [row.department for row in rows], names, columns)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a table: 1-based index, header with levels joined by "/", our field or None.

    `known` is False for a column nobody understands; `samples` are its first values as text.
    """

    index: int
    header: str
    field: str | None
    known: bool = True
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How one sheet was understood; `rows` counts its data rows.

    A sheet of an unrecognised table has columns too where a header was found.
    """

    name: str | None
    table: str
    header_rows: tuple[int, ...] = ()
    columns: tuple[SheetColumn, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    hidden: bool = False
    hidden_rows: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Reading:
    """Everything read out of one workbook, before the database is asked.

    Sections, duties and work stand in the order of their departments and sections.
    """

    filename: str
    sheets: tuple[SheetReading, ...] = ()
    departments: Sequence[Row] = ()
    sections: Sequence[Row] = ()
    duties: Sequence[Row] = ()
    workload: Sequence[Row] = ()
    staff: Sequence[Row] = ()
    links: Sequence[Row] = ()
    unread: tuple[UnreadRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_sections: tuple[str, ...] = ()
    fatal: str | None = None

    def rows_of(self, table: str) -> Sequence[Row]:
        """Return the rows of a kind of table; that of departments is called quota."""
        rows: Sequence[Row] = getattr(self, "departments" if table == "quota" else table)
        return rows

    def __reduce__(self) -> tuple[Any, ...]:
        """Go from process to process as blocks, in a third of the time."""
        values = (getattr(self, field.name) for field in fields(self))
        return Reading, tuple(_in_blocks(value) for value in values)


def _in_blocks(value: Any) -> Any:
    is_rows = isinstance(value, tuple) and value and isinstance(value[0], Row)
    return Rows(blocks_of(value)) if is_rows else value
