"""The curve as a chart: the best number, the plan's own and the limit marked on it."""

from __future__ import annotations

from typing import Any

from mergers.presenting.curves import runs
from mergers.presenting.plot import Axis, Line, Mark, Plot, Upright, axis
from mergers.questions.layout import Scene, points

Answer = dict[str, Any]
CurvePoint = dict[str, Any]

MANY = 36
"""Numbers of sections beyond which the points are drawn smaller."""
STATES = {
    "optimal": "最优，已证明",
    "infeasible": "没有可行方案（已证明）",
    "feasible": "可行，未证明最优",
    "unknown": "还没有算出",
}


def point_of(answer: Answer, count: int | None) -> CurvePoint | None:
    """The point of a number of big sections."""
    return next((point for point in answer["points"] if point["count"] == count), None)


def best_within(answer: Answer, limit: int | None) -> CurvePoint | None:
    """The best point that the limit allows, with as few small big sections as any of them where that
    comes first; of equals, the smallest number.
    """
    first = answer.get("fewest_small") or 0
    inside = [
        (
            [-number for number in point["plan"].get("small", ())[:first]],
            point["plan"]["objective"],
            -point["count"],
            point,
        )
        for point in answer["points"]
        if point["plan"] is not None and (limit is None or point["count"] <= limit)
    ]
    return max(inside, key=lambda entry: entry[:3])[3] if inside else None


def plot(answer: Answer, scene: Scene) -> Plot:
    """The chart of all points, with axes that show the differences."""
    values = [(one["count"], one["plan"]["score"]) for one in answer["points"] if one["plan"]]
    scores = [score for _, score in values] + [scene.present["score"]]
    y = axis("得分（满分 100）", max(0.0, min(scores) - 4), min(100.0, max(scores) + 4))
    n = scene.sections
    step = 1 if n <= 24 else 2 if n <= 48 else 5
    ticks = tuple((float(k), str(k)) for k in range(1, n + 1) if k % step == 0 or k == 1)
    x = Axis("大科室个数", 0.5, n + 0.5, ticks)
    uprights: tuple[Upright, ...] = ()
    limit = scene.options.get("limit")
    if limit is not None and limit < n:
        uprights = (Upright(limit + 0.5, f"限额 {limit} 个"),)
    marks = [_mark(point, answer, scene, y.low) for point in answer["points"]]
    own = scene.present
    words = f"{own['count']} 个，{points(own['score'])} 分"
    marks.append(scene.own_mark(own["count"], own["score"], words))
    return Plot(
        title="大科室个数与得分",
        x=x,
        y=y,
        lines=tuple(Line(tuple(run)) for run in runs(values) if len(run) > 1),
        marks=tuple(marks),
        uprights=uprights,
        legend=(
            ("dot", "accent", "该个数的最优（已证明）"),
            ("ring", "accent", "未证明"),
            ("diamond", "good", "最好的个数"),
            ("square", "amber", scene.own),
            ("cross", "muted", "没有可行方案"),
        ),
    )


def _mark(point: CurvePoint, answer: Answer, scene: Scene, floor: float) -> Mark:
    count, plan = point["count"], point["plan"]
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
    label = f"最好：{count} 个 {points(plan['score'])}" if best else ""
    if not best and point is best_within(answer, scene.options.get("limit")):
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
        key=f"curve-{count}",
        chosen=count == scene.options.get("chosen"),
        size=4.5 if best or scene.sections <= MANY else 3.0,
    )
