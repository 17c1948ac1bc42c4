"""What is won in one aim and lost in another: overlap, balance and continuity of front plans."""

from __future__ import annotations

from mergers.planning.parts import PART_LABELS
from mergers.planning.questions_types import FrontPoint, ParetoAnswer, ScoredPlan
from mergers.presenting.plot import Axis, Mark, Plot, axis
from mergers.presenting.plot_drawing import draw
from mergers.presenting.questions.parts import (
    Cell,
    Column,
    OnScreen,
    Row,
    Scene,
    Table,
    points,
    same,
)

AXES = tuple((name, PART_LABELS[name]) for name in ("overlap", "balance", "continuity"))
SMALLEST, LARGEST = 4.0, 11.0
TOLD = 1e-6


def on_screen(answer: ParetoAnswer, scene: Scene) -> OnScreen:
    """The front as a scatter of overlap and balance; the size of a point is continuity."""
    return OnScreen(
        lead=lead(answer, scene),
        notes=_notes(answer, scene),
        svg=draw(_plot(answer, scene), height=380) if _spread_out(answer, scene) else "",
        table=_table(answer, scene) if answer["points"] else None,
    )


def lead(answer: ParetoAnswer, scene: Scene) -> str:
    """Whether there is anything to weigh, and where the plan stands in it."""
    found = answer["points"]
    if not found and not scene.complete:
        return f"设 {answer['count']} 个大科室时，还没有算出可比较的方案。"
    if not found:
        return f"设 {answer['count']} 个大科室时没有可行方案，无从取舍。"
    if not scene.complete:
        return f"目前找到 {len(found)} 个互有长短的方案，还没有算完。"
    if len(found) == 1:
        return "不用取舍：同一个方案在职能相近、负荷均衡、变动三方面都最好。"
    said = f"有 {len(found)} 个方案互有长短：职能、负荷、变动三方面，没有哪个能被另一个全面超过。"
    if any(same(point["plan"], scene.present) for point in found):
        return said + f"{scene.own_subject}是其中之一。"
    better = [point for point in found if _beats(point["plan"], scene.present)]
    if scene.present["count"] == answer["count"] and better:
        return said + f"其中 {len(better)} 个三方面都不比{scene.own}差，且至少一方面更好。"
    return said


def _notes(answer: ParetoAnswer, scene: Scene) -> tuple[str, ...]:
    proven = sum(point["proven"] for point in answer["points"])
    notes = []
    if len(answer["points"]) > 1 and proven < len(answer["points"]):
        notes.append(
            f"实心点 {proven} 个已证明没有方案能在三方面都超过它；"
            f"空心点 {len(answer['points']) - proven} 个是没有被找到的方案超过。"
        )
    if len(answer["points"]) > 1 and not _spread_out(answer, scene):
        notes.append(_flat_words(answer, scene))
    return tuple(notes)


def _flat_words(answer: ParetoAnswer, scene: Scene) -> str:
    """Why there is no chart, in its place."""
    shown = [*(point["plan"] for point in answer["points"]), scene.present]
    for name, label in AXES[:2]:
        values = [plan["parts"][name] for plan in shown]
        if max(values) - min(values) <= TOLD:
            why = "（没有工作量数据时都按 100 计）" if name == "balance" else ""
            return f"各方案的{label}相同{why}，图上分不出高下，没有画图；差别见下表。"
    return ""


def _spread_out(answer: ParetoAnswer, scene: Scene) -> bool:
    """Whether the plans differ in both aims of the chart: on a line there is nothing to weigh."""
    if not answer["points"]:
        return False
    shown = [*(point["plan"] for point in answer["points"]), scene.present]
    values = [[plan["parts"][name] for plan in shown] for name in ("overlap", "balance")]
    return all(max(several) - min(several) > TOLD for several in values)


def _beats(one: ScoredPlan, other: ScoredPlan) -> bool:
    gains = [one["parts"][name] - other["parts"][name] for name, _ in AXES]
    return min(gains) >= -TOLD and max(gains) > TOLD


def _plot(answer: ParetoAnswer, scene: Scene) -> Plot:
    plans = [point["plan"] for point in answer["points"]]
    shown = [*plans, scene.present]
    ranges = {}
    for name, _ in AXES:
        values = [plan["parts"][name] for plan in shown]
        ranges[name] = min(values), max(values)
    x = _axis("职能相近 →", *ranges["overlap"])
    y = _axis("负荷均衡 ↑", *ranges["balance"])
    top = max(plans, key=lambda plan: plan["objective"])
    marks = [_mark(point, scene, ranges["continuity"], top) for point in answer["points"]]
    marks.sort(key=lambda mark: -mark.size)  # small ones on top
    own = scene.present
    if not any(same(plan, own) for plan in plans):
        marks.append(
            Mark(
                own["parts"]["overlap"],
                own["parts"]["balance"],
                f"{scene.own}：{_words(own)}",
                "square",
                "amber",
                5,
                label=scene.own,
            )
        )
    return Plot(
        title="职能相近、负荷均衡与变动的取舍",
        x=x,
        y=y,
        marks=tuple(marks),
        legend=(
            ("dot", "accent", "已证明"),
            ("ring", "accent", "未被找到的方案超过"),
            ("square", "amber", scene.own),
            ("dot", "muted", "点越大，变动越小"),
        ),
    )


def _axis(title: str, low: float, high: float) -> Axis:
    room = max(1.0, (high - low) * 0.08)
    return axis(title, max(0.0, low - room), min(100.0, high + room))


def _mark(point: FrontPoint, scene: Scene, span: tuple[float, float], top: ScoredPlan) -> Mark:
    plan = point["plan"]
    low, high = span
    share = (plan["parts"]["continuity"] - low) / (high - low) if high - low > TOLD else 0.5
    own = same(plan, scene.present)
    shape = "square" if own else "dot" if point["proven"] else "ring"
    return Mark(
        plan["parts"]["overlap"],
        plan["parts"]["balance"],
        f"{f'{scene.own}：' if own else ''}{_words(plan)}",
        shape,
        "amber" if own else "accent",
        SMALLEST + (LARGEST - SMALLEST) * share,
        label=scene.own if own else "总分最高" if plan is top and _leads(top, scene) else "",
        href=f"{scene.url}{plan['shape']}/" if scene.url else "",
        key=f"front-{plan['shape']}",
    )


def _leads(top: ScoredPlan, scene: Scene) -> bool:
    return top["objective"] >= scene.present["objective"]


def _words(plan: ScoredPlan) -> str:
    parts = "，".join(f"{label} {points(plan['parts'][name])}" for name, label in AXES)
    return f"{parts}，总分 {points(plan['score'])}"


def _table(answer: ParetoAnswer, scene: Scene) -> Table:
    rows = []
    for place, point in enumerate(answer["points"], start=1):
        plan = point["plan"]
        own = same(plan, scene.present)
        cells = [
            Cell(f"方案 {place}", href=f"{scene.url}{plan['shape']}/" if scene.url else ""),
            *(Cell(points(plan["parts"][name]), plan["parts"][name]) for name, _ in AXES),
            Cell(points(plan["score"]), plan["score"]),
            Cell("已证明" if point["proven"] else "未被找到的方案超过"),
        ]
        rows.append(Row(tuple(cells), scene.own if own else "", shape=plan["shape"]))
    columns = (
        Column("方案"),
        *(Column(label, number=True) for _, label in AXES),
        Column("总分", number=True),
        Column("证明"),
    )
    return Table("互有长短的方案", columns, tuple(rows))
