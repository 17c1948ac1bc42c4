"""What the card of one question shows: the form, the answer as far as there is one, its progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from bigsection.accounts.models import User
from bigsection.errors import Invalid
from bigsection.jobs.waiting import words_of
from mergers import permissions
from mergers.actions import answers
from mergers.answer_page import AnswerPage, show
from mergers.models import MergePlan
from mergers.questions.question import Question
from mergers.questions.question_input import question_input_of
from mergers.questions.registry import question_of

MOST_OPEN = 12
"""Tables with more rows are folded."""


def card_of(user: User, plan: MergePlan, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The context of a card; a question that needs more words than were given is only a form."""
    question = question_of(name)
    asked = question_input_of(plan, in_parts=question.of_groups)
    context = question.options(plan, asked, given) | _frame(user, plan, question, given)
    if question.waits and not context["given"]:
        return context
    shown = show(user, plan, name, given, linked=True, asked=asked)
    job = None if shown.reply.settled else answers.job_for(shown.inquiry, user)
    rows = shown.screen.table.rows if shown.screen.table else ()
    return context | {
        "shown": shown.screen,
        "open_table": len(rows) <= MOST_OPEN and (question.open_table or not shown.screen.svg),
        "reply": shown.reply,
        "scene": shown.scene,
        "split": _split_words(shown),
        "job": job,
        "job_words": words_of(job),
        "query": shown.scene.link().partition("?")[2],
    }


def refused_card(
    user: User, plan: MergePlan, name: str, given: Mapping[str, Any], error: Invalid
) -> dict[str, Any]:
    """The card without an answer: what was sent stands in its form, and why it was refused."""
    question = question_of(name)
    asked = question_input_of(plan, in_parts=question.of_groups)
    options = question.options(plan, asked, {})
    return {**options, **_frame(user, plan, question, given), "refused": error}


def _frame(
    user: User, plan: MergePlan, question: Question, given: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "plan": plan,
        "question": question,
        "url": reverse("plan_question", args=[plan.pk, question.name]),
        "given": question.given(given),
        "may_propose": permissions.may_propose(user, plan.department),
    }


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
