"""What every rule costs: the points that could be won without it, and what would change."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from bigsection.errors import Invalid
from bigsection.web.numbers import key_in
from departments.kind_groups import in_words
from departments.models.rule_set import FewestSmall
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.request import PlanRequest
from mergers.planning.solving import RULE_NAMES
from mergers.presenting.bars import Bar, Bars, draw_bars
from mergers.questions.answer_out import AnswerOut, ChangeOut, PlanOfAnswerOut, RuleNamedOut
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
    loss,
)
from mergers.questions.question import Answer, Arguments, Given, Question, Result, Run
from mergers.questions.question_input import QuestionInput, solver_for
from mergers.questions.small_words import first_of

Price = dict[str, Any]
UNITS = {
    "count": "个",
    "min_count": "个",
    "max_count": "个",
    "max_members": "个",
    "max_people": "人",
    "min_people": "人",
    "max_posts": "名",
}
LIFTED = frozenset(field.name for field in fields(PlanRequest))
"""Rules that can be asked to be left out; a problem may have others, from a file."""
SHARES = ("business_share", "max_load_deviation")
LISTS = ("must_together", "must_apart", "keep")
"""Rules with entries, of which each can be lifted by itself."""


def options(plan: MergePlan, asked: QuestionInput, given: Given) -> dict[str, Any]:
    """The rules object of the problem, for their figures."""
    return {"rules": asked.problem["rules"]}


def change(own: PlanRequest, asked: QuestionInput, sent: QueryDict) -> PlanRequest | None:
    """The same request without a rule, or without one entry of it; Invalid for an unknown rule."""
    rule = sent.get("rule")
    if not rule:
        return None
    if rule not in LIFTED - {"mode", "weights"}:
        raise Invalid("没有这条规则。", hint="请从“每条规则的代价”重新选择。")
    if rule == "kind_groups":  # which overrule it, so it does not come into force
        return replace(own, kind_groups=None, separate_kinds=False)
    off: Any = False if rule in ("same_line", "separate_kinds") else None
    if rule in LISTS:
        named = set(map(key_in, sent.getlist("section"))) - {None}
        off = tuple(
            entry
            for entry in getattr(own, rule)
            if named and ({entry} if isinstance(entry, int) else set(entry)) != named
        )
    return replace(own, **{rule: off})


def ask(asked: QuestionInput, arguments: Arguments, run: Run) -> Result:
    """What every rule that is set costs, and every entry of those that list some."""
    with solver_for(asked) as solver:
        found = planner.questions.price.price_rules(solver, stop=run.stop, on_progress=run.tell)
    answer = {
        "fewest_small": asked.read.rules.fewest_small,
        "base": to_json(found.plan),
        "base_proven": found.proven,
        "prices": to_json(found.prices),
    }
    return answer, found.proven and all(one.proven for one in found.prices)


def show(answer: Answer, scene: Scene) -> OnScreen:
    """A bar for every rule."""
    if not answer["prices"]:
        return OnScreen(lead="这个方案没有设定任何规则，没有代价可算。")
    return OnScreen(
        lead=lead(answer, scene),
        notes=_notes(answer),
        svg=draw_bars(_bars(answer, scene)),
        table=_table(answer, scene),
    )


def lead(answer: Answer, scene: Scene) -> str:
    """The dearest rule, or that none costs anything."""
    listed = answer["prices"]
    if answer["base"] is None:
        freeing = [_label_of(one, scene) for one in listed if one["frees"]]
        if freeing:
            return f"现有规则下没有可行方案；单独取消{'或'.join(freeing)}就有。"
        if not (answer["base_proven"] and all(one["proven"] for one in listed)):
            return "现有规则下还没有找到可行方案，没有算完。"
        return "现有规则下没有可行方案，单独取消任何一条也没有。"
    settled = [one for one in listed if one["proven"]]
    rest = _open_words([one for one in listed if not one["proven"]], scene)
    if not settled:
        return f"各条规则的代价都还没有算完。{rest}"
    rest += _fewer_words(settled, answer.get("fewest_small"), scene)
    dearest = max(settled, key=_gain)
    if _gain(dearest) < LEAST and any(_gain(one) <= -LEAST for one in settled):
        return f"取消任何一条，最优得分都不会提高。{rest}"
    if _gain(dearest) < LEAST:
        if rest:
            return f"已算完的规则都不影响得分。{rest}"
        return "现有的规则都不影响得分：取消任何一条，最优得分都不会提高。"
    free = sum(abs(_gain(one)) < LEAST for one in settled)
    said = (
        f"{'已算完的规则中，' if rest else ''}代价最大的是{_label_of(dearest, scene)}："
        f"取消它，最优得分可提高 {loss(-_gain(dearest))} 分。"
    )
    return said + (f"另有 {free} 条不影响得分。" if free else "") + rest


def _fewer_words(settled: list[Price], first: int | None, scene: Scene) -> str:
    """Rules without which there would be fewer small big sections, though the score is lower."""
    return "".join(
        f"取消{_label_of(one, scene)}，{first_of(one['change'], first)}，但总分低 {loss(_gain(one))} 分。"
        for one in settled
        if _gain(one) <= -LEAST
    )


def _gain(one: Price) -> float:
    return float(one["price"] or 0.0)


def _open_words(unsettled: list[Price], scene: Scene) -> str:
    """How many rules are not settled, and the one that is known to cost most of them."""
    if not unsettled:
        return ""
    said = f"还有 {len(unsettled)} 条没有算完"
    dearest = max(unsettled, key=_gain)
    if _gain(dearest) < LEAST:
        return f"{said}。"
    named = _label_of(dearest, scene)
    return f"{said}，其中取消{named}，最优得分至少可提高 {loss(-_gain(dearest))} 分。"


def _label_of(one: Price, scene: Scene) -> str:
    """A rule in words with its figure, or with the sections of one entry."""
    label = RULE_NAMES.get(one["rule"], one["rule"])
    if one["sections"]:
        return f"“{label}：{'、'.join(scene.name(pk) for pk in one['sections'])}”"
    value = scene.options["rules"].get(one["rule"])
    if one["rule"] == "kind_groups" and value is not None:
        return f"“{label}：{in_words(value)}”"
    if one["rule"] == "fewest_small" and value is not None:
        return f"“{FewestSmall(value).label}”"
    if one["rule"] in SHARES and value is not None:
        return f"“{label} {100 * float(value):.0f} %”"
    if one["rule"] in UNITS and value is not None:
        return f"“{label} {value:g} {UNITS[one['rule']]}”"
    if isinstance(value, list | tuple):
        return f"“{label}（全部 {len(value)} 条）”"
    return f"“{label}”"


def _notes(answer: Answer) -> tuple[str, ...]:
    notes = ["每条规则单独取消，其他规则不变；代价不能相加。"]
    if not answer["base_proven"]:
        notes.append("现有规则下的最优方案还没有证明，代价是与目前找到的最好方案相比。")
    return tuple(notes)


def _bars(answer: Answer, scene: Scene) -> Bars:
    return Bars(
        title="每条规则的代价",
        unit="取消后最优得分提高（分）",
        bars=tuple(
            Bar(
                _label_of(one, scene).strip("“”"),
                one["price"],
                _figure(one),
                hollow=not one["proven"],
            )
            for one in answer["prices"]
        ),
        most=1.0,
    )


def _figure(one: Price) -> str:
    if one["frees"]:
        return "取消后有可行方案"
    if _gain(one) < 0:
        return f"总分低 {loss(one['price'])}"
    if one["price"] is None:
        return "取消后仍没有可行方案" if one["proven"] else "没有算完"
    if one["proven"]:
        return loss(-one["price"])
    most = one["at_most"]
    if most is None and one["price"] < LEAST:
        return "没有算完"
    return f"至少 {loss(-one['price'])}" + ("" if most is None else f"，至多 {loss(-most)}")


def _change_words(one: Price, scene: Scene, first: int | None) -> str:
    """Which merges lifting the rule changes; nothing is said as long as that is not known."""
    if one["change"]:
        merges = scene.changed(one["change"]["undone"], one["change"]["new"])
        return "；".join(filter(None, (first_of(one["change"], first), merges)))
    if not one["proven"]:
        return "没有算完"
    return "最优方案不变" if one["price"] is not None else ""


def _lifts(one: Price) -> tuple[str, ...]:
    """The rule and the sections of its entry, where a plan without it may be another one."""
    costs = not one["proven"] or one["frees"] or abs(_gain(one)) >= LEAST
    return (one["rule"], *one["sections"]) if costs and one["rule"] in LIFTED else ()


def _table(answer: Answer, scene: Scene) -> Table:
    rows = []
    for one in answer["prices"]:
        plan = one["plan"]
        cells = (
            Cell(_label_of(one, scene).strip("“”")),
            Cell(_figure(one), one["price"]),
            figure(plan and plan["score"]),
            figure(plan and plan["count"], str),
            Cell(_change_words(one, scene, answer.get("fewest_small"))),
            Cell("已证明" if one["proven"] else "未证明"),
        )
        rows.append(Row(cells, lifts=_lifts(one)))
    columns = (
        Column("规则"),
        *figures("代价（分）", "取消后得分", "大科室个数"),
        Column("取消后的变化", wide=True),
        Column("证明"),
    )
    return Table("每条规则的代价", columns, tuple(rows))


class PriceOut(RuleNamedOut):
    """A rule, or one entry of it, lifted; ``frees``: only without it is there a plan at all."""

    status = serializers.CharField()
    price = serializers.FloatField(allow_null=True)
    at_most = serializers.FloatField(allow_null=True)
    proven = serializers.BooleanField()
    frees = serializers.BooleanField()
    plan = PlanOfAnswerOut(allow_null=True)
    change = ChangeOut(allow_null=True)


class PricesOut(AnswerOut):
    """What every rule that is set costs, in points."""

    base = PlanOfAnswerOut(allow_null=True)
    base_proven = serializers.BooleanField()
    prices = PriceOut(many=True)


QUESTION = Question(
    name="prices",
    title="每条规则的代价",
    about="每条规则单独取消，最优得分能提高多少：这就是这条规则的代价。",
    ask=ask,
    show=show,
    out=PricesOut,
    options=options,
    change=change,
    row_end="mergers/questions/_prices_row.html",
    row_title="求方案",
    open_table=True,
)
