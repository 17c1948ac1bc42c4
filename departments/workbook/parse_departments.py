"""Reading lists of departments with their kind and quota."""

from __future__ import annotations

from departments.workbook.cells import memoised
from departments.workbook.columns import columns_of
from departments.workbook.figures_read import check_parts, read_figures, total_of
from departments.workbook.findings import Findings
from departments.workbook.names import formula_text
from departments.workbook.owners import clean_department
from departments.workbook.registry import Registry
from departments.workbook.table import Table
from departments.workbook.totals import Item


def parse_departments(table: Table, registry: Registry, findings: Findings) -> list[Item]:
    """Read a list of departments with their quota (table kind "quota")."""
    figures = read_figures(table, findings)
    names = memoised(table.column("department"), clean_department)
    items, seen = [], set()
    for place, name in enumerate(names):
        row = table.rows[place]
        cell = table.cell(row, "department")
        formula = table.formula(row, "department")
        if not name or formula is not None or formula_text(name):
            findings.about(
                table, row, "department", "required_missing",
                cell if formula is None else formula,
                "本行没有部门名称（或名称是公式），未导入。请补上名称。", rejected=True,
            )  # fmt: skip
            continue
        if name in seen:
            findings.about(
                table, row, "department", "duplicate", cell,
                f"部门“{name}”重复出现，本行未导入。请删去重复行。", rejected=True,
            )  # fmt: skip
            continue
        seen.add(name)
        draft = registry.department(name, table.source(row))
        check_parts(table, findings, place, figures[place])
        values = {c.name: c.read(table.cell(row, c.name)) for c in columns_of("quota") if c.read}
        for measure in ("quota", "headcount"):
            values[measure] = total_of(table, figures[place], measure)
        draft.values |= {name: value for name, value in values.items() if value is not None}
        items.append(Item(row, "department", figures[place]))
    return items
