"""What the card of one question shows: the form, the answer as far as there is one, its progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from bigsection.accounts.models import User
from bigsection.errors import Invalid
from mergers import permissions
from mergers.actions import answers
from mergers.answer_page import ARGUMENTS, AnswerPage, show
from mergers.models import MergePlan
from mergers.planning.parts import PART_LABELS
from mergers.planning.question_input import QuestionInput, question_input_of
from mergers.planning.questions import QUESTIONS, Question, question_of, read_count, usual_count
from mergers.planning.questions_limit import limit_of
from mergers.presenting.questions.parts import Row, Scene, merges_of
from mergers.presenting.questions.show import ABOUT

PERCENTS = ("0.5", "1", "2", "5")
OPEN_TABLES, MOST_OPEN = ("alternatives", "prices", "near"), 12
"""Questions whose table says more than the chart; the others' is folded, and so are long ones."""


def card_of(user: User, plan: MergePlan, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The context of a card; a question that needs more words than were given is only a form."""
    question = question_of(name)
    asked = question_input_of(plan, in_parts=question.of_groups)
    context = _frame(user, plan, question, given) | _form(plan, question, given, asked)
    if name == "why-not" and not (given.get("a") or given.get("b")):
        return context
    shown = show(user, plan, name, given, linked=True, asked=asked)
    return context | {
        "shown": shown.screen,
        "open_table": len(_rows(shown)) <= MOST_OPEN
        and (name in OPEN_TABLES or not shown.screen.svg),
        "reply": shown.reply,
        "scene": shown.scene,
        "split": _split_words(shown),
        "job": answers.job_for(shown.inquiry, user) if not shown.reply.settled else None,
        "query": shown.scene.link().partition("?")[2],
        "chosen": _chosen(shown, given),
        "joined": _joined(shown),
    }


def refused_card(
    user: User, plan: MergePlan, name: str, given: Mapping[str, Any], error: Invalid
) -> dict[str, Any]:
    """The card without an answer: what was sent stands in its form, and why it was refused."""
    question = question_of(name)
    asked = question_input_of(plan, in_parts=question.of_groups)
    return {
        **_frame(user, plan, question, given),
        **_form(plan, question, {}, asked),
        "refused": error,
    }


def _frame(
    user: User, plan: MergePlan, question: Question, given: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "plan": plan,
        "question": question,
        "about": ABOUT[question.name],
        "url": reverse("plan_question", args=[plan.pk, question.name]),
        "given": {key: given.get(key, "") for key in ARGUMENTS},
        "may_propose": permissions.may_propose(user, plan.department),
    }


def questions_of(plan: MergePlan) -> list[tuple[Question, str, str]]:
    """All questions with what they are about and their addresses, for the tab."""
    return [
        (question, ABOUT[name], reverse("plan_question", args=[plan.pk, name]))
        for name, question in QUESTIONS.items()
    ]


def _form(
    plan: MergePlan, question: Question, given: Mapping[str, Any], asked: QuestionInput
) -> dict[str, Any]:
    if question.name == "curve":
        return {"limits": limit_of(plan, given)}
    if question.name == "near":
        return {"percents": PERCENTS, "percent": given.get("percent") or "1"}
    if question.name == "why-not":
        return {"sections": list(asked.names.items())}
    if question.name == "pareto":
        count = read_count(asked, given.get("count")) or usual_count(asked)
        return {"counts": range(1, len(asked.names) + 1), "count": count}
    return {}


def _rows(shown: AnswerPage) -> tuple[Row, ...]:
    return shown.screen.table.rows if shown.screen.table else ()


def _split_words(shown: AnswerPage) -> str:
    """How an answer takes duties and people that were moved by hand."""
    asked = shown.inquiry.asked
    if asked.in_parts:
        return "本方案有划转的职责或人员，以下按划转后的情况计算。"
    if asked.split:
        return "本方案有划转的职责或人员；这个问题按整科室回答，没有计入划转。"
    if asked.unplaced:
        names = "、".join(shown.scene.name(pk) for pk in asked.unplaced[:5])
        return f"还没有去向的科室（{names}）按单独设置计算。"
    return ""


def _chosen(shown: AnswerPage, given: Mapping[str, Any]) -> dict[str, Any] | None:
    """The point of the curve that was clicked, with its parts beside those of the plan."""
    if shown.inquiry.question.name != "curve":
        return None
    count = read_count(shown.inquiry.asked, given.get("k"))
    for point in shown.reply.answer["points"]:
        if point["count"] == count and point["plan"]:
            return {"point": point, **comparison(shown.scene, point["plan"])}
    return None


def _joined(shown: AnswerPage) -> dict[str, str] | None:
    """The pair that a why-not question was about, where a plan with it can be asked for."""
    if shown.inquiry.question.name != "why-not" or shown.inquiry.asked.split:
        return None
    if shown.reply.answer["status"] not in ("costs", "equal", "forbidden"):
        return None
    return {"a": shown.reply.answer["a"], "b": shown.reply.answer["b"]}


def comparison(scene: Scene, plan: Any) -> dict[str, Any]:
    """A plan beside the present one: its parts, and its big sections by name."""
    return {
        "own": scene.own,
        "parts": [
            (label, scene.weights.get(name, 0.0), scene.present["parts"][name], plan["parts"][name])
            for name, label in PART_LABELS.items()
        ],
        "merges": [scene.group(group) for group in merges_of(plan)],
        "kept": [scene.name(group[0]) for group in plan["groups"] if len(group) == 1],
    }
