"""Reading old .xls files (BIFF): values, merges, hidden rows and date formats."""

from __future__ import annotations

import datetime
from io import StringIO
from typing import Any

import xlrd

from departments.workbook.archive import BUILT_IN_MONTH_FORMATS, is_month_format
from departments.workbook.cells import Cell
from departments.workbook.errors import WorkbookError
from departments.workbook.grid import Grid, Merge, rectangular
from departments.workbook.limits import Limits

LONGEST_NUMBER = 10**15


def read_xls(raw: bytes, limits: Limits) -> list[Grid]:
    """Return the sheets of an .xls file; raises WorkbookError."""
    try:
        book = xlrd.open_workbook(
            file_contents=raw, formatting_info=True, logfile=StringIO(), on_demand=True
        )
        if book.nsheets > limits.sheets:
            raise WorkbookError(
                "too_big", f"工作簿有 {book.nsheets} 个工作表，超过上限 {limits.sheets} 个。"
            )
        return [_read_sheet(book, number, limits) for number in range(book.nsheets)]
    except (WorkbookError, MemoryError):
        raise
    except Exception as error:  # the parser meets damaged bytes with every kind of exception
        if "encrypted" in str(error).lower():
            raise WorkbookError(
                "encrypted", "工作簿设置了打开密码。请先在 Excel 或 WPS 中取消密码后再上传。"
            ) from error
        raise WorkbookError(
            "damaged", "文件已损坏，无法打开。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
        ) from error


def _read_sheet(book: Any, number: int, limits: Limits) -> Grid:
    """One sheet; the reader forgets it before it reads the next."""
    try:
        return _grid(book, book.sheet_by_index(number), limits)
    finally:
        book.unload_sheet(number)


def _grid(book: Any, sheet: Any, limits: Limits) -> Grid:
    if sheet.ncols > limits.columns or sheet.nrows * sheet.ncols > limits.cells:
        raise WorkbookError(
            "too_many_cells",
            f"工作表“{sheet.name}”有 {sheet.nrows:,} 行 × {sheet.ncols:,} 列，超过上限。请删去多余的行列后再上传。",
        )
    months: set[tuple[int, int]] = set()
    rows = []
    for number in range(sheet.nrows):
        kinds, values = sheet.row_types(number), sheet.row_values(number)
        row: list[Cell] = []
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            row.append(_cell(book, kind, value))
            if kind == xlrd.XL_CELL_DATE and _shows_month(book, sheet, number, column):
                months.add((number, column))
        rows.append(row)
    return Grid(
        name=sheet.name,
        rows=rectangular(rows),
        merges=[
            Merge(top, left, bottom - 1, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ],
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        month_cells=frozenset(months),
    )


def _cell(book: Any, kind: int, value: Any) -> Cell:
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind == xlrd.XL_CELL_NUMBER:
        # a number too long for Excel was an identity number; its lost digits must stay visible
        return float(value) if abs(value) < LONGEST_NUMBER else repr(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        try:
            moment: datetime.datetime = xlrd.xldate_as_datetime(value, book.datemode)
        except (ValueError, OverflowError):
            return float(value)
        return moment if value % 1 else moment.date()
    return ""  # empty, blank and error cells


def _shows_month(book: Any, sheet: Any, row: int, column: int) -> bool:
    number = book.xf_list[sheet.cell_xf_index(row, column)].format_key
    shape = book.format_map.get(number)
    return number in BUILT_IN_MONTH_FORMATS or (
        shape is not None and is_month_format(shape.format_str)
    )
