"""What is won in one aim and lost in another: overlap, balance and continuity of front plans."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.parts import PART_LABELS
from mergers.presenting.plot import Axis, Mark, Plot, axis
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
    part_figure,
    points,
)
from mergers.questions.question import Answer, Arguments, Given, Question, Result, Run
from mergers.questions.question_input import QuestionInput, solver_for

AXES = tuple((name, PART_LABELS[name]) for name in ("overlap", "balance", "continuity"))
SMALLEST, LARGEST = 4.0, 11.0
TOLD = 1e-6


def read(asked: QuestionInput, given: Given) -> Arguments:
    """How many big sections; as many as the head of the plan says unless told."""
    usual = min(asked.count or len(asked.groups), len(asked.problem["sections"]))
    return {"count": asked.read_count(given.get("count")) or usual}


def options(plan: MergePlan, asked: QuestionInput, given: Given) -> dict[str, Any]:
    """The numbers to choose from, and the one chosen."""
    return {"counts": range(1, len(asked.names) + 1), **read(asked, given)}


def ask(asked: QuestionInput, arguments: Arguments, run: Run) -> Result:
    """The front for ``arguments["count"]`` big sections; complete when the sweep was finished."""
    with solver_for(asked) as solver:
        found = planner.questions.pareto.pareto_front(
            solver, **arguments, stop=run.stop, on_progress=run.tell
        )
    return {**arguments, "points": to_json(found.points)}, found.complete


def show(answer: Answer, scene: Scene) -> OnScreen:
    """The front as a scatter of overlap and balance; the size of a point is continuity."""
    if "overlap" not in scene.assessed:
        return OnScreen("没有职责数据，职能相近未评估，无从取舍。请先导入职责。")
    flat = _flat(answer, scene)
    notes = _notes(answer)
    if len(answer["points"]) > 1 and flat:
        notes.append(flat)
    return OnScreen(
        lead=lead(answer, scene),
        notes=tuple(notes),
        svg=draw(_plot(answer, scene), height=380) if answer["points"] and not flat else "",
        table=_table(answer, scene) if answer["points"] else None,
    )


def lead(answer: Answer, scene: Scene) -> str:
    """Whether there is anything to weigh, and where the plan stands in it."""
    found, aims = answer["points"], "、".join(label for _, label in _axes(scene))
    number = "三" if len(_axes(scene)) == len(AXES) else "两"
    if not found and not scene.complete:
        return f"设 {answer['count']} 个大科室时，还没有算出可比较的方案。"
    if not found:
        return f"设 {answer['count']} 个大科室时没有可行方案，无从取舍。"
    if not scene.complete:
        return f"目前找到 {len(found)} 个互有长短的方案，还没有算完。"
    if len(found) == 1:
        return f"不用取舍：同一个方案在{aims}{number}方面都最好。"
    said = f"有 {len(found)} 个方案互有长短：{aims}{number}方面，没有哪个能被另一个全面超过。"
    if any(scene.is_own(point["plan"]) for point in found):
        return said + f"{scene.own_subject}是其中之一。"
    better = [point for point in found if _beats(point["plan"], scene.present, scene)]
    if scene.present["count"] == answer["count"] and better:
        return said + f"其中 {len(better)} 个{number}方面都不比{scene.own}差，且至少一方面更好。"
    return said


def _notes(answer: Answer) -> list[str]:
    found = len(answer["points"])
    proven = sum(point["proven"] for point in answer["points"])
    if found < 2 or proven == found:
        return []
    return [
        f"实心点 {proven} 个已证明没有方案能在三方面都超过它；"
        f"空心点 {found - proven} 个是没有被找到的方案超过。"
    ]


def _flat(answer: Answer, scene: Scene) -> str:
    """Why there is no chart: where the plans agree in one of its aims there is nothing to weigh."""
    shown = [*(point["plan"] for point in answer["points"]), scene.present]
    for name, label in AXES[:2]:
        if name not in scene.assessed:
            return f"没有工作量数据，{label}未评估，没有画图；差别见下表。"
        values = [plan["parts"][name] for plan in shown]
        if max(values) - min(values) <= TOLD:
            return f"各方案的{label}相同，图上分不出高下，没有画图；差别见下表。"
    return ""


def _axes(scene: Scene) -> list[tuple[str, str]]:
    """The aims that could be assessed."""
    return [(name, label) for name, label in AXES if name in scene.assessed]


def _beats(one: Plan, other: Plan, scene: Scene) -> bool:
    gains: list[float] = [one["parts"][name] - other["parts"][name] for name, _ in _axes(scene)]
    return min(gains) >= -TOLD and max(gains) > TOLD


def _plot(answer: Answer, scene: Scene) -> Plot:
    plans = [point["plan"] for point in answer["points"]]
    ranges = {}
    for name, _ in AXES:
        values = [plan["parts"][name] for plan in (*plans, scene.present)]
        ranges[name] = min(values), max(values)
    x = _axis("职能相近 →", *ranges["overlap"])
    y = _axis("负荷均衡 ↑", *ranges["balance"])
    top = max(plans, key=lambda plan: plan["objective"])
    marks = [_mark(point, scene, ranges["continuity"], top) for point in answer["points"]]
    marks.sort(key=lambda mark: -mark.size)  # small ones on top
    own = scene.present
    if not any(scene.is_own(plan) for plan in plans):
        x0, y0 = own["parts"]["overlap"], own["parts"]["balance"]
        marks.append(scene.own_mark(x0, y0, _words(own), size=5))
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


def _mark(point: dict[str, Any], scene: Scene, span: tuple[float, float], top: Plan) -> Mark:
    plan = point["plan"]
    low, high = span
    share = (plan["parts"]["continuity"] - low) / (high - low) if high - low > TOLD else 0.5
    own = scene.is_own(plan)
    leads = plan is top and top["objective"] >= scene.present["objective"]
    shape = "square" if own else "dot" if point["proven"] else "ring"
    return Mark(
        plan["parts"]["overlap"],
        plan["parts"]["balance"],
        f"{f'{scene.own}：' if own else ''}{_words(plan)}",
        shape,
        "amber" if own else "accent",
        SMALLEST + (LARGEST - SMALLEST) * share,
        label=scene.own if own else "总分最高" if leads else "",
        href=scene.plan_link(plan),
        key=f"front-{plan['shape']}",
    )


def _words(plan: Plan) -> str:
    parts = "，".join(f"{label} {points(plan['parts'][name])}" for name, label in AXES)
    return f"{parts}，总分 {points(plan['score'])}"


def _table(answer: Answer, scene: Scene) -> Table:
    rows = [
        scene.plan_row(
            f"方案 {place}",
            point["plan"],
            *(part_figure(point["plan"]["parts"][name]) for name, _ in AXES),
            figure(point["plan"]["score"]),
            Cell("已证明" if point["proven"] else "未被找到的方案超过"),
        )
        for place, point in enumerate(answer["points"], start=1)
    ]
    labels = (label for _, label in AXES)
    columns = (Column("方案"), *figures(*labels, "总分"), Column("证明"))
    return Table("互有长短的方案", columns, tuple(rows))


class FrontPointOut(serializers.Serializer[Any]):
    """A plan of the front; proven: none beats it in overlap, balance and continuity at once."""

    proven = serializers.BooleanField()
    plan = PlanOfAnswerOut()


class ParetoOut(AnswerOut):
    """The front of overlap, balance and continuity for one number of big sections."""

    count = serializers.IntegerField()
    points = FrontPointOut(many=True)


QUESTION = Question(
    name="pareto",
    title="职能、负荷、变动怎样取舍",
    about="图上每个点是一个方案：越靠右职能越相近，越靠上负荷越均衡，点越大变动越小。点击可看方案。",
    ask=ask,
    show=show,
    out=ParetoOut,
    parameters=(
        OpenApiParameter("count", int, description="Big sections; as many as the plan has."),
    ),
    read=read,
    options=options,
    plan_label="取舍图",
    form="mergers/questions/_pareto_form.html",
)
