"""A region study as an Excel workbook: the split, the curve of sums, and every department's."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from mergers.models import RegionStudy
from mergers.presenting.studies import StudyRow, figures_of, rows_of, totals_of
from mergers.queries.distances import POINT

Cell = str | float | None
SPLIT = (
    ("部门", 28),
    ("现有科室", 10),
    ("不少于", 8),
    ("不多于", 8),
    ("自身最优科室数", 14),
    ("分配科室数", 12),
    ("现状评分", 10),
    ("分配后评分", 12),
    ("最优评分", 10),
    ("比较的是", 14),
    ("距自身最优（分）", 16),
    ("是否全部证明", 14),
    ("说明", 40),
)
SUMS = (("科室总数", 10), ("平均评分", 10), ("说明", 16))
CURVES = (("部门", 28), ("科室数", 8), ("评分", 10), ("上界", 10), ("结论", 16))
STATUS_WORDS = {
    "optimal": "最优，已证明",
    "infeasible": "没有可行方案，已证明",
    "feasible": "未证明最优",
    "unknown": "未求出",
}


def workbook_of(study: RegionStudy) -> bytes:
    """The .xlsx file. Texts have Excel's quote prefix, so that a name is never a formula."""
    rows = rows_of(study, fresh=True)
    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        formats = {
            "text": workbook.add_format({"quote_prefix": True}),
            "number": workbook.add_format({"num_format": "0.##"}),
            "head": workbook.add_format({"bold": True, "bg_color": "#EEF1F5", "bottom": 1}),
        }
        _sheet(workbook, formats, "分配结果", SPLIT, _split_cells(rows))
        _sheet(workbook, formats, "总数与总分", SUMS, _sum_cells(study, rows))
        _sheet(workbook, formats, "各部门曲线", CURVES, _curve_cells(rows))
    return file.getvalue()


def _sheet(
    workbook: Any,
    formats: dict[str, Any],
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Cell]],
) -> None:
    sheet = workbook.add_worksheet(name)
    for place, (title, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, formats["head"])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    for number, cells in enumerate(rows, start=1):
        for place, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(number, place, value, formats["text"])
            elif value is not None:
                sheet.write_number(number, place, value, formats["number"])


def _split_cells(rows: Sequence[StudyRow]) -> Iterable[Sequence[Cell]]:
    for row in rows:
        line, optimum = row.line, row.optimum
        yield (
            line.department.name,
            line.sections,
            row.low,
            row.high,
            optimum.count if optimum else None,
            line.count,
            row.today,
            row.allotted,
            optimum.score if optimum else None,
            ("方案" if row.compared else "现状") if row.distance else None,
            round(row.distance.points, 2) if row.distance else None,
            "是" if line.complete and row.measured and not row.stale else "否",
            notes_of(row),
        )


def notes_of(row: StudyRow) -> str:
    """What else is to be said of a department, in words."""
    if row.gone:
        return "已没有科室，没有参加分配"
    if not row.measured:
        return "未算"
    changed = ["机构有变动"] if row.moved else []
    changed += ["词表、规则或业务往来已修改"] if row.rejudged else []
    return f"测算之后{'，'.join(changed)}，请重新测算" if changed else ""


def _sum_cells(study: RegionStudy, rows: Sequence[StudyRow]) -> Iterable[Sequence[Cell]]:
    figures = figures_of(study, rows)
    names = {figures.sections: "现状", figures.best_total: "总分最高", figures.total: "本次分配"}
    for total, score in totals_of(study):
        yield total, score, names.get(total, "")


def _curve_cells(rows: Sequence[StudyRow]) -> Iterable[Sequence[Cell]]:
    for row in rows:
        for point in row.line.curve:
            yield (
                row.line.department.name,
                point["count"],
                None if point["objective"] is None else point["objective"] / POINT,
                None if point["bound"] is None else point["bound"] / POINT,
                STATUS_WORDS.get(point["status"], point["status"]),
            )
