"""Reading CSV text in UTF-8, UTF-16 or GBK, with commas, tabs or semicolons."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from departments.workbook.cells import Cell
from departments.workbook.errors import WorkbookError
from departments.workbook.grid import Grid, rectangular
from departments.workbook.limits import Limits

LARGEST_FIELD = 65_536
DELIMITERS = ",\t;，"


def decode(raw: bytes) -> str:
    """Return the text of UTF-8, UTF-16 with a mark, or GB 18030 bytes; raises WorkbookError."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        codes: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in raw:
        codes = ()
    else:
        codes = ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = raw.decode(code)
        except UnicodeError:
            continue
        if sum(letter < " " and letter not in "\t\r\n\x0b\x0c" for letter in text[:4096]) <= 2:
            return text
    raise WorkbookError(
        "wrong_type",
        "无法识别的文件：既不是 Excel 工作簿，也不是 UTF-8 或 GBK 编码的 CSV。请上传 .xlsx、.xls 或 .csv 文件。",
    )


def read_csv(raw: bytes, limits: Limits) -> Grid:
    """Return the text as one nameless sheet whose rows know their line numbers."""
    text = decode(raw)
    if text.startswith("sep=") and "\n" in text:
        text = "\n" + text.partition("\n")[2]
    rows: list[list[Cell]] = []
    lines: list[int] = []
    for line, row in _records(text, _delimiter(text)):
        if len(rows) >= limits.rows:
            total = text.count("\n")
            raise WorkbookError(
                "too_many_rows",
                f"CSV 文件约有 {total:,} 行，超过上限 {limits.rows:,} 行。请拆成几个文件。",
            )
        if len(row) > limits.columns:
            raise WorkbookError(
                "too_many_columns",
                f"CSV 文件第 {line} 行有 {len(row):,} 列，超过上限 {limits.columns:,} 列。",
            )
        rows.append(list(row))
        lines.append(line)
    width = max(map(len, rows), default=0)
    if width * len(rows) > limits.cells:
        raise WorkbookError(
            "too_many_cells",
            f"CSV 文件有 {len(rows):,} 行 × {width:,} 列，超过上限 {limits.cells:,} 个单元格。请拆成几个文件。",
        )
    return Grid(name=None, rows=rectangular(rows), line_numbers=lines)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    previous = csv.field_size_limit(LARGEST_FIELD)
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise WorkbookError(
            "damaged", f"CSV 文件第 {line} 行无法解析，请检查引号是否成对。"
        ) from error
    finally:
        csv.field_size_limit(previous)


def _delimiter(text: str) -> str:
    """Return the separator that occurs on most of the first lines."""
    counts: Counter[str] = Counter()
    for line in text[:20_000].splitlines()[:30]:
        for mark in DELIMITERS:
            counts[mark] += bool(line.count(mark)) * (2 if mark in ",\t" else 1)
    return max(DELIMITERS, key=lambda mark: counts[mark])
