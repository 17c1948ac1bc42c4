"""What the XML of a sheet holds beside its values (hidden rows, formulas, months), within the limits."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from departments.workbook.archive import DIMENSION, damaged
from departments.workbook.errors import WorkbookError
from departments.workbook.limits import Limits
from departments.workbook.xml_parts import column_number, rewritten

CHUNK = 4 * 1024 * 1024
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_ROW_FIRST = re.compile(rb'<(?:\w+:)?row\s[^>]*?\bhidden="(?:1|true)"[^>]*?\br="(\d+)"')
_BARE_FORMULA = re.compile(
    rb'<c\s[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
# what Excel never writes: single quotes, prefixes, declared or marked encodings that are not UTF-8
# (a pattern finds two letters faster than ``in`` does)
_SINGLE_QUOTE = re.compile(rb"='")
_FORMULA = re.compile(rb"<f[\s/>]")
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_USUAL_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii))", re.I
)


@dataclass
class SheetScan:
    """What the values alone do not tell about a sheet (rows and columns 0-based)."""

    hidden_rows: set[int] = field(default_factory=set)
    month_cells: set[tuple[int, int]] = field(default_factory=set)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def unescape(raw: bytes) -> str:
    """Return XML text with its five entities and character references resolved."""
    from html import unescape as resolve

    return resolve(raw.decode(errors="replace"))


class _Bounds:
    """Patterns that find cells beyond the limits without looking at every cell in Python."""

    valued = re.compile(rb'<c\s[^>]*?\br="([A-Z]+)(\d+)"[^>/]*>\s*<(?:v|is|f)\b')

    def __init__(self, limits: Limits) -> None:
        digits = len(str(limits.rows)) - 1
        first = max(int(str(limits.rows)[0]) - 1, 0)
        rows = rf"\d{{1,{digits}}}" + (rf"|[0-{first}]\d{{{digits}}}" if first else "")
        # a cell that is not written just so, or lies beyond what needs no second look
        self.suspect = re.compile(rf'<c(?! r="A?[A-Z](?:{rows})")[\s/>]'.encode())

    def looks_unusual(self, chunk: bytes, *, first: bool) -> bool:
        """Whether a piece of a sheet is not, or may not be, what Excel writes within the limits."""
        return bool(
            (first and not _USUAL_START.match(chunk))
            or (b"'" in chunk and _SINGLE_QUOTE.search(chunk))
            or (b":" in chunk and _PREFIXED.search(chunk))
            or self.suspect.search(chunk)
        )


def scan_sheet(
    archive: zipfile.ZipFile, path: str, name: str, months: frozenset[int], limits: Limits
) -> SheetScan:
    """Read a sheet's XML as a stream: refuse sizes, note hidden rows, formulas, months.

    One that is written as Excel writes is read once; anything else, by a parser.
    """
    bounds = _Bounds(limits)
    try:
        return _scanned(_chunks(archive, path, limits), months, bounds)
    except _LooksUnusualError:
        chunks = _chunks(archive, path, limits, rewrite=True)
        return _scanned(_measured(chunks, name, bounds, limits), months, None)


class _LooksUnusualError(Exception):
    """Something in a sheet is to be looked at closer."""


def _scanned(chunks: Iterator[bytes], months: frozenset[int], bounds: _Bounds | None) -> SheetScan:
    """What a sheet holds beside values; with ``bounds``, _LooksUnusualError is raised when needed."""
    scan = SheetScan()
    month_cell = _month_pattern(months)
    filtered = False
    for number, chunk in enumerate(chunks):
        if bounds and bounds.looks_unusual(chunk, first=number == 0):
            raise _LooksUnusualError
        if b"hidden=" in chunk:
            scan.hidden_rows.update(_hidden_rows(chunk))
        if _FORMULA.search(chunk):
            for letters, row, text in _BARE_FORMULA.findall(chunk):
                scan.formulas[int(row) - 1, column_number(letters.decode())] = unescape(text)
        if month_cell:
            for letters, row in month_cell.findall(chunk):
                scan.month_cells.add((int(row) - 1, column_number(letters.decode())))
        if not chunk.endswith(b"row>"):  # a filter stands below the rows
            filtered = filtered or b"<filterColumn" in chunk
    if filtered:  # rows put away by a filter are data; rows hidden by hand are not
        scan.hidden_rows.clear()
    return scan


def _hidden_rows(chunk: bytes) -> set[int]:
    rows = _HIDDEN_ROW.findall(chunk) + _HIDDEN_ROW_FIRST.findall(chunk)
    return {int(row) - 1 for row in rows}


def _measured(
    chunks: Iterator[bytes], name: str, bounds: _Bounds, limits: Limits
) -> Iterator[bytes]:
    """Measure the block that really holds values (styled empty rows are common) and refuse it."""
    wide, tall, claimed = 0, 0, 0
    for chunk in chunks:
        if found := DIMENSION.search(chunk):
            claimed = int(found[2])
        for letters, row in bounds.valued.findall(chunk):
            wide = max(wide, column_number(letters.decode()) + 1)
            tall = max(tall, int(row))
        if tall > limits.rows:
            tall = max(tall, claimed)
        refuse_size(name, tall, wide, limits)
        yield chunk


def _month_pattern(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    numbers = "|".join(map(str, sorted(styles)))
    return re.compile(rf'<c\s+r="([A-Z]+)(\d+)"\s+s="(?:{numbers})"'.encode())


def refuse_size(name: str, tall: int, wide: int, limits: Limits) -> None:
    """Refuse a sheet whose block of values is larger than the limits; raises WorkbookError."""
    if tall > limits.rows:
        raise WorkbookError(
            "too_many_rows",
            f"工作表“{name}”有 {tall:,} 行数据，超过上限 {limits.rows:,} 行。"
            "请只保留需要导入的部分，或拆成几个文件。",
        )
    if wide > limits.columns:
        raise WorkbookError(
            "too_many_columns",
            f"工作表“{name}”有 {wide:,} 列数据，超过上限 {limits.columns:,} 列。请删去多余的列后再上传。",
        )
    if tall * wide > limits.cells:
        raise WorkbookError(
            "too_many_cells",
            f"工作表“{name}”有 {tall:,} 行 × {wide:,} 列，超过上限 {limits.cells:,} 个单元格。请拆成几个文件。",
        )


def _chunks(
    archive: zipfile.ZipFile, path: str, limits: Limits, *, rewrite: bool = False
) -> Iterator[bytes]:
    """Yield the part in pieces that end after a row; counts what really comes out of the zip."""
    total, rest = 0, b""
    try:
        with archive.open(path) as stream:
            pieces = rewritten(stream) if rewrite else iter(lambda: stream.read(CHUNK), b"")
            for piece in pieces:
                total += len(piece)
                if total > limits.unzipped_bytes * (2 if rewrite else 1):
                    raise WorkbookError(
                        "zip_bomb", "文件解压后的实际大小超过上限，疑似压缩炸弹，已拒绝。"
                    )
                piece = rest + piece
                cut = piece.rfind(b"row>") + 4
                if cut < 4 and len(piece) < 16 * CHUNK:
                    rest = piece
                    continue
                yield piece[:cut] if cut >= 4 else piece
                rest = piece[cut:] if cut >= 4 else b""
    except (WorkbookError, MemoryError):
        raise
    except Exception as error:
        raise damaged() from error
    if rest:
        yield rest
