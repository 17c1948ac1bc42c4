"""What the readers of all tables share: whose the rows are, where they stand, what is wrong."""

from __future__ import annotations

from typing import Any

from departments.workbook.cells import Cell
from departments.workbook.columns import columns_of
from departments.workbook.findings import Findings
from departments.workbook.owners import departments_of
from departments.workbook.records import Source
from departments.workbook.registry import Registry
from departments.workbook.table import Table


class RowReader:
    """Walks down one table; `place` counts its data rows, and lists have one value for each."""

    def __init__(self, table: Table, default: str, registry: Registry, findings: Findings) -> None:
        self.table, self.registry, self.findings = table, registry, findings
        self.owners = departments_of(table, default)

    def source(self, place: int) -> Source:
        """Return where a row stands."""
        return self.table.source(self.table.rows[place])

    def cell(self, place: int, field: str) -> Cell:
        """Return the cell of a field, blank when the table has no such column."""
        return self.table.cell(self.table.rows[place], field)

    def values(self, place: int, table: str) -> dict[str, Any]:
        """Return the values of the columns of a kind of table that are read cell by cell."""
        return {c.name: c.read(self.cell(place, c.name)) for c in columns_of(table) if c.read}

    def ambiguous(self, place: int, written: Cell) -> None:
        """Ask about the name of a section that may be two, where the table has such a column."""
        if "section" in self.table.fields:
            row, column = self.table.rows[place], self.table.title("section")
            self.findings.ambiguous(self.table, row, column, written)

    def report(
        self,
        place: int,
        field: str,
        code: str,
        value: Cell,
        message: str,
        *,
        rejected: bool = False,
    ) -> None:
        """Record a problem of a row with a field, which its table may lack."""
        row = self.table.rows[place]
        self.findings.about(self.table, row, field, code, value, message, rejected=rejected)

    def reject(self, place: int, field: str, code: str, value: Cell, message: str) -> None:
        """Record a problem for which the row is not taken."""
        self.report(place, field, code, value, message, rejected=True)

    def need(self, place: int, field: str, what: str) -> None:
        """Reject a row without something that it cannot be without."""
        message = f"本行没有写明{what}，未导入。请补上，或与上一行合并单元格。"
        self.reject(place, field, "required_missing", "", message)
