"""Giving the clerk the own workbook back, with the problem cells marked and a column 问题."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from departments.workbook.cells import Cell, squeezed
from departments.workbook.corrections import Corrections, cells_of
from departments.workbook.detect import find_header
from departments.workbook.errors import WorkbookError
from departments.workbook.grid import Grid
from departments.workbook.limits import DEFAULT_LIMITS, Limits
from departments.workbook.opening import open_workbook
from departments.workbook.records import Problem

TITLE = "问题"
_ERROR = PatternFill("solid", fgColor="F8CBAD")
_WARNING = PatternFill("solid", fgColor="FFE699")
_CORRECTED = PatternFill("solid", fgColor="C6E0B4")
_RISKY = ("=", "+", "-", "@")
LONGEST_NAME = 31


def mark_problems(
    data: bytes,
    problems: Sequence[Problem],
    *,
    corrections: Corrections | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """Return an .xlsx: the user's workbook with coloured cells, comments and a column 问题.

    Cells that a person has corrected already hold the correction, in green.
    .xls and CSV files come back as a new .xlsx with the same cells. Raises WorkbookError for a
    file that cannot be opened.
    """
    kind, grids = open_workbook(data, limits)
    book = _load(data) if kind == "xlsx" else _rebuild(grids)
    by_name = {grid.name: grid for grid in grids}
    for sheet in grids if corrections else ():
        page = book[sheet.name] if sheet.name is not None else book.worksheets[0]
        if corrections and isinstance(page, Worksheet):
            _correct_sheet(page, sheet, corrections)
    for name in dict.fromkeys(problem.sheet for problem in problems):
        grid = by_name.get(name)
        page = book[name] if name is not None else book.worksheets[0]
        if grid is not None and isinstance(page, Worksheet):
            _mark_sheet(page, grid, [problem for problem in problems if problem.sheet == name])
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def _load(data: bytes) -> Any:
    """Open with openpyxl: no macros kept, links to other files dropped."""
    try:
        return load_workbook(BytesIO(data), keep_vba=False, keep_links=False)
    except Exception as error:
        raise WorkbookError(
            "damaged", "工作簿无法改写，请用 Excel 或 WPS 另存为 .xlsx 后再试。"
        ) from error


def _rebuild(grids: Iterable[Grid]) -> Any:
    """Return a new workbook with the cells of an .xls or CSV file, text kept as text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, grid in enumerate(grids, start=1):
        page = book.create_sheet((grid.name or f"Sheet{number}")[:LONGEST_NAME])
        for row, cells in enumerate(grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value != "":
                    _put(page, row, column, value)
        for merge in grid.merges:
            page.merge_cells(
                start_row=merge.top + 1,
                end_row=merge.bottom + 1,
                start_column=merge.left + 1,
                end_column=merge.right + 1,
            )
    return book


def _put(page: Any, row: int, column: int, value: Cell) -> None:
    """Write a value; text that looks like a formula is stored as text."""
    cell = page.cell(row=row, column=column, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        if value.lstrip().startswith(_RISKY):
            cell.quotePrefix = True


def _correct_sheet(page: Worksheet, grid: Grid, corrections: Corrections) -> None:
    for (row, column), text in cells_of(grid, corrections):
        _put(page, row + 1, column + 1, text)
        page.cell(row=row + 1, column=column + 1).fill = _CORRECTED


def _mark_sheet(page: Worksheet, grid: Grid, problems: Sequence[Problem]) -> None:
    rows = {grid.excel_row(index): index for index in range(len(grid.rows))}
    unplaced = any(problem.column and problem.column_index is None for problem in problems)
    columns = _columns_by_header(grid) if unplaced else []
    last = max(grid.width, page.max_column) + 1
    header = find_header(grid)
    if header is not None:
        _put(page, header.bottom + 1, last, TITLE)
    texts: dict[int, list[str]] = {}
    for problem in problems:
        index = rows.get(problem.row)
        if index is None:
            continue
        texts.setdefault(index, []).append(problem.message)
        column = _column_of(problem, columns, grid, index)
        if column is not None:
            cell = page.cell(row=index + 1, column=column + 1)
            if not isinstance(cell, MergedCell):
                cell.fill = _ERROR if problem.severity == "error" else _WARNING
                cell.comment = Comment(problem.message, TITLE)
    heads = range(header.top, header.bottom + 1) if header is not None else range(0)
    for index, messages in texts.items():
        if index in heads:
            continue  # the column's own cell says it; here stands the new header
        _put(page, index + 1, last, "；".join(dict.fromkeys(messages)))
        page.cell(row=index + 1, column=last).fill = _WARNING
    page.column_dimensions[get_column_letter(last)].width = 60


def _columns_by_header(grid: Grid) -> list[tuple[int, dict[str, int]]]:
    """Return the header blocks from top to bottom: bottom row, header → 0-based column."""
    blocks: list[tuple[int, dict[str, int]]] = []
    start = 0
    while (header := find_header(grid, start, reach=len(grid.rows))) is not None:
        titles = {header.title(column): column for column in range(grid.width)}
        blocks.append((header.top, titles))
        start = header.bottom + 1
    return blocks


def _column_of(
    problem: Problem, blocks: list[tuple[int, dict[str, int]]], grid: Grid, index: int
) -> int | None:
    """Return the column of a problem: as it says, by its header, else by its value in the row."""
    if problem.column_index is not None:
        return problem.column_index - 1
    above = [titles for top, titles in blocks if top <= index]
    if problem.column and above and problem.column in above[-1]:
        return above[-1][problem.column]
    value = squeezed(problem.value)
    for column, cell in enumerate(grid.rows[index]):
        if value and squeezed(cell) == value:
            return column
    return 0 if grid.width else None
