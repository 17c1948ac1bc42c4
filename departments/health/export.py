"""The findings as an Excel workbook: a sheet of checks, and one of everything that was found."""

from io import BytesIO
from typing import Any

import xlsxwriter

from departments.health.check import Check, Finding
from departments.health.choosing import Choice
from departments.health.registry import CHECKS
from departments.health.survey import every_finding

MOST_ROWS = 1_000_000  # Excel ends at 1,048,576
SUMMARY = (("级别", 8), ("检查项", 34), ("问题数", 9), ("为什么要查", 70), ("怎么办", 60))
FINDINGS = (
    ("级别", 8),
    ("检查项", 30),
    ("部门", 28),
    ("科室", 24),
    ("人员", 12),
    ("问题", 70),
    ("怎么办", 60),
)


def workbook_of(choice: Choice) -> bytes:
    """The .xlsx file. Rows are written as they are read, so that memory does not grow with them.

    Every cell is text with Excel's quote prefix: ``=1+1`` in somebody's name stays a text, also
    when the cell is edited or the sheet is saved as CSV by Excel.
    """
    file = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        text = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        head = workbook.add_format({"bold": True, "bg_color": "#EEF1F5", "bottom": 1})
        findings = _sheet(workbook, "问题清单", FINDINGS, head)
        summary = _sheet(workbook, "汇总", SUMMARY, head)
        counts = _write_findings(findings, choice, text)
        _write_summary(summary, choice, counts, text)
        summary.activate()
    return file.getvalue()


def _sheet(workbook: Any, name: str, columns: tuple[tuple[str, int], ...], head: Any) -> Any:
    """A sheet with its header row, which stays in sight and is repeated on paper."""
    sheet = workbook.add_worksheet(name)
    for place, (_, width) in enumerate(columns):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    for place, (title, _) in enumerate(columns):
        sheet.write_string(0, place, title, head)
    return sheet


def _write_findings(sheet: Any, choice: Choice, text: Any) -> dict[str, int]:
    """Write all findings; how many each check has, also of those beyond Excel's last row."""
    counts = dict.fromkeys((check.code for check in CHECKS), 0)
    row = 0
    for check in CHECKS:
        for finding in every_finding(check, choice.area):
            counts[check.code] += 1
            if row < MOST_ROWS:
                row += 1
                _write(sheet, row, _cells(check, finding), text)
    sheet.autofilter(0, 0, row, len(FINDINGS) - 1)
    return counts


def _write_summary(sheet: Any, choice: Choice, counts: dict[str, int], text: Any) -> None:
    for row, check in enumerate(CHECKS, start=1):
        found = counts[check.code]
        word = f"{check.severity.sign} {check.severity.word}" if found else "✓ 通过"
        _write(sheet, row, (word, check.title, "", check.why, check.action), text)
        sheet.write_number(row, 2, found)
    last = f"范围：{choice.title}；日期：{choice.area.today:%Y-%m-%d}；身份证号已隐去中间各位。"
    if sum(counts.values()) > MOST_ROWS:
        last += f"“问题清单”只列出前 {MOST_ROWS:,} 条，请按部门分别导出。"
    sheet.write_string(len(CHECKS) + 2, 0, last)


def _cells(check: Check, finding: Finding) -> tuple[str, ...]:
    return (
        f"{check.severity.sign} {check.severity.word}",
        check.title,
        finding.department,
        finding.section,
        finding.person,
        finding.detail,
        check.action,
    )


def _write(sheet: Any, row: int, cells: tuple[str, ...], text: Any) -> None:
    for place, value in enumerate(cells):
        if value:
            sheet.write_string(row, place, value, text)
