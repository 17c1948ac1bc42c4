"""Why two sections are not together: what it costs part by part, or which rule stands against it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from bigsection.errors import Invalid
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.parts import PART_LABELS
from mergers.planning.request import PlanRequest
from mergers.planning.solving import RULE_NAMES
from mergers.presenting.bars import Bars, draw_bars
from mergers.questions.answer_out import AnswerOut, ChangeOut, PlanOfAnswerOut, RuleNamedOut
from mergers.questions.kept import to_json
from mergers.questions.layout import (
    Cell,
    Column,
    OnScreen,
    Row,
    Scene,
    Table,
    change_bar,
    figures,
    gain,
    loss,
    part_figure,
)
from mergers.questions.question import Answer, Arguments, Given, Question, Result, Run
from mergers.questions.question_input import QuestionInput, solver_for
from mergers.questions.small_words import first_of


def read(asked: QuestionInput, given: Given) -> Arguments:
    """Two different sections of the problem, in order of their ids."""
    a, b = (str(given.get(name) or "") for name in ("a", "b"))
    known = {str(item["id"]) for item in asked.problem["sections"]}
    if a not in known or b not in known:
        raise Invalid("请选择本方案中的两个科室。", hint="两个科室都要选。")
    if a == b:
        raise Invalid("两边选了同一个科室。", hint="请换一个科室再问。")
    return {"a": min(a, b), "b": max(a, b)}


def options(plan: MergePlan, asked: QuestionInput, given: Given) -> dict[str, Any]:
    """The sections to choose from, and whether a plan with the pair can be asked for."""
    return {"sections": list(asked.names.items()), "can_change": not asked.split}


def change(own: PlanRequest, asked: QuestionInput, sent: QueryDict) -> PlanRequest | None:
    """The same request with the pair in one big section, which no other wish keeps apart."""
    if not (sent.get("a") or sent.get("b")):
        return None
    one, other = sorted(int(pk) for pk in read(asked, sent).values())
    return replace(
        own,
        must_together=(*own.must_together, (one, other)),
        must_apart=tuple(pair for pair in own.must_apart if set(pair) != {one, other}),
        keep=tuple(pk for pk in own.keep if pk not in (one, other)),
    )


def ask(asked: QuestionInput, arguments: Arguments, run: Run) -> Result:
    """What it would cost the plan to put ``arguments["a"]`` and ``["b"]`` together."""
    with solver_for(asked) as solver:
        found = planner.questions.whynot.why_not(
            solver, arguments["a"], arguments["b"], plan=asked.groups, stop=run.stop
        )
    first = {"fewest_small": asked.read.rules.fewest_small}
    return arguments | to_json(found) | first, found.proven


def show(answer: Answer, scene: Scene) -> OnScreen:
    """The answer for one pair, with each part's loss as a bar."""
    found = answer["change"] is not None
    offered = answer["status"] in ("costs", "equal", "forbidden")
    return OnScreen(
        lead=lead(answer, scene),
        notes=tuple(_notes(answer, scene)),
        svg=draw_bars(_bars(answer, scene)) if found else "",
        table=_table(answer, scene) if found else None,
        more=answer if offered and scene.options.get("can_change") else None,
    )


def lead(answer: Answer, scene: Scene) -> str:
    """One sentence: together already, what it costs, or what forbids it."""
    a, b = scene.name(answer["a"]), scene.name(answer["b"])
    pair, change = f"“{a}”和“{b}”", answer["change"]
    status = answer["status"]
    if status == "together":
        return f"{pair}在本方案中已经在一起。"
    if status == "equal" and change is not None:
        if change["score"] > 0.005:
            return f"{pair}可以放在一起，总分还能提高 {loss(change['score'])} 分。"
        return f"{pair}可以放在一起，总分不变。"
    small = first_of(change, answer.get("fewest_small"))
    if status == "costs" and small and change is not None:
        effect = "提高" if change["score"] > 0 else "降低"
        return f"{pair}放在一起，{small}，总分{effect} {loss(change['score'])} 分。"
    if status == "costs" and change is not None:
        least = answer["least_loss"]
        if not answer["proven"] and least is not None:
            low = f"至少 {loss(max(least, 0.0))} 分、" if least > 0 else ""
            return f"{pair}放在一起，总分要低{low}至多 {loss(-change['score'])} 分。"
        return f"{pair}放在一起，总分要低 {loss(-change['score'])} 分。"
    if status == "forbidden":
        return f"{pair}不能放在一起：违反{_rules(answer['rules'], scene)}。"
    if status == "impossible":
        return f"{pair}放在一起就没有可行方案：与{_rules(answer['rules'], scene)}冲突。"
    return f"{pair}放在一起是否可行，在限定时间内没有算完。"


def _rules(rules: list[dict[str, Any]], scene: Scene) -> str:
    words = []
    for one in rules:
        label = f"“{RULE_NAMES.get(one['rule'], one['rule'])}”"
        names = "、".join(scene.name(section) for section in one["sections"][:4])
        words.append(f"{label}（{names}）" if names else label)
    return "、".join(dict.fromkeys(words)) or "其他规则"


def _notes(answer: Answer, scene: Scene) -> list[str]:
    change, notes = answer["change"], []
    if answer["status"] == "forbidden":
        if change is None:
            notes.append("即使对这两个科室破例，也没有可行方案。")
        else:
            effect = "提高" if change["score"] > 0 else "降低"
            small = first_of(change, answer.get("fewest_small"))
            words = f"{small}，总分" if small else "总分"
            notes.append(
                f"如果对这两个科室破例，{words}会{effect} {loss(abs(change['score']))} 分。"
            )
    if change is not None:
        if change["undone"]:
            notes.append(f"要取消的整合：{scene.groups(change['undone'], 6)}。")
        if change["new"]:
            notes.append(f"要新增的整合：{scene.groups(change['new'], 6)}。")
    if change is not None and not answer["proven"]:
        notes.append("还没有证明这是代价最小的放法，以上是目前找到的。")
    return notes


def _changes(answer: Answer) -> list[tuple[str, float | None]]:
    """The change of the score, and what each part adds to it or takes from it; None where that
    could not be assessed.
    """
    weighted = answer["change"]["weighted"]
    parts = [(label, weighted.get(name, 0.0)) for name, label in PART_LABELS.items()]
    return [("总分", answer["change"]["score"]), *parts]


def _bars(answer: Answer, scene: Scene) -> Bars:
    a, b = scene.name(answer["a"]), scene.name(answer["b"])
    return Bars(
        title=f"“{a}”和“{b}”放在一起：总分和各分项的增减",
        unit="对总分的影响（分）",
        bars=tuple(
            change_bar(label, value) for label, value in _changes(answer) if value is not None
        ),
    )


def _table(answer: Answer, scene: Scene) -> Table:
    def values(plan: dict[str, Any]) -> list[float | None]:
        return [plan["score"], *(plan["parts"][name] for name in PART_LABELS)]

    compared = zip(_changes(answer), values(scene.present), values(answer["plan"]), strict=True)
    rows = [
        Row((Cell(label), part_figure(own), part_figure(new), part_figure(value, gain)))
        for (label, value), own, new in compared
    ]
    columns = (Column("分项"), *figures("本方案", "放在一起后", "对总分的影响"))
    return Table("放在一起的得失", columns, tuple(rows))


class WhyNotOut(AnswerOut):
    """Why two sections are not together.

    Status: together, costs, equal, forbidden, impossible or unknown.
    """

    a = serializers.CharField()
    b = serializers.CharField()
    status = serializers.CharField()
    rules = RuleNamedOut(many=True)
    plan = PlanOfAnswerOut(allow_null=True)
    change = ChangeOut(allow_null=True)
    proven = serializers.BooleanField()
    least_loss = serializers.FloatField(allow_null=True)


QUESTION = Question(
    name="why-not",
    title="为什么不把甲和乙放在一起",
    about="选两个科室，看把它们放在一起要付出什么代价，或者哪条规则不允许。",
    ask=ask,
    show=show,
    out=WhyNotOut,
    of_groups=True,
    parameters=(
        OpenApiParameter("a", str, required=True, description="Id of a section of the plan."),
        OpenApiParameter("b", str, required=True, description="Id of another one."),
    ),
    read=read,
    waits=True,
    options=options,
    change=change,
    plan_label="放在一起",
    form="mergers/questions/_why_not_form.html",
    below="mergers/questions/_why_not_solve.html",
)
