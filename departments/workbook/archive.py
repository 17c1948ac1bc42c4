"""Looking into an .xlsx before anyone parses it: bombs, sizes, hidden rows, formulas, date formats."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import normpath
from typing import IO, TypeVar

from departments.workbook.errors import WorkbookError
from departments.workbook.limits import Limits
from departments.workbook.xml_parts import (
    column_number,
    elements,
    refuse_declarations,
    rewritten,
)

T = TypeVar("T")
CHUNK = 4 * 1024 * 1024
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
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
# built-in formats of Chinese Excel that show a year and a month but no day (ECMA-376 18.8.30)
BUILT_IN_MONTH_FORMATS = frozenset((17, 27, 36, 50, 52, 55, 57))


@dataclass
class SheetScan:
    """What the values alone do not tell about a sheet (rows and columns 0-based)."""

    hidden_rows: set[int] = field(default_factory=set)
    month_cells: set[tuple[int, int]] = field(default_factory=set)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def check_archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open the zip and refuse bombs by its directory; raises WorkbookError."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except Exception as error:
        raise WorkbookError(
            "damaged", "文件已损坏，无法打开。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
        ) from error
    if len(entries) > limits.zip_entries:
        raise WorkbookError(
            "too_big",
            f"压缩包内有 {len(entries)} 个文件，超过上限 {limits.zip_entries} 个，不予打开。",
        )
    _refuse_overlaps(entries)
    total = sum(entry.file_size for entry in entries)
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > 20 * 1024 * 1024 and ratio > limits.zip_ratio:
            raise WorkbookError(
                "zip_bomb",
                f"文件解压后膨胀 {ratio:.0f} 倍（上限 {limits.zip_ratio} 倍），疑似压缩炸弹，已拒绝。"
                "请把数据复制到新的工作簿后再上传。",
            )
    if total > limits.unzipped_bytes:
        raise WorkbookError(
            "too_big",
            f"文件解压后有 {total / 2**20:.0f} MB{_rows_hint(archive)}，超过上限 "
            f"{limits.unzipped_bytes / 2**20:.0f} MB。请拆成几个文件，或删去空白行后再上传。",
        )
    return archive


def _refuse_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: the trick of quines and of the densest bombs."""
    end = 0
    for entry in sorted(entries, key=lambda item: item.header_offset):
        if entry.header_offset < end:
            raise WorkbookError("zip_bomb", "压缩包内的文件互相重叠，疑似压缩炸弹，已拒绝。")
        end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size


def _rows_hint(archive: zipfile.ZipFile) -> str:
    """Return the largest number of rows the sheets claim, for the message."""
    most = 0
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            try:
                with archive.open(name) as stream:
                    found = _DIMENSION.search(stream.read(4096))
            except Exception:  # noqa: S112 - a hint only
                continue
            if found:
                most = max(most, int(found[2]))
    return f"（约 {most:,} 行）" if most else ""


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name → path of its part, from the workbook and its relations.

    Raises WorkbookError when there is none: what cannot be looked into is not read.
    """
    targets = {
        found.get("Id", ""): found.get("Target", "")
        for name, found in _elements(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    stored = {name.lower(): name for name in archive.namelist()}
    paths = {}
    for name, found in _elements(archive, "xl/workbook.xml"):
        if name != "sheet":
            continue
        relation = next((value for key, value in found.items() if key.endswith(":id")), "")
        target = targets.get(relation, "").replace("\\", "/")
        path = normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        if path.lower() not in stored:
            raise WorkbookError("damaged", f"工作簿已损坏：找不到工作表“{found.get('name')}”。")
        paths[found.get("name", "")] = stored[path.lower()]
    return paths


def check_declarations(archive: zipfile.ZipFile) -> None:
    """Refuse document type declarations in any part that a reader may parse."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _streamed(archive, name, refuse_declarations)


def _elements(archive: zipfile.ZipFile, path: str) -> list[tuple[str, dict[str, str]]]:
    return _streamed(archive, path, lambda stream: list(elements(stream)))


def _streamed(archive: zipfile.ZipFile, path: str, read: Callable[[IO[bytes]], T]) -> T:
    """What ``read`` makes of a part; WorkbookError when it cannot be unpacked or parsed."""
    try:
        with archive.open(path) as stream:
            return read(stream)
    except (WorkbookError, MemoryError):
        raise
    except Exception as error:
        raise _damaged() from error


def _damaged() -> WorkbookError:
    return WorkbookError(
        "damaged", "文件已损坏，无法解压。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
    )


def unescape(raw: bytes) -> str:
    """Return XML text with its five entities and character references resolved."""
    from html import unescape as resolve

    return resolve(raw.decode(errors="replace"))


def month_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Return the cell styles whose date format shows a year and a month but no day."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    formats = set(BUILT_IN_MONTH_FORMATS)
    chosen, block, index = set(), "", 0
    for name, found in _elements(archive, "xl/styles.xml"):
        number = found.get("numFmtId", "")
        if name.startswith("cell"):
            block, index = name, 0
        elif (
            name == "numFmt" and number.isdecimal() and is_month_format(found.get("formatCode", ""))
        ):
            formats.add(int(number))
        elif name == "xf" and block == "cellXfs":
            if number.isdecimal() and int(number) in formats:
                chosen.add(index)
            index += 1
    return frozenset(chosen)


def is_month_format(code: str) -> bool:
    """Tell a number format such as yyyy.mm or yyyy"年"m"月" that shows no day."""
    plain = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.|_.|;@$', "", code.split(";")[0]).lower()
    return "y" in plain and "m" in plain and "d" not in plain and "h" not in plain


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
            or _SINGLE_QUOTE.search(chunk)
            or _PREFIXED.search(chunk)
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
        if found := _DIMENSION.search(chunk):
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
        raise _damaged() from error
    if rest:
        yield rest
