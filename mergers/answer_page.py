"""A question asked about a plan, and its answer laid out: for pages, for files, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bigsection.accounts.models import User
from mergers.actions import answers
from mergers.actions.answers import Inquiry, Reply
from mergers.models import MergePlan
from mergers.questions.layout import OnScreen, Scene, scene_of
from mergers.questions.question import PICKED
from mergers.questions.question_input import QuestionInput


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One answered question, ready for the screen or a file."""

    inquiry: Inquiry
    reply: Reply
    scene: Scene
    screen: OnScreen


def show(
    user: User,
    plan: MergePlan,
    name: str,
    given: Mapping[str, Any],
    *,
    linked: bool,
    asked: QuestionInput | None = None,
) -> AnswerPage:
    """Ask a question and lay its answer out; ``linked`` charts lead on, those in files do not.

    ``asked`` is what it is about, where the caller has read that already.
    """
    one = answers.inquiry(plan, name, given, asked)
    reply = answers.ask(one, by=user, at=timezone.now())
    reply = replace(reply, answer=one.asked.known(reply.answer))
    kept = one.question.given(given)
    kept.pop(PICKED, None)
    scene = scene_of(
        one.asked,
        url=reverse("plan_question", args=[plan.pk, name]) if linked else "",
        complete=reply.complete,
        kept=kept,
        options=one.question.options(plan, one.asked, given),
    )
    return AnswerPage(one, reply, scene, one.question.show(reply.answer, scene))
