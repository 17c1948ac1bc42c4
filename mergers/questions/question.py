"""What every question about a plan has, whatever it asks; each one is a module of this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter

from mergers.domain.snapshot import hash_of
from mergers.lazy import planner
from mergers.models import MergePlan
from mergers.planning.request import PlanRequest
from mergers.questions.answer_out import AnswerOut
from mergers.questions.layout import OnScreen, Scene
from mergers.questions.question_input import QuestionInput

VERSION = 1
"""Part of every key: raise it when answers change their shape or the planner its score."""
PICKED = "k"
"""The argument of a page that says which point of a chart was clicked; it changes no answer."""

Answer = dict[str, Any]
Arguments = dict[str, Any]
Given = Mapping[str, Any]
Result = tuple[Answer, bool]


@dataclass(frozen=True, slots=True)
class Run:
    """How a question is worked on: until when, and who hears how far that is."""

    stop: planner.api.Stop
    tell: Callable[[planner.api.Progress], None]


def no_arguments(asked: QuestionInput, given: Given) -> Arguments:
    """Of a question that takes none."""
    return {}


def no_options(plan: MergePlan, asked: QuestionInput, given: Given) -> dict[str, Any]:
    """Of a question without a form whose answer is shown by itself."""
    return {}


def no_change(own: PlanRequest, asked: QuestionInput, sent: QueryDict) -> PlanRequest | None:
    """Of a question from which no new plan is asked for."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: all that pages, files, jobs and the API need to know of it.

    ``ask`` has the planner answer, and returns what is kept and whether nothing of it is left
    open; ``show`` lays out what was kept, ``out`` says how programs get it. ``of_groups`` tells
    whether the answer depends on how the plan groups now. ``read`` reads ``parameters`` from a form
    and refuses with Invalid; with ``waits`` nothing is asked before one of them is filled in.
    ``options`` is what its form offers and what ``show`` and ``out`` need beside the answer.
    ``change`` makes of what a button of the answer sent the request for a new plan; None where
    that was another question's. A plan of the answer that is kept is called ``plan_label``.

    ``form``, ``beside`` (the chart), ``below`` (it) and ``row_end`` are its own fragments of the
    card, ``row_title`` heads the column of the last; ``open_table`` tells that its table says more
    than its chart.
    """

    name: str
    title: str
    about: str
    ask: Callable[[QuestionInput, Arguments, Run], Result]
    show: Callable[[Answer, Scene], OnScreen]
    out: type[AnswerOut]
    of_groups: bool = False
    parameters: tuple[OpenApiParameter, ...] = ()
    read: Callable[[QuestionInput, Given], Arguments] = no_arguments
    waits: bool = False
    options: Callable[[MergePlan, QuestionInput, Given], dict[str, Any]] = no_options
    change: Callable[[PlanRequest, QuestionInput, QueryDict], PlanRequest | None] = no_change
    plan_label: str = ""
    form: str = ""
    beside: str = ""
    below: str = ""
    row_end: str = ""
    row_title: str = ""
    open_table: bool = False

    def given(self, sent: Given) -> dict[str, str]:
        """What was sent of what the question takes from a page, as texts."""
        names = (*(parameter.name for parameter in self.parameters), PICKED)
        return {name: str(sent[name]) for name in names if sent.get(name)}

    def key(self, asked: QuestionInput, arguments: Arguments) -> str:
        """What an answer is kept under: a hash of all that it depends on."""
        groups = asked.groups if self.of_groups else ()
        return hash_of([VERSION, self.name, asked.problem_hash, groups, arguments])


def work_out(
    question: Question,
    asked: QuestionInput,
    arguments: Arguments,
    *,
    limit_s: float,
    tell: Callable[[float, str], None] | None = None,
) -> Result:
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
    return question.ask(asked, arguments, Run(stop, hear))
