"""Files to keep: a download under its own name, and tables as an Excel workbook."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bigsection.web.id_numbers import mask_id_numbers

CSV = "text/csv; charset=utf-8"
FORMULAS = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: ``columns`` are title, width and, for figures that want one, a number format.

    ``rows`` are read one by one, sheet after sheet. A row of a single cell is a remark. ``above``
    are lines of text that stand before the table.
    """

    title: str
    columns: Sequence[tuple[str, int] | tuple[str, int, str]]
    rows: Iterable[Sequence[Cell]]
    filtered: bool = False
    opened: bool = False
    frozen_columns: int = 0
    above: Sequence[str] = ()

    @property
    def top(self) -> int:
        """The row of the header."""
        return len(self.above) + 1 if self.above else 0


def download(data: bytes, name: str, kind: str = EXCEL) -> HttpResponse:
    """The bytes as a file that the browser keeps under ``name``."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition})


def workbook_of(*sheets: Sheet) -> bytes:
    """The .xlsx file, written as rows are read, so that memory does not grow with them.

    Text carries Excel's quote prefix: ``=1+1`` in a name stays a text, also when the cell is edited
    or the sheet is saved as CSV by Excel. ID numbers are masked wherever they stand.
    """
    file = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            _head(book, page, sheet)
            _rows(book, page, sheet)
            if sheet.opened:
                page.activate()
    return file.getvalue()


def csv_of(sheet: Sheet) -> bytes:
    """The table as CSV that Excel opens (UTF-8 with its mark). A text that a spreadsheet would take
    for a formula gets an apostrophe, for CSV has no other way of saying that it is none.
    """
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([column[0] for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_harmless(value) for value in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def _harmless(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    starts = value.startswith(FORMULAS) or value.lstrip().startswith(FORMULAS)  # after blanks too
    return f"'{value}" if starts else value


def _head(book: Any, page: Any, sheet: Sheet) -> None:
    """The header row, which stays in sight at the top of a sheet and is repeated on paper."""
    remark = book.add_format({"quote_prefix": True})
    for row, line in enumerate(sheet.above):
        page.write_string(row, 0, mask_id_numbers(line), remark)
    head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "bottom": 1, "text_wrap": True})
    for place, (title, width, *_) in enumerate(sheet.columns):
        page.set_column(place, place, width)
        page.write_string(sheet.top, place, title, head)
    if not sheet.above:
        page.freeze_panes(1, sheet.frozen_columns)
    page.repeat_rows(sheet.top)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _rows(book: Any, page: Any, sheet: Sheet) -> None:
    text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    remark = book.add_format({"quote_prefix": True})
    whole, decimal = (book.add_format({"valign": "top", "num_format": f}) for f in ("0", "0.0"))
    own = {
        place: book.add_format({"valign": "top", "num_format": format_})
        for place, (_title, _width, *formats) in enumerate(sheet.columns)
        for format_ in formats
    }
    last = sheet.top
    for last, row in enumerate(sheet.rows, start=sheet.top + 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    shown = mask_id_numbers(value)
                    page.write_string(last, place, shown, remark if len(row) == 1 else text)
            elif value is not None:
                usual = whole if isinstance(value, int) else decimal
                page.write_number(last, place, value, own.get(place, usual))
    if sheet.filtered:
        page.autofilter(sheet.top, 0, last, len(sheet.columns) - 1)
