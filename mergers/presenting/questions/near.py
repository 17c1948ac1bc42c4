"""All plans that are nearly as good as the best: how many, and in what they differ."""

from __future__ import annotations

from mergers.planning.question_input import change_between
from mergers.planning.questions_types import NearAnswer
from mergers.presenting.plot import Line, Mark, Plot, axis
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
)


def on_screen(answer: NearAnswer, scene: Scene) -> OnScreen:
    """How many plans there are within each loss, and the list of them."""
    found = len(answer["plans"]) > 1
    return OnScreen(
        lead=lead(answer, scene),
        notes=tuple(_notes(answer)),
        svg=draw(_plot(answer, scene), height=260) if found else "",
        table=_table(answer, scene) if found else None,
    )


def lead(answer: NearAnswer, scene: Scene) -> str:
    """How many plans are within the margin, honestly where not all were counted."""
    if answer["best"] is None:
        return "按现有规则没有可行方案。" if answer["whole"] else "还没有找到可行方案。"
    margin = f"{answer['margin']:.2f} 分"
    number = answer["number"] - 1
    if answer["whole"] and not number:
        return f"最优方案独一无二：比它低 {margin}以内没有别的方案。"
    if answer["whole"]:
        return f"比最优方案低 {margin}以内，一共还有 {number} 个方案。"
    return f"比最优方案低 {margin}以内，至少还有 {number} 个方案（没有数完）。"


def _notes(answer: NearAnswer) -> list[str]:
    notes = []
    if not answer["whole"]:
        within = answer["complete_within"]
        if within:
            notes.append(f"低 {within:.2f} 分以内的已经列全；更远的可能还有。")
        else:
            notes.append("没有一段范围能保证列全，可缩小范围再问。")
    elif answer["number"] == 1:
        notes.append("可以扩大范围再找。")
    if answer["number"] > len(answer["plans"]):
        notes.append(f"表中只列出最好的 {len(answer['plans'])} 个。")
    return notes


def _plot(answer: NearAnswer, scene: Scene) -> Plot:
    """The number of plans that lose at most so many points: a staircase."""
    losses = [plan["loss"] for plan in answer["plans"]]
    end = answer["margin"] if len(losses) == answer["number"] else losses[-1]
    x = axis("比最优方案低（分）", 0.0, max(end, 0.01))
    y = axis("方案个数（累计）", 0.0, len(losses), whole=True)
    steps = [(0.0, 0.0)]
    for place, value in enumerate(losses, start=1):
        steps += [(value, steps[-1][1]), (value, float(place))]
    steps.append((end, steps[-1][1]))
    marks = []
    for place, plan in enumerate(answer["plans"], start=1):
        own = same(plan["plan"], scene.present)
        title = f"第 {place} 个：{points(plan['plan']['score'])} 分，低 {loss(plan['loss'])} 分"
        marks.append(
            Mark(
                plan["loss"],
                place,
                f"{scene.own}，{title}" if own else title,
                "square" if own else "dot",
                "amber" if own else "accent",
                5 if own else 3.5,
                label=scene.own if own else "",
                href=f"{scene.url}{plan['plan']['shape']}/" if scene.url else "",
                key=f"near-{plan['plan']['shape']}",
            )
        )
    return Plot("得分相近的方案有多少", x, y, (Line(tuple(steps)),), tuple(marks))


def _table(answer: NearAnswer, scene: Scene) -> Table:
    best = answer["plans"][0]["plan"]
    rows = []
    for place, plan in enumerate(answer["plans"], start=1):
        own = same(plan["plan"], scene.present)
        change = change_between(best, plan["plan"], scene.weights)
        href = f"{scene.url}{plan['plan']['shape']}/" if scene.url else ""
        cells = (
            Cell(f"第 {place} 个", href=href),
            Cell(points(plan["plan"]["score"]), plan["plan"]["score"]),
            Cell(loss(plan["loss"]), plan["loss"]),
            Cell(str(plan["plan"]["count"]), plan["plan"]["count"]),
            Cell("最优方案" if place == 1 else differs(scene, change)),
        )
        rows.append(Row(cells, scene.own if own else "", shape=plan["plan"]["shape"]))
    columns = (
        Column("方案"),
        Column("得分", number=True),
        Column("比最优少", number=True),
        Column("大科室个数", number=True),
        Column("与最优方案相比", wide=True),
    )
    return Table("得分相近的方案", columns, tuple(rows))
