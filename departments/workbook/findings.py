"""Collecting problems with the words a clerk can act on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from departments.workbook.cells import Cell, shown, squeezed
from departments.workbook.records import Problem
from departments.workbook.table import Table

# code -> severity; an error loses a value or the row, a warning asks for a look
SEVERITY = {
    "required_missing": "error",
    "bad_number": "error",
    "bad_date": "error",
    "bad_id_number": "error",
    "duplicate": "error",
    "unknown_section": "error",
    "total_mismatch": "warning",
    "ambiguous_name": "warning",
    "text_in_number": "warning",
    "unmatched_column": "warning",
    "same_section": "error",
    "no_strength": "warning",
}


class Findings:
    """The problems of one workbook and the names that turned out to be no sections."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.not_sections: dict[str, None] = {}

    def add(
        self,
        table: Table,
        row: int,
        column: str | None,
        code: str,
        value: Cell,
        message: str,
        *,
        rejected: bool = False,
    ) -> None:
        """Record a problem at a 0-based row of a table; `rejected` counts the row as not taken."""
        if rejected:
            table.rejected.setdefault(row, message)
        self.problems.append(
            Problem(
                severity=SEVERITY[code],
                sheet=table.grid.name,
                row=table.grid.excel_row(row),
                column=column,
                code=code,
                value=shown(value),
                message=message,
                rejected=rejected,
                **_cell(table, row, column, value),
            )
        )

    def about(
        self,
        table: Table,
        row: int,
        field: str,
        code: str,
        value: Cell,
        message: str,
        *,
        rejected: bool = False,
    ) -> None:
        """Record a problem with a field, which the table may lack."""
        column = table.title(field) if field in table.fields else None
        self.add(table, row, column, code, value, message, rejected=rejected)

    def ambiguous(self, table: Table, row: int, column: str | None, cell: Cell) -> None:
        """Ask about a name that may be two."""
        text = f"“{squeezed(cell)}”可能是挂牌、合署、别名或旧名。请确认它是一个科室还是两个。"
        self.add(table, row, column, "ambiguous_name", cell, text)

    def no_section(self, names: Iterable[str]) -> None:
        """Record names that are no sections."""
        self.not_sections.update(dict.fromkeys(name for name in names if name))

    def in_order(self, sheets: list[str | None]) -> tuple[Problem, ...]:
        """Return the problems by sheet and row, without repetitions."""
        place = {name: number for number, name in enumerate(sheets)}
        unique = dict.fromkeys(self.problems)
        return tuple(sorted(unique, key=lambda p: (place.get(p.sheet, len(place)), p.row)))


class _CellPlace(TypedDict):
    """What a problem says about the cell it means."""

    column_index: int | None
    field: str | None


def _cell(table: Table, row: int, column: str | None, value: Cell) -> _CellPlace:
    """Find the column of a header; of several with one header that whose cell holds the value."""
    found = table.columns_titled.get(column or "", [])
    if not found:
        return {"column_index": None, "field": None}
    cells = table.grid.rows[row]
    index = next((i for i in found if shown(cells[i]) == shown(value)), found[0])
    return {"column_index": index + 1, "field": table.mapped[index].field}


def number_message(code: str, value: Cell, used: float | None) -> str:
    """Return what is wrong with a number and what to do."""
    text = shown(value)
    if code == "bad_number":
        return f"“{text}”不是有效的人数：应为 0 或正整数。请改正后再导入，本格暂按空白处理。"
    if used is not None:
        return f"“{text}”中带有文字，暂按 {used:g} 读取。请核对后改为数字，说明写到备注里。"
    return f"“{text}”不是数字，本格暂按空白处理。请改为数字，说明写到备注里。"
