"""Reading the columns of figures of a table, with the problems of single cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from departments.workbook.cells import memoised
from departments.workbook.figures import is_figure
from departments.workbook.findings import Findings, number_message
from departments.workbook.table import Table
from departments.workbook.values import Figure, read_chief_and_deputies, read_count


@dataclass
class RowFigures:
    """The figures of one row: values by field, and the fields whose cell could not be read."""

    values: dict[str, int | None] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)


def figure_fields(table: Table) -> list[str]:
    """Return the fields of a table that hold counts."""
    return [name for name in table.fields if is_figure(name)]


def read_figures(table: Table, findings: Findings) -> list[RowFigures]:
    """Return the figures of every data row and report cells that are no numbers."""
    result = [RowFigures() for _ in table.rows]
    for name in figure_fields(table):
        cells = table.column(name)
        figures: list[Figure] = memoised(cells, read_count)
        for place, figure in enumerate(figures):
            value = None if figure.value is None else int(figure.value)
            result[place].values[name] = value
            if figure.code and not read_chief_and_deputies(cells[place]):
                if value is None:
                    result[place].unreadable.add(name)
                message = number_message(figure.code, cells[place], figure.value)
                findings.about(table, table.rows[place], name, figure.code, cells[place], message)
        if table.grid.formulas:
            _report_formulas(table, findings, name, result)
    return result


def _report_formulas(table: Table, findings: Findings, name: str, result: list[RowFigures]) -> None:
    """Report formulas saved without a result: the file was written by a program, not by Excel."""
    for place, row in enumerate(table.rows):
        formula = table.formula(row, name)
        if formula is not None:
            result[place].unreadable.add(name)
            findings.about(
                table, row, name, "text_in_number", formula,
                "本格是公式，文件里没有保存计算结果，暂按空白处理。请用 Excel 或 WPS 打开并保存一次再上传。",
            )  # fmt: skip


def parts_of(table: Table, measure: str) -> list[str]:
    """Return the fields that add up to a measure: quota:行政, quota:事业…"""
    parts = [name for name in table.fields if name.startswith(measure + ":")]
    detailed = [name for name in parts if not name.endswith(":小计")]
    bare = {name.removesuffix(":小计") for name in parts if name.endswith(":小计")}
    if not bare:
        return detailed
    # a type with only its 小计 column counts with that; with details, the details count
    return detailed or [name for name in parts if name.endswith(":小计")]


def total_of(table: Table, row: RowFigures, measure: str) -> int | None:
    """Return quota or headcount of a row: the total's cell, else the sum of its parts."""
    if measure in table.fields:
        value = row.values.get(measure)
        if value is not None or measure in row.unreadable:
            return value
    parts = parts_of(table, measure)
    if any(name in row.unreadable for name in parts):
        return None
    known = [value for name in parts if (value := row.values.get(name)) is not None]
    return sum(known) if known else None


def check_parts(table: Table, findings: Findings, place: int, row: RowFigures) -> None:
    """Report a row whose 合计 differs from the sum of its parts."""
    for measure in ("quota", "headcount"):
        parts = parts_of(table, measure)
        stated = row.values.get(measure)
        if stated is None or len(parts) < 2 or any(name in row.unreadable for name in parts):
            continue
        known = [value for name in parts if (value := row.values.get(name)) is not None]
        if known and sum(known) != stated:
            line = table.rows[place]
            findings.about(
                table, line, measure, "total_mismatch", table.cell(line, measure),
                f"本行合计 {stated} 与各项之和 {sum(known)} 不一致，暂按合计 {stated} 读取。请核对。",
            )  # fmt: skip


def by_type(table: Table, row: RowFigures) -> dict[str, int]:
    """Return the quota by type as far as the row states it."""
    return {
        name.split(":")[1]: value
        for name in parts_of(table, "quota")
        if (value := row.values.get(name)) is not None
    }


def first_known(one: int | None, other: int | None) -> int | None:
    """Return the first figure that is known."""
    return other if one is None else one
