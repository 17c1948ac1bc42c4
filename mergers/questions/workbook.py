"""The table twin of a chart as an Excel workbook."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from mergers.questions.layout import OnScreen, Table

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDE, NARROW = 60, 16


def workbook_of(shown: OnScreen, table: Table, source: str) -> bytes:
    """The .xlsx file: the sentence, the notes and where it comes from, then the table.

    Figures are numbers; words are text with Excel's quote prefix, so that ``=1+1`` in a name stays
    a text.
    """
    file = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        words = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        plain = book.add_format({"quote_prefix": True})
        head = book.add_format({"bold": True, "bg_color": "#EEF1F5", "bottom": 1})
        figure = book.add_format({"valign": "top"})
        sheet = book.add_worksheet(table.title[:31])
        for row, line in enumerate((table.title, source, shown.lead, *shown.notes)):
            sheet.write_string(row, 0, line, plain)
        top = 4 + len(shown.notes)
        columns = [*table.columns]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, WIDE if column.wide else NARROW)
            sheet.write_string(top, place, column.title, head)
        sheet.write_string(top, len(columns), "备注", head)
        for row, line_of in enumerate(table.rows, start=top + 1):
            for place, cell in enumerate(line_of.cells):
                if cell.value is None:
                    sheet.write_string(row, place, cell.text, words)
                else:
                    sheet.write_number(row, place, round(cell.value, 4), figure)
            sheet.write_string(row, len(columns), line_of.mark, words)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
    return file.getvalue()
