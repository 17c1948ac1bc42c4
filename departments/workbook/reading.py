"""The whole way from bytes to records: open, detect, map, parse, check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from departments.workbook.assemble import Assembly
from departments.workbook.collector import collector_paused
from departments.workbook.corrections import Corrections, corrected
from departments.workbook.errors import WorkbookError
from departments.workbook.grid import Grid
from departments.workbook.limits import DEFAULT_LIMITS, Limits
from departments.workbook.opening import open_workbook
from departments.workbook.packed import packed
from departments.workbook.records import Reading

Overrides = Mapping[str, Mapping[str, str | None]]


def read_workbook(
    data: bytes | Path,
    filename: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    department: str | None = None,
    overrides: Overrides | None = None,
    corrections: Corrections | None = None,
) -> Reading:
    """Read a workbook as a careful clerk would.

    `filename` is only used to name a department that nothing inside the file names. `department`
    is the department of the tables that have no department column of their own. `overrides` maps
    sheet name ("" for CSV) to header → field (None: ignore), and wins over our own mapping.
    `corrections` maps (sheet, Excel row, 1-based column) to the text to read there instead.
    Raises WorkbookError when the file cannot be read at all; anything else ends as problems.
    """
    with collector_paused():
        kind, grids = open_workbook(data, limits)
        try:
            grids = corrected(grids, corrections or {})
            assembly = Assembly(grids, overrides or {}, department, PurePath(filename).stem)
            reading = assembly.reading(filename)
        except (RecursionError, MemoryError, re.error) as error:
            raise WorkbookError(
                "damaged",
                f"{kind} 文件的内容无法解析。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。",
            ) from error
        if kind == "csv" and _is_prose(grids[0], reading):
            raise WorkbookError(
                "no_table",
                "文件里只有文字，没有表格。请上传 .xlsx、.xls 或 .csv 格式的科室、人员、职责表。",
            )
        return reading


def read_packed(*args: Any, **named: Any) -> bytes:
    """Return what ``read_workbook`` reads as ``unpacked`` takes it."""
    return packed(read_workbook(*args, **named))


def _is_prose(grid: Grid, reading: Reading) -> bool:
    """Tell plain text that is no table: nothing recognised, and no second row or column."""
    lines = sum(any(cell != "" for cell in row) for row in grid.rows)
    found = any(sheet.table != "unrecognised" for sheet in reading.sheets)
    return not found and (grid.width < 2 or lines < 2)
