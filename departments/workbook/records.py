"""What a workbook says, as immutable records that carry the sheet and row they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


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
    departments: tuple[Row, ...] = ()
    sections: tuple[Row, ...] = ()
    duties: tuple[Row, ...] = ()
    workload: tuple[Row, ...] = ()
    staff: tuple[Row, ...] = ()
    links: tuple[Row, ...] = ()
    unread: tuple[UnreadRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_sections: tuple[str, ...] = ()
    fatal: str | None = None

    def rows_of(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a kind of table; that of departments is called quota."""
        rows: tuple[Row, ...] = getattr(self, "departments" if table == "quota" else table)
        return rows

    def __reduce__(self) -> tuple[Any, ...]:
        """Go from process to process in a third of the time: see ``_packed``."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return _unpacked, ({n: _packed(v) if n in _TABLES else v for n, v in fields.items()},)


_TABLES = ("departments", "sections", "duties", "workload", "staff", "links")
_Packed = tuple[list[tuple[str, ...]], list[tuple[Any, ...]]]


def _packed(rows: tuple[Row, ...]) -> _Packed:
    """Return the rows as plain tuples, and the names of their values once for all rows alike."""
    numbers: dict[tuple[str, ...], int] = {}
    plain = [
        (*source, department, numbers.setdefault(tuple(values), len(numbers)), *values.values())
        for source, department, values in rows
    ]
    return list(numbers), plain


def _unpacked(fields: dict[str, Any]) -> Reading:
    for table in _TABLES:
        names, plain = fields[table]
        fields[table] = tuple(
            Row(Source(sheet, row), department, dict(zip(names[number], values, strict=True)))
            for sheet, row, department, number, *values in plain
        )
    return Reading(**fields)
