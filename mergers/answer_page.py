"""A question asked about a plan, and its answer laid out: for pages, for files, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bigsection.accounts.models import User
from mergers.actions import answers
from mergers.actions.answers import Inquiry, Reply
from mergers.models import MergePlan
from mergers.planning.question_input import QuestionInput, present
from mergers.planning.questions import read_count
from mergers.planning.questions_limit import limit_of
from mergers.presenting.questions.parts import OnScreen, Scene
from mergers.presenting.questions.show import Extras, on_screen

ARGUMENTS = ("a", "b", "count", "percent", "limit", "least", "k")
"""What questions take from a page; ``k`` is the point of the curve that was clicked."""


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
    kept = {key: str(given[key]) for key in ARGUMENTS if given.get(key) and key != "k"}
    scene = Scene(
        present=present(one.asked),
        names=one.asked.names,
        weights=one.asked.weights(),
        url=reverse("plan_question", args=[plan.pk, name]) if linked else "",
        complete=reply.complete,
        kept=kept,
        leaves_aside=one.asked.leaves_aside,
    )
    extras = Extras(
        rules=one.asked.problem["rules"],
        limit=limit_of(plan, given).limit if name == "curve" else None,
        chosen=read_count(one.asked, given.get("k")) if name == "curve" else None,
    )
    return AnswerPage(one, reply, scene, on_screen(name, reply.answer, scene, extras))
