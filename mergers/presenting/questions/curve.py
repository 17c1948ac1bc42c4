"""How many big sections are best: the score for every number, with the limit that was given."""

from __future__ import annotations

from mergers.planning.questions_limit import Limit
from mergers.planning.questions_types import CurveAnswer, CurvePoint
from mergers.presenting.plot import Axis, Line, Mark, Plot, Upright, axis, draw
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

STATES = {
    "optimal": "最优，已证明",
    "infeasible": "没有可行方案（已证明）",
    "feasible": "可行，未证明最优",
    "unknown": "还没有算出",
}


def on_screen(
    answer: CurveAnswer, scene: Scene, *, limit: Limit | None = None, chosen: int | None = None
) -> OnScreen:
    """The curve with the best number, the plan's own and the limit marked."""
    return OnScreen(
        lead=lead(answer, scene, limit),
        notes=tuple(_notes(answer, scene, limit)),
        svg=draw(_plot(answer, scene, limit, chosen)),
        table=_table(answer, scene, limit, chosen),
    )


def lead(answer: CurveAnswer, scene: Scene, limit: Limit | None = None) -> str:
    """Which number is best, and how the plan's own number compares."""
    best = _point(answer, answer["best"])
    if best is None or best["plan"] is None:
        if answer["best_proven"]:
            return "在现有规则下，设几个大科室都没有可行方案。"
        return "还没有算出可行的大科室个数。"
    sure = "已证明" if answer["best_proven"] else "未全部证明"
    said = (
        f"从得分看，设 {best['count']} 个大科室最好（{points(best['plan']['score'])} 分，{sure}）"
    )
    own = scene.present["count"]
    short = best["plan"]["score"] - scene.present["score"]
    if own == best["count"]:
        said += "，本方案正是这个个数。"
    elif short > LEAST:
        said += f"；本方案设 {own} 个，{points(scene.present['score'])} 分，低 {loss(short)} 分。"
    else:
        said += f"；本方案设 {own} 个，得分相当。"
    within = _best_within(answer, limit)
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


def _point(answer: CurveAnswer, count: int | None) -> CurvePoint | None:
    return next((point for point in answer["points"] if point["count"] == count), None)


def _best_within(answer: CurveAnswer, limit: Limit | None) -> CurvePoint | None:
    inside = [
        (point["plan"]["objective"], -point["count"], point)
        for point in answer["points"]
        if point["plan"] is not None and (limit is None or point["count"] <= limit.most)
    ]
    return max(inside, key=lambda entry: entry[:2])[2] if inside else None


def _plot(answer: CurveAnswer, scene: Scene, limit: Limit | None, chosen: int | None) -> Plot:
    found = [point for point in answer["points"] if point["plan"] is not None]
    scores = [point["plan"]["score"] for point in found if point["plan"] is not None]
    scores.append(scene.present["score"])
    y = axis("得分（满分 100）", max(0.0, min(scores) - 4), min(100.0, max(scores) + 4))
    n = scene.sections
    step = 1 if n <= 24 else 2 if n <= 48 else 5
    ticks = tuple((float(k), str(k)) for k in range(1, n + 1) if k % step == 0 or k == 1)
    x = Axis("大科室个数", 0.5, n + 0.5, ticks)
    uprights: tuple[Upright, ...] = ()
    if limit is not None and limit.most < n:
        uprights = (Upright(limit.most + 0.5, f"限额 {limit.most} 个"),)
    marks = [_mark(point, answer, scene, y.low, chosen, limit) for point in answer["points"]]
    own = scene.present
    marks.append(
        Mark(
            own["count"],
            own["score"],
            f"本方案：{own['count']} 个，{points(own['score'])} 分",
            "square",
            "amber",
            label="本方案",
        )
    )
    return Plot(
        title="大科室个数与得分",
        x=x,
        y=y,
        lines=tuple(_lines(answer)),
        marks=tuple(marks),
        uprights=uprights,
        legend=(
            ("dot", "accent", "该个数的最优（已证明）"),
            ("ring", "accent", "未证明"),
            ("diamond", "good", "最好的个数"),
            ("square", "amber", "本方案"),
            ("cross", "muted", "没有可行方案"),
        ),
    )


def _lines(answer: CurveAnswer) -> list[Line]:
    """The curve, cut where a number has no plan."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in answer["points"]:
        if point["plan"] is None:
            runs.append([])
        else:
            runs[-1].append((point["count"], point["plan"]["score"]))
    return [Line(tuple(run)) for run in runs if len(run) > 1]


def _mark(
    point: CurvePoint,
    answer: CurveAnswer,
    scene: Scene,
    floor: float,
    chosen: int | None,
    limit: Limit | None,
) -> Mark:
    count, plan = point["count"], point["plan"]
    key = f"curve-{count}"
    if plan is None:
        return Mark(
            count,
            floor,
            f"{count} 个：{STATES[point['status']]}",
            "cross" if point["status"] == "infeasible" else "ring",
            "muted",
            3.5,
        )
    title = f"{count} 个：{points(plan['score'])} 分，{STATES[point['status']]}"
    best = count == answer["best"]
    within = _best_within(answer, limit)
    label = f"最好：{count} 个 {points(plan['score'])}" if best else ""
    if not best and limit is not None and within is not None and within["count"] == count:
        label = f"限额内最好：{count} 个 {points(plan['score'])}"
    kind = "diamond" if best else "dot" if point["status"] == "optimal" else "ring"
    return Mark(
        count,
        plan["score"],
        title,
        kind,
        "good" if best else "accent",
        label=label,
        href=scene.link(k=count),
        key=key,
        chosen=count == chosen,
    )


def _table(answer: CurveAnswer, scene: Scene, limit: Limit | None, chosen: int | None) -> Table:
    best = _point(answer, answer["best"])
    top = best["plan"]["score"] if best and best["plan"] else None
    rows = []
    for point in answer["points"]:
        count, plan = point["count"], point["plan"]
        state = STATES[point["status"]]
        if point["status"] == "feasible":
            state += f"，距最优 ≤ {up_to(point['gap'])}"
        marks = ["最好"] if count == answer["best"] else []
        marks += ["本方案"] if count == scene.present["count"] else []
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
