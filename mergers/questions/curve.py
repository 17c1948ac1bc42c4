"""How many big sections are best: the score for every number, with the limit that was given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.request import PlanRequest
from mergers.presenting.curves import runs
from mergers.presenting.plot_drawing import draw
from mergers.questions.answer_out import AnswerOut, PlanOfAnswerOut
from mergers.questions.curve_chart import STATES, best_within, plot, point_of
from mergers.questions.curve_limit import limit_of
from mergers.questions.kept import to_json
from mergers.questions.layout import (
    LEAST,
    Cell,
    Column,
    OnScreen,
    Row,
    Scene,
    Table,
    figure,
    figures,
    gain,
    loss,
    points,
    up_to,
)
from mergers.questions.question import PICKED, Answer, Arguments, Given, Question, Result, Run
from mergers.questions.question_input import QuestionInput, solver_for
from mergers.questions.small_words import small_count, small_label, small_words


def options(plan: MergePlan, asked: QuestionInput, given: Given) -> dict[str, Any]:
    """The limit with its source, and the number of the curve that was clicked."""
    return {**limit_of(plan, given), "chosen": asked.read_count(given.get(PICKED))}


def change(own: PlanRequest, asked: QuestionInput, sent: QueryDict) -> PlanRequest | None:
    """The same request for just so many big sections."""
    count = asked.read_count(sent.get("count"))
    if count is None:
        return None
    return replace(own, count=count, min_count=None, max_count=None)


def ask(asked: QuestionInput, arguments: Arguments, run: Run) -> Result:
    """The best plan for every number of big sections; complete when each point is proven."""
    with solver_for(asked) as solver:
        found = planner.questions.curve.k_curve(solver, stop=run.stop, on_progress=run.tell)
    answer = to_json(found) | {"fewest_small": asked.read.rules.fewest_small}
    return answer, all(one.status in ("optimal", "infeasible") for one in found.points)


def show(answer: Answer, scene: Scene) -> OnScreen:
    """The curve with the best number, the plan's own and the limit marked."""
    point = point_of(answer, scene.options.get("chosen"))
    plan = point and point["plan"]
    return OnScreen(
        lead=lead(answer, scene),
        notes=tuple(_notes(answer, scene)),
        svg=draw(plot(answer, scene)),
        table=_table(answer, scene),
        more={"point": point, **scene.beside(plan)} if plan else None,
    )


def lead(answer: Answer, scene: Scene) -> str:
    """Which number is best, and how the plan's own number compares."""
    best = point_of(answer, answer["best"])
    if best is None:
        if answer["best_proven"]:
            return "在现有规则下，设几个大科室都没有可行方案。"
        return "还没有算出可行的大科室个数。"
    sure = "已证明" if answer["best_proven"] else "未全部证明"
    first = small_label(answer.get("fewest_small"))
    base = f"先看{first}、再看得分" if first else "从得分看"
    said = f"{base}，设 {best['count']} 个大科室最好（{points(best['plan']['score'])} 分，{sure}）"
    own, subject = scene.present["count"], scene.own_subject
    short = best["plan"]["score"] - scene.present["score"]
    fewer = _small(scene.present, answer) > _small(best["plan"], answer)
    if own == best["count"] and short <= LEAST:
        said += f"；{subject}正是这个个数。" if scene.leaves_aside else "，本方案正是这个个数。"
    elif own == best["count"]:
        said += f"；{subject}也设 {own} 个，但分法不同，低 {loss(short)} 分。"
    elif fewer:
        words = small_words(_small(best["plan"], answer), _small(scene.present, answer))
        said += f"；{subject}设 {own} 个，{words}。"
    elif short > LEAST:
        said += (
            f"；{subject}设 {own} 个，{points(scene.present['score'])} 分，低 {loss(short)} 分。"
        )
    else:
        said += f"；{subject}设 {own} 个，得分相当。"
    limit = scene.options.get("limit")
    if limit is None or best["count"] <= limit:
        return said
    within = best_within(answer, limit)
    if within is None:
        return said + f"限额 {limit} 个以内还没有可行方案。"
    score = points(within["plan"]["score"])
    return said + f"限额 {limit} 个以内，设 {within['count']} 个最好（{score} 分）。"


def _small(plan: dict[str, Any], answer: Answer) -> list[int]:
    """How many small big sections a plan has, where these are to be as few as possible."""
    return list(plan.get("small", ()))[: answer.get("fewest_small") or 0]


def _notes(answer: Answer, scene: Scene) -> list[str]:
    notes = []
    limit = scene.options.get("limit")
    if limit is not None:
        binds = limit < scene.sections
        effect = "图上用虚线标出" if binds else f"不少于现有的 {scene.sections} 个，不构成限制"
        notes.append(f"限额：{scene.options['limit_source']}；{effect}。")
    missing = [p["count"] for p in answer["points"] if p["status"] == "infeasible"]
    if missing:
        notes.append(
            f"{_ranges(missing)} 个：按本方案的其他规则（每个大科室的科室数、人数等）没有可行方案。"
        )
    return notes


def _ranges(counts: list[int]) -> str:
    """Numbers in words, runs joined: 1–5、17."""
    ends = [(run[0][0], run[-1][0]) for run in runs([(count, 0.0) for count in counts])]
    return "、".join(f"{first}–{last}" if first < last else str(first) for first, last in ends)


def _table(answer: Answer, scene: Scene) -> Table:
    limit = scene.options.get("limit")
    best = point_of(answer, answer["best"])  # there is one where any number has a plan
    top = best["plan"]["score"] if best else 0.0
    first = answer.get("fewest_small")
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
            figure(plan and plan["score"]),
            figure(plan and plan["score"] - top, gain),
            *([Cell(small_count(plan, first))] if first else []),
            Cell(state),
        ]
        if limit is not None:
            cells.append(Cell("以内" if count <= limit else "超出"))
        rows.append(Row(tuple(cells), "、".join(marks), count == scene.options.get("chosen")))
    columns = [*figures("大科室个数", "最高得分", "比最好的")]
    columns += [Column(small_label(first)), Column("证明")] if first else [Column("证明")]
    if limit is not None:
        columns.append(Column(f"限额 {limit} 个"))
    return Table("设几个大科室最好", tuple(columns), tuple(rows))


class CurvePointOut(serializers.Serializer[Any]):
    """One number of big sections: optimal, infeasible, feasible (gap in points) or unknown."""

    count = serializers.IntegerField()
    status = serializers.CharField()
    gap = serializers.FloatField(allow_null=True)
    plan = PlanOfAnswerOut(allow_null=True)


class CurveOut(AnswerOut):
    """The proven score for every number of big sections."""

    points = CurvePointOut(many=True)
    best = serializers.IntegerField(allow_null=True)
    best_proven = serializers.BooleanField()
    limit = serializers.IntegerField(allow_null=True)
    limit_source = serializers.CharField(allow_blank=True)


QUESTION = Question(
    name="curve",
    title="设几个大科室最好",
    about="把科室整合成不同的个数，各自最高能得多少分。点图上的点或表中的个数，可看那个方案的分项。",
    ask=ask,
    show=show,
    out=CurveOut,
    parameters=(
        OpenApiParameter(
            "limit", int, description="The authorised number of sections, to be marked."
        ),
        OpenApiParameter(
            "least", int, description="People a big section has at least: a limit too."
        ),
    ),
    options=options,
    change=change,
    plan_label="得分曲线",
    form="mergers/questions/_curve_form.html",
    beside="mergers/questions/_curve_point.html",
)
