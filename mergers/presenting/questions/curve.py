"""How many big sections are best: the score for every number, with the limit that was given."""

from __future__ import annotations

from mergers.planning.questions_limit import Limit
from mergers.planning.questions_types import CurveAnswer
from mergers.presenting.plot_drawing import draw
from mergers.presenting.questions.curve_plot import STATES, best_within, plot, point_of
from mergers.presenting.questions.parts import (
    LEAST,
    Cell,
    Column,
    OnScreen,
    Row,
    Scene,
    Table,
    loss,
    points,
    up_to,
)


def on_screen(
    answer: CurveAnswer, scene: Scene, *, limit: Limit | None = None, chosen: int | None = None
) -> OnScreen:
    """The curve with the best number, the plan's own and the limit marked."""
    return OnScreen(
        lead=lead(answer, scene, limit),
        notes=tuple(_notes(answer, scene, limit)),
        svg=draw(plot(answer, scene, limit, chosen)),
        table=_table(answer, scene, limit, chosen),
    )


def lead(answer: CurveAnswer, scene: Scene, limit: Limit | None = None) -> str:
    """Which number is best, and how the plan's own number compares."""
    best = point_of(answer, answer["best"])
    if best is None or best["plan"] is None:
        if answer["best_proven"]:
            return "在现有规则下，设几个大科室都没有可行方案。"
        return "还没有算出可行的大科室个数。"
    sure = "已证明" if answer["best_proven"] else "未全部证明"
    said = (
        f"从得分看，设 {best['count']} 个大科室最好（{points(best['plan']['score'])} 分，{sure}）"
    )
    own, subject = scene.present["count"], scene.own_subject
    short = best["plan"]["score"] - scene.present["score"]
    if own == best["count"] and short <= LEAST:
        said += f"；{subject}正是这个个数。" if scene.leaves_aside else "，本方案正是这个个数。"
    elif own == best["count"]:
        said += f"；{subject}也设 {own} 个，但分法不同，低 {loss(short)} 分。"
    elif short > LEAST:
        said += (
            f"；{subject}设 {own} 个，{points(scene.present['score'])} 分，低 {loss(short)} 分。"
        )
    else:
        said += f"；{subject}设 {own} 个，得分相当。"
    within = best_within(answer, limit)
    if limit is not None and best["count"] > limit.most:
        if within is None or within["plan"] is None:
            said += f"限额 {limit.most} 个以内还没有可行方案。"
        else:
            score = points(within["plan"]["score"])
            said += f"限额 {limit.most} 个以内，设 {within['count']} 个最好（{score} 分）。"
    return said


def _notes(answer: CurveAnswer, scene: Scene, limit: Limit | None) -> list[str]:
    notes = []
    if limit is not None:
        binds = limit.most < scene.sections
        effect = "图上用虚线标出" if binds else f"不少于现有的 {scene.sections} 个，不构成限制"
        notes.append(f"限额：{limit.source}；{effect}。")
    missing = [p["count"] for p in answer["points"] if p["status"] == "infeasible"]
    if missing:
        notes.append(
            f"{_ranges(missing)} 个：按本方案的其他规则（每个大科室的科室数、人数等）没有可行方案。"
        )
    return notes


def _ranges(counts: list[int]) -> str:
    """Numbers in words, runs joined: 1–5、17."""
    runs: list[list[int]] = []
    for count in counts:
        if runs and count == runs[-1][-1] + 1:
            runs[-1].append(count)
        else:
            runs.append([count])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _table(answer: CurveAnswer, scene: Scene, limit: Limit | None, chosen: int | None) -> Table:
    best = point_of(answer, answer["best"])
    top = best["plan"]["score"] if best and best["plan"] else None
    rows = []
    for point in answer["points"]:
        count, plan = point["count"], point["plan"]
        state = STATES[point["status"]]
        if point["status"] == "feasible":
            state += f"，距最优 ≤ {up_to(point['gap'])}"
        marks = ["最好"] if count == answer["best"] else []
        marks += [scene.own] if count == scene.present["count"] else []
        cells = [
            Cell(str(count), count, scene.link(k=count) if plan else ""),
            Cell(points(plan["score"]) if plan else "—", plan["score"] if plan else None),
            Cell(
                loss(top - plan["score"]) if plan and top is not None else "—",
                top - plan["score"] if plan and top is not None else None,
            ),
            Cell(state),
        ]
        if limit is not None:
            cells.append(Cell("以内" if count <= limit.most else "超出"))
        rows.append(Row(tuple(cells), "、".join(marks), count == chosen))
    columns = [
        Column("大科室个数", number=True),
        Column("最高得分", number=True),
        Column("比最好的少", number=True),
        Column("证明"),
    ]
    if limit is not None:
        columns.append(Column(f"限额 {limit.most} 个"))
    return Table("设几个大科室最好", tuple(columns), tuple(rows))
