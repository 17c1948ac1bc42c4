"""Different good plans side by side, each named for what it is best at."""

from __future__ import annotations

from mergers.planning.parts import PART_LABELS
from mergers.planning.question_input import change_between
from mergers.planning.questions_types import AlternativesAnswer, ScoredPlan
from mergers.presenting.plot import Axis, Line, Mark, Plot, axis
from mergers.presenting.plot_drawing import draw
from mergers.presenting.questions.parts import (
    Cell,
    Column,
    OnScreen,
    Row,
    Scene,
    Table,
    differs,
    loss,
    points,
    same,
    up_to,
)

SHAPES = (
    ("diamond", "good"),
    ("dot", "accent"),
    ("triangle", "amber"),
    ("square", "blue"),
    ("ring", "rose"),
    ("cross", "muted"),
)
"""The best plan first; every other one has a shape and a colour of its own."""


def on_screen(answer: AlternativesAnswer, scene: Scene) -> OnScreen:
    """The best plan and the others, part by part."""
    listed = plans_of(answer)
    return OnScreen(
        lead=lead(answer, scene),
        notes=_notes(answer),
        svg=draw(_plot(listed), height=330) if listed else "",
        table=_table(answer, scene, listed) if listed else None,
    )


def plans_of(answer: AlternativesAnswer) -> list[tuple[str, ScoredPlan]]:
    """Every plan of the answer with its name, the best first."""
    if answer["best"] is None:
        return []
    others = [(plan["label"], plan["plan"]) for plan in answer["plans"]]
    return [("总分最优", answer["best"]), *others]


def lead(answer: AlternativesAnswer, scene: Scene) -> str:
    """How many there are, and what the nearest costs."""
    if answer["best"] is None:
        return "按现有规则没有求出方案。" if scene.complete else "还没有求出方案。"
    others = answer["plans"]
    count = answer["best"]["count"]
    if not others and not scene.complete:
        return f"设 {count} 个大科室时的好方案，目前只求出一个，其余还没有算完。"
    if not others:
        return f"设 {count} 个大科室时，没有找到与最优方案明显不同的其他方案。"
    nearest = min(others, key=lambda plan: plan["loss"])
    names = "、".join(plan["label"] for plan in others)
    so_far = "" if scene.complete else "目前"
    alike = count == scene.present["count"] and not scene.leaves_aside
    at = f"同样设 {count} 个大科室" if alike else f"设 {count} 个大科室时"
    return (
        f"{so_far}{at}，除总分最优外还有 {len(others)} 个各有所长的方案（{names}）；"
        f"最接近的“{nearest['label']}”低 {loss(nearest['loss'])} 分。"
    )


def _notes(answer: AlternativesAnswer) -> tuple[str, ...]:
    if answer["best"] is None or not answer["gap"]:
        return ()
    return (f"总分最优的方案还没有证明：任何方案最多再高 {up_to(answer['gap'])}。",)


def _plot(listed: list[tuple[str, ScoredPlan]]) -> Plot:
    """One row for each part and one for the score; every plan is a mark in it."""
    rows = ["总分", *PART_LABELS.values()]
    last = len(rows) - 1
    y = Axis("", -0.6, last + 0.6, tuple((float(last - k), word) for k, word in enumerate(rows)))
    values = [_value(plan, row) for _, plan in listed for row in range(len(rows))]
    x = axis("得分（0–100）", max(0.0, min(values) - 5), 100.0)
    marks = []
    for place, (label, plan) in reversed(list(enumerate(listed))):
        shape, tone = SHAPES[place % len(SHAPES)]
        for row, word in enumerate(rows):
            value = _value(plan, row)
            title = f"{label} · {word}：{points(value)}"
            marks.append(Mark(value, last - row, title, shape, tone, 5 if place else 5.5))
    lines = tuple(
        Line(((x.low, float(row)), (x.high, float(row))), "faint", dashed=True)
        for row in range(len(rows))
    )
    legend = tuple((*SHAPES[place % len(SHAPES)], label) for place, (label, _) in enumerate(listed))
    return Plot("不同方案的总分和六个分项", x, y, lines, tuple(marks), legend=legend)


def _value(plan: ScoredPlan, row: int) -> float:
    return plan["score"] if row == 0 else plan["parts"][list(PART_LABELS)[row - 1]]


def _table(answer: AlternativesAnswer, scene: Scene, listed: list[tuple[str, ScoredPlan]]) -> Table:
    best = listed[0][1]
    highest = {name: max(plan["parts"][name] for _, plan in listed) for name in PART_LABELS}
    rows = []
    for label, plan in listed:
        behind = best["score"] - plan["score"]
        change = change_between(scene.present, plan, scene.weights)
        href = f"{scene.url}{plan['shape']}/" if scene.url else ""
        cells = [
            Cell(label, href=href),
            Cell(points(plan["score"]), plan["score"]),
            Cell(loss(behind), behind),
        ]
        for name in PART_LABELS:
            value = plan["parts"][name]
            tone = "best" if value >= highest[name] - 1e-9 else ""
            cells.append(Cell(points(value), value, tone=tone))
        own = same(plan, scene.present)
        cells.append(Cell(f"就是{scene.own}" if own else differs(scene, change)))
        rows.append(Row(tuple(cells), scene.own if own else "", shape=plan["shape"]))
    columns = (
        Column("方案"),
        Column("总分", number=True),
        Column("比最优少", number=True),
        *(Column(label, number=True) for label in PART_LABELS.values()),
        Column(f"与{scene.own}相比", wide=True),
    )
    return Table("各有所长的方案", columns, tuple(rows))
