"""The account of how a sheet was understood: table, header rows, columns, ignored columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from departments.workbook.cells import shown
from departments.workbook.columns import label_of
from departments.workbook.grid import Grid
from departments.workbook.records import SheetColumn, SheetReading, UnreadRow
from departments.workbook.table import Table

SAMPLES = 3
SAMPLE_ROWS = 60
SAMPLE_LENGTH = 40


def summarise(grid: Grid, tables: list[Table]) -> SheetReading:
    """Return the account of one sheet: its main table's columns, the rows of all its tables."""
    strange = [table for table in tables if table.kind == "unrecognised"]
    tables = [table for table in tables if table.kind != "unrecognised"]
    if grid.hidden or not tables:
        seen = strange[0] if strange and not grid.hidden else None
        return SheetReading(
            grid.name,
            "unrecognised",
            header_rows=_header_rows([seen]) if seen else (),
            columns=_columns(seen) if seen else (),
            hidden=grid.hidden,
            hidden_rows=len(grid.hidden_rows),
        )
    main = max(tables, key=lambda table: len(table.rows))
    return SheetReading(
        name=grid.name,
        table=main.kind,
        header_rows=_header_rows(tables),
        columns=_columns(main),
        ignored_columns=tuple(
            main.header.title(index)
            for index, decision in enumerate(main.mapped)
            if not _imported(decision.field) and main.header.title(index)
        ),
        hidden_rows=sum(len(table.hidden) for table in tables),
        rows=sum(len(table.rows) for table in tables),
    )


def unread(table: Table) -> Iterator[UnreadRow]:
    """Return the rows of a table that were not taken; a list of departments goes by that name."""
    kind = "departments" if table.kind == "quota" else table.kind
    return (UnreadRow(kind, table.source(row), why) for row, why in sorted(table.rejected.items()))


def _imported(name: str | None) -> bool:
    return bool(name and label_of(name))


def _columns(table: Table) -> tuple[SheetColumn, ...]:
    return tuple(
        SheetColumn(
            index + 1,
            table.header.title(index),
            decision.field if _imported(decision.field) else None,
            known=decision.known,
            samples=_samples(table, index),
        )
        for index, decision in enumerate(table.mapped)
        if table.header.title(index) or decision.field or not decision.known
    )


def _samples(table: Table, index: int) -> tuple[str, ...]:
    """Return the first few values of a column, each once."""
    cells = (shown(table.grid.rows[row][index]) for row in table.rows[:SAMPLE_ROWS])
    return tuple(islice(dict.fromkeys(text[:SAMPLE_LENGTH] for text in cells if text), SAMPLES))


def _header_rows(tables: list[Table]) -> tuple[int, ...]:
    rows: list[int] = []
    for table in tables:
        rows += [*range(table.header.top, table.header.bottom + 1), *table.repeated]
    return tuple(tables[0].grid.excel_row(row) for row in sorted(rows))
