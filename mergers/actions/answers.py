"""Asking questions about a plan: at once where a moment is enough, else as a job; answers are kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError

from bigsection.accounts.models import User
from bigsection.jobs import running
from bigsection.jobs.models import OPEN, Job
from mergers.models import MergePlan, PlanAnswer
from mergers.questions.question import Question, work_out
from mergers.questions.question_input import QuestionInput, question_input_of
from mergers.questions.registry import question_of

log = logging.getLogger(__name__)
MOMENT_S = 1.5
FRESH = timedelta(seconds=30)
KIND = "answer_question"
KEPT = 300
"""So many answers to one question are kept for a plan; why-not alone has n(n − 1)/2."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question about one plan as it stands, with its arguments read."""

    plan: MergePlan
    question: Question
    asked: QuestionInput
    arguments: dict[str, Any]
    key: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. ``complete``: nothing is left open. ``settled``: asking longer changes nothing,
    either for that or because all the time there is has been used.
    """

    answer: dict[str, Any]
    complete: bool
    settled: bool
    answered_at: datetime


def inquiry(
    plan: MergePlan, name: str, given: Mapping[str, Any], asked: QuestionInput | None = None
) -> Inquiry:
    """Read a question; Missing for an unknown one, Invalid for arguments that make no sense.

    ``asked`` is what it is about, where the caller has read that already.
    """
    question = question_of(name)
    asked = asked or question_input_of(plan, in_parts=question.of_groups)
    arguments = question.read(asked, given)
    return Inquiry(plan, question, asked, arguments, question.key(asked, arguments))


def ask(one: Inquiry, *, by: User, at: datetime) -> Reply:
    """The answer that is kept, or what a moment gives; that may be a part of it, and says so.

    A part is tried again after a while: the machine may have been busy. Not while a job of the
    person works on it.
    """
    kept = _kept(one)
    if kept is not None:
        fresh = kept.settled or at - kept.answered_at < FRESH
        if fresh or job_for(one, by) is not None:
            return kept
    return answer_within(one, MOMENT_S, at=at)


def ask_at_length(one: Inquiry, *, by: User, at: datetime) -> Reply | Job:
    """The same, but an answer that is not settled after a moment is worked on as a job.

    Whoever asks twice gets the job that is under way.
    """
    reply = ask(one, by=by, at=at)
    if reply.settled:
        return reply
    return job_for(one, by) or running.start(
        KIND,
        title=f"{one.question.title}：{one.plan}",
        by=by,
        at=at,
        plan_pk=one.plan.pk,
        question=one.question.name,
        arguments=one.arguments,
        key=one.key,
    )


def job_for(one: Inquiry, by: User) -> Job | None:
    """The person's own job that works on this question now."""
    jobs = Job.objects.filter(kind=KIND, owner=by, status__in=OPEN)
    return jobs.filter(arguments__key=one.key, arguments__plan_pk=one.plan.pk).first()


def answer_within(
    one: Inquiry,
    limit_s: float,
    *,
    at: datetime,
    tell: Callable[[float, str], None] | None = None,
) -> Reply:
    """Ask the planner for so many seconds and keep the answer, in place of an earlier one."""
    answer, complete = work_out(one.question, one.asked, one.arguments, limit_s=limit_s, tell=tell)
    values = {"answer": {"limit_s": limit_s, **answer}, "complete": complete, "answered_at": at}
    try:
        PlanAnswer.objects.update_or_create(
            plan=one.plan, question=one.question.name, key=one.key, defaults=values
        )
        _forget_oldest(one)
    except OperationalError:  # the database is busy: an answer is as good when it is not kept
        log.warning("an answer about plan %s was not kept", one.plan.pk, exc_info=True)
    return _reply(answer, complete, limit_s, at)


def _kept(one: Inquiry) -> Reply | None:
    found = PlanAnswer.objects.filter(
        plan=one.plan, question=one.question.name, key=one.key
    ).first()
    if found is None:
        return None
    limit_s = float(found.answer.get("limit_s", 0.0))
    return _reply(found.answer, found.complete, limit_s, found.answered_at)


def _reply(answer: dict[str, Any], complete: bool, limit_s: float, at: datetime) -> Reply:
    said = {name: value for name, value in answer.items() if name != "limit_s"}
    settled = complete or limit_s >= settings.PLANNER_TIME_LIMIT_S
    return Reply(said, complete, settled, at)


def _forget_oldest(one: Inquiry) -> None:
    """Keep the table small where somebody asks for hundreds of pairs or margins."""
    kept = PlanAnswer.objects.filter(plan=one.plan, question=one.question.name)
    if kept.count() > KEPT:
        last = kept.order_by("-answered_at", "-pk").values_list("pk", flat=True)[:KEPT]
        kept.exclude(pk__in=list(last)).delete()
