"""Using 小计, 合计 and 总计 rows as check-sums over the rows above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from departments.workbook.cells import is_blank
from departments.workbook.figures_read import RowFigures, figure_fields, parts_of
from departments.workbook.findings import Findings
from departments.workbook.table import Table
from departments.workbook.values import read_count


class Item(NamedTuple):
    """A data row as the totals see it: 0-based row, kind of row, figures."""

    row: int
    kind: str
    figures: RowFigures
    department: str | None = None


def check_totals(table: Table, items: Sequence[Item], findings: Findings) -> None:
    """Report every total that no way of adding up the rows above it explains."""
    subtotals: list[int] = []
    previous = -1
    for row, label in table.totals:
        block = [item for item in items if previous < item.row < row]
        above = [item for item in items if item.row < row]
        final = not label.endswith("小计")
        for name in _checked_fields(table):
            cell = table.cell(row, name)
            stated = read_count(cell).value
            if stated is None or is_blank(cell):
                continue
            sums = set(_sums(block, name)) | set(_sums(above, name))
            if final and subtotals:
                sums.add(_sum_of_totals(table, subtotals, name))
                sums.add(_sum_of_totals(table, subtotals, name) + _sum(above, name, ("leaders",)))
            unreadable = any(name in item.figures.unreadable for item in above)
            if above and sums and not unreadable and int(stated) not in sums:
                expected = _sum(above if final else block or above, name)
                findings.about(
                    table, row, name, "total_mismatch", cell,
                    f"合计数与上面各行之和（{expected}）不一致。请核对是明细有误还是合计有误；合计行不作为科室导入。",
                )  # fmt: skip
        if not final:
            subtotals.append(row)
        previous = row


def _checked_fields(table: Table) -> list[str]:
    """Return the fields to check: of each measure its total column, else its parts."""
    fields = []
    for name in figure_fields(table):
        measure, _, part = name.partition(":")
        if part and (measure in table.fields or name not in parts_of(table, measure)):
            continue
        fields.append(name)
    return fields


def _sum(items: Sequence[Item], name: str, kinds: tuple[str, ...] | None = None) -> int:
    return sum(
        item.figures.values.get(name) or 0 for item in items if kinds is None or item.kind in kinds
    )


def _sums(items: Sequence[Item], name: str) -> Iterator[int]:
    """Yield the sums a clerk may have meant: everything, without leaders, only departments…"""
    if not items:
        return
    present = {item.kind for item in items}
    if not present & {"department", "institution"} or "section" not in present:
        yield _sum(items, name)
    yield _sum(items, name, ("section", "institution"))
    if "department" in present:
        yield _sum(items, name, ("department", "institution"))
        yield _sum(items, name, ("department",))
    elif "institution" in present:
        yield _sum(items, name, ("section", "leaders"))
        yield _sum(items, name, ("section",))


def _sum_of_totals(table: Table, rows: Sequence[int], name: str) -> int:
    return sum(int(read_count(table.cell(row, name)).value or 0) for row in rows)


def final_total(table: Table, measure: str) -> int | None:
    """Return quota or headcount of the last 合计 row: its total cell, else the sum of its parts."""
    rows = [row for row, label in table.totals if not label.endswith("小计")]
    if not rows:
        rows = [table.totals[0][0]] if len(table.totals) == 1 else []
    if not rows:
        return None
    return _stated(table, rows[-1], measure)


def _stated(table: Table, row: int, measure: str) -> int | None:
    """Return what a total row states: its total cell, else the sum of its parts."""
    if (
        measure in table.fields
        and (value := read_count(table.cell(row, measure)).value) is not None
    ):
        return int(value)
    values = [read_count(table.cell(row, name)).value for name in parts_of(table, measure)]
    known = [int(value) for value in values if value is not None]
    return sum(known) if known else None


def department_totals(table: Table, items: Sequence[Item], measure: str) -> dict[str, int]:
    """Return the total of every department that a total row right under its rows states."""
    found: dict[str, int] = {}
    previous = -1
    for row, _ in table.totals:
        block = {item.department for item in items if previous < item.row < row}
        whole = {item.department for item in items if not previous < item.row < row}
        previous = row
        if len(block) != 1 or block & whole:
            continue
        name = next(iter(block))
        value = _stated(table, row, measure)
        if name and value is not None:
            found[name] = value
    return found


def check_head_count(table: Table, rows: int, people: int, findings: Findings) -> None:
    """Report a total line such as 合计 35人 that is neither the rows nor the people of the roster."""
    for row, _ in table.totals:
        for index, cell in enumerate(table.grid.rows[row]):
            figure = read_count(cell)
            if figure.value is None or is_blank(cell) or table.mapped[index].field not in (
                "name", "section", "remark", "gender", "ordinal", "post",
            ):  # fmt: skip
                continue
            if int(figure.value) not in (rows, people):
                findings.add(
                    table, row, table.header.title(index), "total_mismatch", cell,
                    f"合计写 {int(figure.value)} 人，名单中实际有 {people} 人。请核对。",
                )  # fmt: skip
            break
