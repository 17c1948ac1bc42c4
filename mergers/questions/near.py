"""All plans that are nearly as good as the best: how many, and in what they differ."""

from __future__ import annotations

import math
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from bigsection.errors import Invalid
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.presenting.plot import Line, Mark, Plot, axis
from mergers.presenting.plot_drawing import draw
from mergers.questions.answer_out import AnswerOut, PlanOfAnswerOut
from mergers.questions.kept import to_json
from mergers.questions.layout import (
    Cell,
    Column,
    OnScreen,
    Scene,
    Table,
    figure,
    figures,
    loss,
    points,
)
from mergers.questions.question import Answer, Arguments, Given, Question, Result, Run
from mergers.questions.question_input import QuestionInput, solver_for

LISTED = 60
"""So many near plans are listed; the others are only counted."""
MOST = 10.0
"""The widest margin, in points and in per cent of the best score."""
USUAL_PERCENT = 1.0
OFFERED = ("0.5", "1", "2", "5")


def read(asked: QuestionInput, given: Given) -> Arguments:
    """How far from the best plan: in points where given, else in per cent of its score."""
    for name in ("points", "percent"):
        if given.get(name) not in (None, ""):
            try:
                value = float(given[name])
            except (TypeError, ValueError):
                value = math.nan
            if not 0 <= value <= MOST:
                raise Invalid(f"范围应是 0 到 {MOST:g} 之间的数。", hint="请重新填写。")
            return {name: round(value, 2)}
    return {"percent": USUAL_PERCENT}


def options(plan: MergePlan, asked: QuestionInput, given: Given) -> dict[str, Any]:
    """The margins to choose from."""
    return {"percents": OFFERED, "percent": given.get("percent") or f"{USUAL_PERCENT:g}"}


def ask(asked: QuestionInput, arguments: Arguments, run: Run) -> Result:
    """All plans within ``arguments`` ``percent`` or ``points`` of the best one."""
    with solver_for(asked) as solver:
        found = planner.questions.near.near_plans(
            solver, **arguments, limit=LISTED, stop=run.stop, on_progress=run.tell
        )
    best = found.best
    answer = {
        "best": None if best is None else best / 1e6,
        "margin": found.margin,
        "plans": [
            {"loss": ((best or 0) - plan.objective) / 1e6, "plan": to_json(plan)}
            for plan in found.plans
        ],
        "number": found.number,
        "whole": found.complete,
        "complete_within": found.complete_within,
    }
    return answer, found.complete


def show(answer: Answer, scene: Scene) -> OnScreen:
    """How many plans there are within each loss, and the list of them."""
    found = len(answer["plans"]) > 1
    return OnScreen(
        lead=lead(answer, scene),
        notes=tuple(_notes(answer)),
        svg=draw(_plot(answer, scene), height=260) if found else "",
        table=_table(answer, scene) if found else None,
    )


def lead(answer: Answer, scene: Scene) -> str:
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


def _notes(answer: Answer) -> list[str]:
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


def _plot(answer: Answer, scene: Scene) -> Plot:
    """The number of plans that lose at most so many points: a staircase."""
    losses = [plan["loss"] for plan in answer["plans"]]
    end = answer["margin"] if len(losses) == answer["number"] else losses[-1]
    x = axis("比最优方案低（分）", 0.0, max(end, 0.01))
    y = axis("方案个数（累计）", 0.0, len(losses), whole=True)
    steps = [(0.0, 0.0)]
    marks = []
    for place, near in enumerate(answer["plans"], start=1):
        steps += [(near["loss"], steps[-1][1]), (near["loss"], float(place))]
        marks.append(_mark(place, near, scene))
    steps.append((end, steps[-1][1]))
    return Plot("得分相近的方案有多少", x, y, (Line(tuple(steps)),), tuple(marks))


def _mark(place: int, near: dict[str, Any], scene: Scene) -> Mark:
    plan = near["plan"]
    own = scene.is_own(plan)
    title = f"第 {place} 个：{points(plan['score'])} 分，低 {loss(near['loss'])} 分"
    return Mark(
        near["loss"],
        place,
        f"{scene.own}，{title}" if own else title,
        "square" if own else "dot",
        "amber" if own else "accent",
        5 if own else 3.5,
        label=scene.own if own else "",
        href=scene.plan_link(plan),
        key=f"near-{plan['shape']}",
    )


def _table(answer: Answer, scene: Scene) -> Table:
    best = answer["plans"][0]["plan"]
    rows = []
    for place, near in enumerate(answer["plans"], start=1):
        plan = near["plan"]
        words = "最优方案" if place == 1 else scene.differs(best, plan)
        cells = (
            figure(plan["score"]),
            figure(near["loss"], loss),
            figure(plan["count"], str),
            Cell(words),
        )
        rows.append(scene.plan_row(f"第 {place} 个", plan, *cells))
    columns = (
        Column("方案"),
        *figures("得分", "比最优少", "大科室个数"),
        Column("与最优方案相比", wide=True),
    )
    return Table("得分相近的方案", columns, tuple(rows))


class NearPlanOut(serializers.Serializer[Any]):
    """A plan and the points it loses to the best one."""

    loss = serializers.FloatField()
    plan = PlanOfAnswerOut()


class NearOut(AnswerOut):
    """All plans within ``margin`` points; ``whole``: ``number`` is exact, else at least that."""

    best = serializers.FloatField(allow_null=True)
    margin = serializers.FloatField()
    plans = NearPlanOut(many=True)
    number = serializers.IntegerField()
    whole = serializers.BooleanField()
    complete_within = serializers.FloatField(allow_null=True)


QUESTION = Question(
    name="near",
    title="还有哪些得分相近的方案",
    about="得分与最优方案相差不多的全部方案：差别不大时，可按实际情况挑选。",
    ask=ask,
    show=show,
    out=NearOut,
    parameters=(
        OpenApiParameter(
            "percent", float, description="Of the best score, 0 to 10; 1 unless told."
        ),
        OpenApiParameter("points", float, description="Instead of percent, 0 to 10."),
    ),
    read=read,
    options=options,
    plan_label="相近方案",
    form="mergers/questions/_near_form.html",
    open_table=True,
)
