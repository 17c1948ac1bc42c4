"""The questions that can be asked about a plan: what each takes, and asking it of the planner."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bigsection.errors import Invalid, Missing
from mergers.domain.snapshot import hash_of
from mergers.lazy import planner
from mergers.planning import questions_merges, questions_plans, questions_rules
from mergers.planning.question_input import QuestionInput

VERSION = 1
"""Part of every key: raise it when answers change their shape or the planner its score."""
MOST_PERCENT, MOST_POINTS = 10.0, 10.0
USUAL_PERCENT = 1.0

Arguments = dict[str, Any]
Read = Callable[[QuestionInput, Mapping[str, Any]], Arguments]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``of_groups`` tells whether the answer depends on how the plan groups now."""

    name: str
    title: str
    work: Callable[..., tuple[Any, bool]]
    read: Read
    of_groups: bool


def _nothing(asked: QuestionInput, given: Mapping[str, Any]) -> Arguments:
    return {}


def _count(asked: QuestionInput, given: Mapping[str, Any]) -> Arguments:
    """How many big sections; as many as the plan has unless told."""
    return {"count": read_count(asked, given.get("count")) or usual_count(asked)}


def usual_count(asked: QuestionInput) -> int:
    """As many big sections as the head of the plan says, where there are sections enough."""
    return min(asked.count or len(asked.groups), len(asked.problem["sections"]))


def read_count(asked: QuestionInput, value: Any) -> int | None:
    """A number of big sections from a form; None when left out, Invalid beyond 1 to n."""
    if value in (None, ""):
        return None
    most = len(asked.problem["sections"])
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
        raise Invalid(
            f"大科室个数应是 1 到 {most} 之间的整数。", hint=f"现在共有 {most} 个科室，请重新填写。"
        )
    return int(text)


def _pair(asked: QuestionInput, given: Mapping[str, Any]) -> Arguments:
    """Two different sections of the problem, in order of their ids."""
    a, b = (str(given.get(name) or "") for name in ("a", "b"))
    known = {str(item["id"]) for item in asked.problem["sections"]}
    if a not in known or b not in known:
        raise Invalid("请选择本方案中的两个科室。", hint="两个科室都要选。")
    if a == b:
        raise Invalid("两边选了同一个科室。", hint="请换一个科室再问。")
    return {"a": min(a, b), "b": max(a, b)}


def _margin(asked: QuestionInput, given: Mapping[str, Any]) -> Arguments:
    """How far from the best plan: in points where given, else in per cent of its score."""
    for name, most in (("points", MOST_POINTS), ("percent", MOST_PERCENT)):
        if given.get(name) not in (None, ""):
            try:
                value = float(given[name])
            except (TypeError, ValueError):
                value = math.nan
            if not 0 <= value <= most:
                raise Invalid(f"范围应是 0 到 {most:g} 之间的数。", hint="请重新填写。")
            return {name: round(value, 2)}
    return {"percent": USUAL_PERCENT}


QUESTIONS = {
    question.name: question
    for question in (
        Question("curve", "设几个大科室最好", questions_plans.curve, _nothing, False),
        Question(
            "alternatives", "有哪些不同的好方案", questions_plans.alternatives, _nothing, False
        ),
        Question("pareto", "职能、负荷、变动怎样取舍", questions_plans.pareto, _count, False),
        Question("why-not", "为什么不把甲和乙放在一起", questions_rules.why_not, _pair, True),
        Question("prices", "每条规则的代价", questions_rules.prices, _nothing, False),
        Question("stability", "每处整合有多稳", questions_merges.stability, _nothing, True),
        Question("near", "还有哪些得分相近的方案", questions_plans.near, _margin, False),
        Question("moves", "单个科室怎样微调", questions_merges.moves, _nothing, True),
    )
}
"""All questions in the order in which the page shows them."""


def question_of(name: str) -> Question:
    """The question of this name; Missing (404) when there is none."""
    if name not in QUESTIONS:
        raise Missing("没有这个问题。", hint="请从方案的“问答”页重新进入。")
    return QUESTIONS[name]


def key_of(question: Question, asked: QuestionInput, arguments: Arguments) -> str:
    """What an answer is kept under: a hash of all that it depends on."""
    groups = asked.groups if question.of_groups else ()
    return hash_of([VERSION, question.name, asked.problem_hash, groups, arguments])


def work_out(
    question: Question,
    asked: QuestionInput,
    arguments: Arguments,
    *,
    limit_s: float,
    tell: Callable[[float, str], None] | None = None,
) -> tuple[dict[str, Any], bool]:
    """Ask the planner; the answer as JSON, and whether nothing of it is left open.

    ``tell`` hears the share done and words for it, also in between; an exception that it raises
    ends the run.
    """

    share, words = [0.0], ["正在测算"]

    def hear(progress: planner.api.Progress) -> None:
        share[0] = progress.done / max(1, progress.total)
        words[0] = f"正在测算（{progress.done}/{progress.total}）"
        beat()

    def beat() -> bool:
        if tell is not None:
            tell(share[0], words[0])
        return False

    stop = planner.api.Stop(time_limit_s=limit_s, cancelled=None if tell is None else beat)
    answer, complete = question.work(asked, arguments, stop, hear)
    return answer, complete
