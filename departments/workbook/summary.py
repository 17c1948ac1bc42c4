"""The account of how a sheet was understood: table, header rows, columns, ignored columns."""

from __future__ import annotations

from departments.workbook.grid import Grid
from departments.workbook.records import Column, SheetReading
from departments.workbook.table import Table

_NOT_IMPORTED = frozenset((
    None, "ordinal", "level", "section_count", "chief_name", "age", "seniority", "native_place", "phone",
    "party_since", "school", "title", "function_type", "rank_since", "funding", "problem", "vacancy", "over", "off_quota",
))  # fmt: skip


def summarise(grid: Grid, tables: list[Table]) -> SheetReading:
    """Return the account of one sheet: its main table's columns, the rows of all its tables."""
    tables = [table for table in tables if table.kind != "unrecognised"]
    if grid.hidden or not tables:
        return SheetReading(
            grid.name, "unrecognised", hidden=grid.hidden,
            hidden_rows=len(grid.hidden_rows),
        )  # fmt: skip
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
        rejected=sum(len(table.rejected) for table in tables),
    )


def _imported(name: str | None) -> bool:
    if name in _NOT_IMPORTED:
        return False
    return not (name or "").endswith(("_vacant", "_filled")) and not (name or "").startswith(
        ("leader_posts", "posts_")
    )


def _columns(table: Table) -> tuple[Column, ...]:
    return tuple(
        Column(
            index + 1,
            table.header.title(index),
            decision.field if _imported(decision.field) else None,
        )
        for index, decision in enumerate(table.mapped)
        if table.header.title(index) or decision.field
    )


def _header_rows(tables: list[Table]) -> tuple[int, ...]:
    rows: list[int] = []
    for table in tables:
        rows += [*range(table.header.top, table.header.bottom + 1), *table.repeated]
    return tuple(tables[0].grid.excel_row(row) for row in sorted(rows))
