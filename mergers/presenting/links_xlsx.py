"""The links of a department as an Excel workbook."""

from io import BytesIO

import xlsxwriter

from mergers.planning.link_effects import LinkEffects

SHEET = "业务往来"
COLUMNS = (
    ("部门名称", 28),
    ("科室名称", 22),
    ("往来科室", 22),
    ("强度", 9),
    ("往来事项", 50),
    ("文本相似度（分）", 17),
    ("计入往来后（分）", 17),
)
"""The first five are those of the import template, so that the file can be imported again."""


def workbook_of(effects: LinkEffects) -> bytes:
    """The .xlsx file, strongest link first.

    Texts carry Excel's quote prefix: ``=1+1`` in a note stays a text, also when the cell is edited
    or the sheet is saved as CSV by Excel.
    """
    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as workbook:
        text = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        head = workbook.add_format({"bold": True, "bg_color": "#EEF1F5", "bottom": 1})
        share = workbook.add_format({"num_format": "0%", "valign": "top"})
        points = workbook.add_format({"num_format": "0.0", "valign": "top"})
        sheet = workbook.add_worksheet(SHEET)
        sheet.freeze_panes(1, 0)
        for place, (title, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, title, head)
        for row, effect in enumerate(effects.rows, start=1):
            link = effect.link
            for place, words in enumerate((link.department.name, link.a.name, link.b.name)):
                sheet.write_string(row, place, words, text)
            sheet.write_number(row, 3, link.strength, share)
            if link.note:
                sheet.write_string(row, 4, link.note, text)
            sheet.write_number(row, 5, effect.text, points)
            sheet.write_number(row, 6, effect.blended, points)
    return file.getvalue()
