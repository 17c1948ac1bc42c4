"""Looking into an .xlsx before anyone parses it: bombs, declarations, sheets, date formats."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from posixpath import normpath
from typing import IO, TypeVar

from departments.workbook.errors import WorkbookError
from departments.workbook.limits import Limits
from departments.workbook.xml_parts import elements, refuse_declarations

T = TypeVar("T")
DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
# built-in formats of Chinese Excel that show a year and a month but no day (ECMA-376 18.8.30)
BUILT_IN_MONTH_FORMATS = frozenset((17, 27, 36, 50, 52, 55, 57))


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
                    found = DIMENSION.search(stream.read(4096))
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
        raise damaged() from error


def damaged() -> WorkbookError:
    """That a part of the file cannot be unpacked or parsed."""
    return WorkbookError(
        "damaged", "文件已损坏，无法解压。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
    )


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
