"""Opening a file by what it is, not by its name: .xlsx, old .xls or CSV text; all else is refused."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import python_calamine as calamine

from departments.workbook import archive as zipped
from departments.workbook import sheet_scan
from departments.workbook.cells import Cell
from departments.workbook.csv_text import read_csv
from departments.workbook.errors import WorkbookError
from departments.workbook.grid import Grid, Merge, turned
from departments.workbook.limits import Limits
from departments.workbook.old_excel import read_xls

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_OBJECT = "PyObject pointer is null"
"""What the Rust reader says when there is no memory for another value."""
AGAIN = "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
_FOREIGN = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
)


def open_workbook(data: bytes | Path, limits: Limits) -> tuple[str, list[Grid]]:
    """Return the kind of file (xlsx, xls, csv) and its sheets; raises WorkbookError."""
    kind, grids = _opened(_bytes_of(data, limits), limits)
    _refuse_long_texts(grids, limits)
    return kind, grids


def _opened(raw: bytes, limits: Limits) -> tuple[str, list[Grid]]:
    if not raw.strip(b"\x00\r\n\t "):
        raise WorkbookError("empty", "文件是空的，没有任何内容。")
    if raw.startswith(b"PK"):
        return "xlsx", _open_xlsx(raw, limits)
    if raw.startswith(OLE) or raw[:4] in (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00"):
        return "xls", _open_ole(raw, limits)
    _refuse_foreign(raw)
    return "csv", [read_csv(raw, limits)]


def _refuse_long_texts(grids: list[Grid], limits: Limits) -> None:
    """Refuse texts that no spreadsheet holds, and more text than a roster has: what is read goes to
    whoever asked for it, who has no limit of memory.
    """
    total = 0
    for grid in grids:
        too_long = []
        for column in grid.columns():
            lengths = _lengths(column)
            total += sum(lengths)
            if max(lengths) > limits.cell_characters:
                too_long.append(
                    next(n for n, x in enumerate(lengths, 1) if x > limits.cell_characters)
                )
        if too_long:
            raise WorkbookError(
                "too_big",
                f"{f'工作表“{grid.name}”' if grid.name else '文件'}第 {min(too_long)} 行有一个单元格超过 "
                f"{limits.cell_characters:,} 个字，不予读取。请拆成几行后再上传。",
            )
    if total > limits.characters:
        raise WorkbookError(
            "too_big",
            f"文件里一共有 {total:,} 个字，超过上限 {limits.characters:,} 个。请拆成几个文件。",
        )


def _lengths(column: Sequence[Cell]) -> list[int]:
    """Return how many characters each cell has, 0 for one that is no text."""
    try:
        return list(map(len, column))  # type: ignore[arg-type]
    except TypeError:
        return [len(cell) if isinstance(cell, str) else 0 for cell in column]


def _bytes_of(data: bytes | Path, limits: Limits) -> bytes:
    """Return the file's bytes after checking the size, before reading a path into memory."""
    try:
        size = data.stat().st_size if isinstance(data, Path) else len(data)
    except OSError as error:
        raise WorkbookError(
            "missing", f"找不到文件：{data.name if isinstance(data, Path) else ''}"
        ) from error
    if size > limits.file_bytes:
        raise WorkbookError(
            "too_big",
            f"文件有 {size / 2**20:.1f} MB，超过上限 {limits.file_bytes / 2**20:.0f} MB。"
            "请删去图片和多余的工作表，或拆成几个文件。",
        )
    try:
        return data.read_bytes() if isinstance(data, Path) else data
    except OSError as error:
        raise WorkbookError("missing", "文件无法读取，请检查它是否存在、是否有权限。") from error


def _refuse_foreign(raw: bytes) -> None:
    for mark, what in _FOREIGN:
        if raw.startswith(mark) and (mark not in (b"BM", b"MZ") or b"\x00" in raw[:64]):
            raise WorkbookError(
                "wrong_type", f"这是{what}，不是 Excel 工作簿。请上传 .xlsx、.xls 或 .csv 文件。"
            )
    head = raw[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<meta")) or (
        head.startswith(b"<?xml") or b"<table" in head
    ):
        raise WorkbookError("wrong_type", "这是网页或 XML 格式的表格，只是扩展名像 Excel。" + AGAIN)


def _open_ole(raw: bytes, limits: Limits) -> list[Grid]:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise WorkbookError(
            "encrypted", "工作簿设置了打开密码。请先在 Excel 或 WPS 中取消密码后再上传。"
        )
    if "WordDocument".encode("utf-16-le") in raw:
        raise WorkbookError(
            "wrong_type", "这是 Word 文档，不是 Excel 工作簿。请上传 .xlsx、.xls 或 .csv 文件。"
        )
    return read_xls(raw, limits)


def _open_xlsx(raw: bytes, limits: Limits) -> list[Grid]:
    archive = zipped.check_archive(raw, limits)
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise WorkbookError(*_not_a_workbook(names))
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise WorkbookError("encrypted", "压缩包设置了密码。请先取消密码后再上传。")
    zipped.check_declarations(archive)
    months = zipped.month_styles(archive)
    paths = zipped.sheet_paths(archive)
    if len(paths) > limits.sheets:
        raise WorkbookError(
            "too_big", f"工作簿有 {len(paths)} 个工作表，超过上限 {limits.sheets} 个。"
        )
    scans = {
        name: sheet_scan.scan_sheet(archive, path, name, months, limits)
        for name, path in paths.items()
    }
    return _read_values(raw, scans, limits)


def _not_a_workbook(names: set[str]) -> tuple[str, str]:
    if any(name.startswith("word/") for name in names):
        return "wrong_type", "这是 Word 文档，不是 Excel 工作簿。请上传 .xlsx、.xls 或 .csv 文件。"
    if any(name.startswith("ppt/") for name in names):
        return "wrong_type", "这是演示文稿，不是 Excel 工作簿。请上传 .xlsx、.xls 或 .csv 文件。"
    if "xl/workbook.bin" in names or "content.xml" in names:
        return "wrong_type", "暂不支持 .xlsb 和 .ods 格式。" + AGAIN
    return "not_a_workbook", "文件不是有效的 Excel 工作簿（压缩包内没有工作簿）"


def _read_values(raw: bytes, scans: dict[str, sheet_scan.SheetScan], limits: Limits) -> list[Grid]:
    """Return the sheets with calamine's values and what the scan found."""
    grids = []
    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(raw)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                scan = scans[sheet.name]  # what was not looked into is not read
                values = workbook.get_sheet_by_name(sheet.name)
                sheet_scan.refuse_size(sheet.name, values.total_height, values.total_width, limits)
                merges = [
                    Merge(top, left, bottom, right)
                    for (top, left), (bottom, right) in values.merged_cell_ranges or ()
                ]
                columns = _columns(values)
                grids.append(
                    Grid(
                        name=sheet.name,
                        rows=list(zip(*columns, strict=True)),
                        merges=merges,
                        hidden=sheet.visible != calamine.SheetVisibleEnum.Visible,
                        hidden_rows=frozenset(scan.hidden_rows),
                        month_cells=frozenset(scan.month_cells),
                        formulas=scan.formulas,
                        _columns=columns,
                    )
                )
    except calamine.PasswordError as error:
        raise WorkbookError("encrypted", "工作簿设置了打开密码。请先取消密码后再上传。") from error
    except BaseException as error:  # a panic of the Rust reader is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError, WorkbookError)):
            raise
        if str(error) == NO_OBJECT:
            raise MemoryError from error
        raise WorkbookError("damaged", "工作簿已损坏，内容无法读取。" + AGAIN) from error
    return grids


def _columns(values: calamine.CalamineSheet) -> list[list[Cell]]:
    """Return a sheet's columns from A on; the reader gives rows from the first filled column on."""
    columns = turned(values.iter_rows())
    blank: list[Cell] = [""] * (len(columns[0]) if columns else 0)
    return [blank] * (values.start[1] if values.start else 0) + columns
