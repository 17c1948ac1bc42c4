"""Looking into an .xlsx before anyone parses it: bombs, sizes, hidden rows, formulas, date formats."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from departments.workbook.errors import WorkbookError
from departments.workbook.limits import Limits

CHUNK = 4 * 1024 * 1024
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*?/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_ROW_FIRST = re.compile(rb'<(?:\w+:)?row\s[^>]*?\bhidden="(?:1|true)"[^>]*?\br="(\d+)"')
_BARE_FORMULA = re.compile(
    rb'<c\s[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_FORMAT = re.compile(rb"<numFmt\s[^>]*?/?>")
_XF_BLOCK = re.compile(rb"<cellXfs[^>]*>(.*?)</cellXfs>", re.S)
_XF = re.compile(rb"<xf\s[^>]*?>")
# built-in formats of Chinese Excel that show a year and a month but no day (ECMA-376 18.8.30)
BUILT_IN_MONTH_FORMATS = frozenset((17, 27, 36, 50, 52, 55, 57))


@dataclass
class SheetScan:
    """What the values alone do not tell about a sheet (rows and columns 0-based)."""

    hidden_rows: set[int] = field(default_factory=set)
    month_cells: set[tuple[int, int]] = field(default_factory=set)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def column_number(letters: str) -> int:
    """Return the 0-based number of a column: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


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
    """Return sheet name → path of its part, from the workbook and its relations."""
    try:
        workbook = archive.read("xl/workbook.xml")
        relations = archive.read("xl/_rels/workbook.xml.rels")
    except Exception:
        return {}
    targets = {}
    for tag in _RELATION.findall(relations):
        found = dict(_ATTRIBUTE.findall(tag))
        target = found.get(b"Target", b"").decode(errors="replace")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[found.get(b"Id", b"")] = path
    paths = {}
    for tag in _SHEET.findall(workbook):
        found = dict(_ATTRIBUTE.findall(tag))
        relation = next((value for key, value in found.items() if key.endswith(b":id")), b"")
        if relation in targets:
            paths[unescape(found.get(b"name", b""))] = targets[relation]
    return paths


def unescape(raw: bytes) -> str:
    """Return XML text with its five entities and character references resolved."""
    from html import unescape as resolve

    return resolve(raw.decode(errors="replace"))


def month_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Return the cell styles whose date format shows a year and a month but no day."""
    try:
        styles = archive.read("xl/styles.xml")
    except Exception:
        return frozenset()
    formats = set(BUILT_IN_MONTH_FORMATS)
    for tag in _FORMAT.findall(styles):
        found = dict(_ATTRIBUTE.findall(tag))
        code = unescape(found.get(b"formatCode", b""))
        if found.get(b"numFmtId", b"").isdigit() and is_month_format(code):
            formats.add(int(found[b"numFmtId"]))
    block = _XF_BLOCK.search(styles)
    tags = _XF.findall(block[1]) if block else []
    chosen = set()
    for index, tag in enumerate(tags):
        number = dict(_ATTRIBUTE.findall(tag)).get(b"numFmtId", b"")
        if number.isdigit() and int(number) in formats:
            chosen.add(index)
    return frozenset(chosen)


def is_month_format(code: str) -> bool:
    """Tell a number format such as yyyy.mm or yyyy"年"m"月" that shows no day."""
    plain = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.|_.|;@$', "", code.split(";")[0]).lower()
    return "y" in plain and "m" in plain and "d" not in plain and "h" not in plain


class _Bounds:
    """Patterns that find cells beyond the limits without looking at every cell in Python."""

    def __init__(self, limits: Limits) -> None:
        digits = str(limits.rows)
        beyond = rf"[{min(int(digits[0]), 9)}-9]\d{{{len(digits) - 1}}}|\d{{{len(digits) + 1},}}"
        self.suspect = re.compile(
            rf'r="(?:[A-Z]{{0,3}}(?:{beyond})"|[A-Z]{{3}}|[B-Z][A-Z]\d)'.encode()
        )
        self.valued = re.compile(rb'<c\s[^>]*?\br="([A-Z]+)(\d+)"[^>/]*>\s*<(?:v|is|f)\b')


def scan_sheet(
    archive: zipfile.ZipFile, path: str, name: str, months: frozenset[int], limits: Limits
) -> SheetScan:
    """Read a sheet's XML once as a stream: refuse sizes, note hidden rows, formulas, months."""
    scan = SheetScan()
    bounds = _Bounds(limits)
    month_cell = _month_pattern(months)
    suspect = filtered = False
    for chunk in _chunks(archive, path, limits):
        if b"hidden=" in chunk:
            for pattern in (_HIDDEN_ROW, _HIDDEN_ROW_FIRST):
                scan.hidden_rows.update(int(row) - 1 for row in pattern.findall(chunk))
        if b"<f" in chunk:
            for letters, row, text in _BARE_FORMULA.findall(chunk):
                scan.formulas[int(row) - 1, column_number(letters.decode())] = unescape(text)
        if month_cell:
            for letters, row in month_cell.findall(chunk):
                scan.month_cells.add((int(row) - 1, column_number(letters.decode())))
        suspect = suspect or bool(bounds.suspect.search(chunk))
        filtered = filtered or b"<filterColumn" in chunk
    if suspect:
        _measure(archive, path, name, bounds, limits)
    if filtered:  # rows put away by a filter are data; rows hidden by hand are not
        scan.hidden_rows.clear()
    return scan


def _measure(
    archive: zipfile.ZipFile, path: str, name: str, bounds: _Bounds, limits: Limits
) -> None:
    """Measure the block that really holds values (styled empty rows are common) and refuse it."""
    wide, tall, claimed = 0, 0, 0
    for chunk in _chunks(archive, path, limits):
        if found := _DIMENSION.search(chunk):
            claimed = int(found[2])
        for letters, row in bounds.valued.findall(chunk):
            wide = max(wide, column_number(letters.decode()) + 1)
            tall = max(tall, int(row))
        if tall > limits.rows:
            tall = max(tall, claimed)
        _refuse_size(name, tall, wide, limits)


def _month_pattern(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    numbers = "|".join(map(str, sorted(styles)))
    return re.compile(rf'<c\s+r="([A-Z]+)(\d+)"\s+s="(?:{numbers})"'.encode())


def _refuse_size(name: str, tall: int, wide: int, limits: Limits) -> None:
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


def _chunks(archive: zipfile.ZipFile, path: str, limits: Limits) -> Iterator[bytes]:
    """Yield the part in pieces that end after a row; counts what really comes out of the zip."""
    total, rest = 0, b""
    try:
        with archive.open(path) as stream:
            while piece := stream.read(CHUNK):
                total += len(piece)
                if total > limits.unzipped_bytes:
                    raise WorkbookError(
                        "zip_bomb", "文件解压后的实际大小超过上限，疑似压缩炸弹，已拒绝。"
                    )
                if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                    raise WorkbookError("damaged", "工作簿内含有不允许的 XML 声明，已拒绝。")
                piece = rest + piece
                cut = piece.rfind(b"row>") + 4
                if cut < 4 and len(piece) < 16 * CHUNK:
                    rest = piece
                    continue
                yield piece[:cut] if cut >= 4 else piece
                rest = piece[cut:] if cut >= 4 else b""
    except WorkbookError:
        raise
    except Exception as error:
        raise WorkbookError(
            "damaged", "文件已损坏，无法解压。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
        ) from error
    if rest:
        yield rest
