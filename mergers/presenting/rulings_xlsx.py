"""The radar and the register of rulings as Excel workbooks."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from departments.models import Region
from mergers.planning.radar import DutyPair
from mergers.queries.boundaries import Boundary

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAIRS = (
    ("相似度", 8),
    ("文本相似", 9),
    ("有此职责的部门数", 10),
    ("部门甲", 24),
    ("科室甲", 18),
    ("职责甲", 46),
    ("部门乙", 24),
    ("科室乙", 18),
    ("职责乙", 46),
    ("裁定", 16),
    ("边界说明", 40),
    ("文号", 18),
)
RULINGS = (
    ("状态", 9),
    ("裁定", 16),
    ("部门甲", 24),
    ("职责甲", 46),
    ("部门乙", 24),
    ("职责乙", 46),
    ("划出部门", 24),
    ("划入科室", 30),
    ("边界说明", 46),
    ("文号", 18),
    ("裁定人", 10),
    ("裁定时间", 17),
    ("列入方案", 30),
)
Cells = Sequence[str | float]


def radar_workbook(pairs: Iterable[DutyPair], rulings: Mapping[str, Boundary]) -> bytes:
    """The .xlsx of pairs with what was ruled on them."""
    return _workbook(
        "职责交叉", PAIRS, (_pair_cells(pair, rulings.get(pair.hash)) for pair in pairs)
    )


def boundary_workbook(boundaries: Iterable[Boundary]) -> bytes:
    """The .xlsx of the register of rulings."""
    return _workbook("职责边界", RULINGS, (_ruling_cells(one) for one in boundaries))


def download(title: str, region: Region, data: bytes) -> HttpResponse:
    """The workbook as a file named for what it holds, the region and the day."""
    name = f"{title}-{region}-{timezone.localdate():%Y-%m-%d}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(data, content_type=EXCEL, headers={"Content-Disposition": disposition})


def _pair_cells(pair: DutyPair, ruled: Boundary | None) -> Cells:
    a, b = pair.a, pair.b
    ruling = (
        (_verdict(ruled), ruled.ruling.boundary, ruled.ruling.document_number)
        if ruled
        else ("未裁定", "", "")
    )
    return (
        round(100 * pair.likeness, 1),
        round(100 * pair.cosine, 1),
        max(pair.departments, 2),
        *(a.department_name, a.section_name, a.text),
        *(b.department_name, b.section_name, b.text),
        *ruling,
    )


def _ruling_cells(one: Boundary) -> Cells:
    ruling, receiver = one.ruling, one.ruling.receiver
    return (
        one.state_words,
        str(ruling.get_verdict_display()),
        *(str(ruling.department_a), ruling.text_a),
        *(str(ruling.department_b), ruling.text_b),
        str(one.giver) if receiver else "",
        f"{receiver.department} · {receiver}" if receiver else "",
        *(ruling.boundary, ruling.document_number),
        *(str(ruling.by), f"{timezone.localtime(ruling.at):%Y-%m-%d %H:%M}"),
        "；".join(f"{plan.department} {plan.title}" for plan in one.plans),
    )


def _verdict(one: Boundary) -> str:
    return f"{one.ruling.get_verdict_display()}（{one.state_words}）"


def _workbook(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Cells]) -> bytes:
    """One sheet. Text carries Excel's quote prefix: ``=1+1`` in a duty stays a text, also when the
    cell is edited or the sheet is saved as CSV by Excel.
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
        number = workbook.add_format({"valign": "top", "num_format": "0.0"})
        count = workbook.add_format({"valign": "top", "num_format": "0"})
        sheet = workbook.add_worksheet(title)
        _head(workbook, sheet, columns)
        last = 0
        for last, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(last, place, value, text)
                else:
                    sheet.write_number(
                        last, place, value, count if isinstance(value, int) else number
                    )
        sheet.autofilter(0, 0, last, len(columns) - 1)
    return file.getvalue()


def _head(workbook: Any, sheet: Any, columns: Sequence[tuple[str, int]]) -> None:
    """The header row, which stays in sight and is repeated on paper."""
    head = workbook.add_format(
        {"bold": True, "bg_color": "#EEF1F5", "bottom": 1, "text_wrap": True}
    )
    for place, (_, width) in enumerate(columns):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    for place, (title, _) in enumerate(columns):
        sheet.write_string(0, place, title, head)
