"""A region study as an Excel workbook: the split, the curve of sums, and every department's."""

from collections.abc import Iterable, Sequence

from bigsection.web.downloads import Cell, Sheet, workbook_of
from mergers.models import RegionStudy
from mergers.planning.parts import part_names
from mergers.presenting.studies import StudyRow, figures_of, rows_of, totals_of
from mergers.queries.distances import POINT

SCORE = "0.##"
SPLIT = (
    ("部门", 28),
    ("现有科室", 10),
    ("不少于", 8),
    ("不多于", 8),
    ("自身最优科室数", 14),
    ("分配科室数", 12),
    ("现状评分", 10, SCORE),
    ("分配后评分", 12, SCORE),
    ("最优评分", 10, SCORE),
    ("比较的是", 14),
    ("距自身最优（分）", 16, SCORE),
    ("是否全部证明", 14),
    ("说明", 40),
    ("未评估的分项", 16),
)
SUMS = (("科室总数", 10), ("平均评分", 10, SCORE), ("说明", 16))
CURVES = (("部门", 28), ("科室数", 8), ("评分", 10, SCORE), ("上界", 10, SCORE), ("结论", 16))
STATUS_WORDS = {
    "optimal": "最优，已证明",
    "infeasible": "没有可行方案，已证明",
    "feasible": "未证明最优",
    "unknown": "未求出",
}


def study_workbook(study: RegionStudy) -> bytes:
    """The .xlsx file of a study as it stands today."""
    rows = rows_of(study, fresh=True)
    return workbook_of(
        Sheet("分配结果", SPLIT, _split_cells(rows), frozen_columns=1),
        Sheet("总数与总分", SUMS, _sum_cells(study, rows), frozen_columns=1),
        Sheet("各部门曲线", CURVES, _curve_cells(rows), frozen_columns=1),
    )


def _split_cells(rows: Sequence[StudyRow]) -> Iterable[Sequence[Cell]]:
    for row in rows:
        line, optimum = row.line, row.optimum
        yield (
            line.department.name,
            line.sections,
            line.least,
            line.most,
            optimum.count if optimum else None,
            line.count,
            row.today,
            row.allotted,
            optimum.score if optimum else None,
            ("方案" if row.compared else "现状") if row.distance else None,
            round(row.distance.points, 2) if row.distance else None,
            _proof_words(row),
            notes_of(row),
            part_names(line.not_assessed),
        )


def _proof_words(row: StudyRow) -> str:
    if row.measured and not row.line.is_judged:
        return "无法判断"
    return "是" if row.line.complete and row.measured and not row.stale else "否"


def notes_of(row: StudyRow) -> str:
    """What else is to be said of a department, in words."""
    if row.gone:
        return "已没有科室，没有参加分配"
    if not row.measured:
        return "未算"
    if not row.line.is_judged:
        return "没有职责数据，无法判断最优，请先导入职责"
    changed = ["机构有变动"] if row.moved else []
    changed += ["词表、规则或业务往来已修改"] if row.rejudged else []
    return f"测算之后{'，'.join(changed)}，请重新测算" if changed else ""


def _sum_cells(study: RegionStudy, rows: Sequence[StudyRow]) -> Iterable[Sequence[Cell]]:
    figures = figures_of(study, rows)
    names = {figures.sections: "现状", figures.best_total: "总分最高", figures.total: "本次分配"}
    for total, score in totals_of(study, rows):
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
