"""The table twin of a chart as an Excel workbook."""

from __future__ import annotations

from bigsection.web import downloads
from bigsection.web.downloads import Sheet
from mergers.questions.layout import OnScreen, Row, Table

WIDE, NARROW = 60, 16


def workbook_of(shown: OnScreen, table: Table, source: str) -> bytes:
    """The .xlsx file: the sentence, the notes and where it comes from, then the table."""
    widths = [(column.title, WIDE if column.wide else NARROW) for column in table.columns]
    return downloads.workbook_of(
        Sheet(
            title=table.title[:31],
            columns=[(title, width, "General") for title, width in [*widths, ("备注", NARROW)]],
            rows=map(_line, table.rows),
            above=(table.title, source, shown.lead, *shown.notes),
        )
    )


def _line(row: Row) -> list[str | float]:
    """Figures as numbers, words as text, and the row's mark last."""
    values = [cell.text if cell.value is None else round(cell.value, 4) for cell in row.cells]
    return [*values, row.mark]
