"""Different good plans side by side, each named for what it is best at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rest_framework import serializers

from mergers.lazy import planner
from mergers.planning.parts import PART_LABELS
from mergers.presenting.plot import Axis, Line, Mark, Plot, axis
from mergers.presenting.plot_drawing import draw
from mergers.questions.answer_out import AnswerOut, PlanOfAnswerOut
from mergers.questions.kept import to_json
from mergers.questions.layout import (
    Cell,
    Column,
    OnScreen,
    Plan,
    Scene,
    Table,
    figure,
    figures,
    loss,
    part_figure,
    points,
    up_to,
)
from mergers.questions.question import Answer, Arguments, Question, Result, Run
from mergers.questions.question_input import QuestionInput

MOST = 5
SHAPES = (
    ("diamond", "good"),
    ("dot", "accent"),
    ("triangle", "amber"),
    ("square", "blue"),
    ("ring", "rose"),
    ("cross", "muted"),
)
"""The best plan first; every other one has a shape and a colour of its own."""


def ask(asked: QuestionInput, arguments: Arguments, run: Run) -> Result:
    """The best plan and up to five others; complete when the best is proven in the time given."""
    problem = replace(asked.read, alternatives=MOST)
    found = planner.solver.solve(problem, stop=run.stop, on_progress=run.tell)
    plans = [
        {
            "label": plan.label,
            "loss": ((found.objective or plan.objective) - plan.objective) / 1e6,
            "plan": to_json(plan),
        }
        for plan in found.alternatives
    ]
    in_time = run.stop.time_limit_s is None or found.seconds < run.stop.time_limit_s
    complete = in_time and found.status in ("optimal", "infeasible")
    return {"best": to_json(found.plan), "gap": found.gap, "plans": plans}, complete


def show(answer: Answer, scene: Scene) -> OnScreen:
    """The best plan and the others, part by part."""
    if answer["best"] is None:
        return OnScreen(lead(answer, scene))
    others = [(plan["label"], plan["plan"]) for plan in answer["plans"]]
    listed = [("总分最优", answer["best"]), *others]
    notes = (f"总分最优的方案还没有证明：任何方案最多再高 {up_to(answer['gap'])}。",)
    return OnScreen(
        lead=lead(answer, scene),
        notes=notes if answer["gap"] else (),
        svg=draw(_plot(scene, listed), height=330),
        table=_table(scene, listed),
    )


def lead(answer: Answer, scene: Scene) -> str:
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


def _plot(scene: Scene, listed: list[tuple[str, Plan]]) -> Plot:
    """One row for each part that was assessed and one for the score; every plan is a mark in it."""
    names = list(scene.assessed)
    rows = ["总分", *scene.assessed.values()]
    last = len(rows) - 1
    y = Axis("", -0.6, last + 0.6, tuple((float(last - k), word) for k, word in enumerate(rows)))
    values = [[plan["score"], *(plan["parts"][name] for name in names)] for _, plan in listed]
    x = axis("得分（0–100）", max(0.0, min(map(min, values)) - 5), 100.0)
    marks = []
    for place, (label, _) in reversed(list(enumerate(listed))):
        shape, tone = SHAPES[place % len(SHAPES)]
        for row, word in enumerate(rows):
            value = values[place][row]
            title = f"{label} · {word}：{points(value)}"
            marks.append(Mark(value, last - row, title, shape, tone, 5 if place else 5.5))
    lines = tuple(
        Line(((x.low, float(row)), (x.high, float(row))), "faint", dashed=True)
        for row in range(len(rows))
    )
    legend = tuple((*SHAPES[place % len(SHAPES)], label) for place, (label, _) in enumerate(listed))
    return Plot("不同方案的总分和各分项", x, y, lines, tuple(marks), legend=legend)


def _table(scene: Scene, listed: list[tuple[str, Plan]]) -> Table:
    best = listed[0][1]
    highest = {name: max(plan["parts"][name] for _, plan in listed) for name in scene.assessed}
    rows = []
    for label, plan in listed:
        cells = [figure(plan["score"]), figure(best["score"] - plan["score"], loss)]
        for name in PART_LABELS:
            value = plan["parts"][name]
            best_of_all = name in highest and value >= highest[name] - 1e-9
            cells.append(replace(part_figure(value), tone="best" if best_of_all else ""))
        own = scene.is_own(plan)
        cells.append(Cell(f"就是{scene.own}" if own else scene.differs(scene.present, plan)))
        rows.append(scene.plan_row(label, plan, *cells))
    columns = (
        Column("方案"),
        *figures("总分", "比最优少", *PART_LABELS.values()),
        Column(f"与{scene.own}相比", wide=True),
    )
    return Table("各有所长的方案", columns, tuple(rows))


class AlternativeOut(serializers.Serializer[Any]):
    """A plan named for what it is best at; ``loss`` in points to the best plan."""

    label = serializers.CharField()  # type: ignore[assignment]
    loss = serializers.FloatField()
    plan = PlanOfAnswerOut()


class AlternativesOut(AnswerOut):
    """The best plan and up to five genuinely different ones."""

    best = PlanOfAnswerOut(allow_null=True)
    gap = serializers.FloatField(allow_null=True)
    plans = AlternativeOut(many=True)


QUESTION = Question(
    name="alternatives",
    title="有哪些不同的好方案",
    about="与得分最高的方案个数相同、分法不同的好方案，每个在某一方面最好。",
    ask=ask,
    show=show,
    out=AlternativesOut,
    row_end="mergers/questions/_alternatives_row.html",
    row_title="留用",
    open_table=True,
)
