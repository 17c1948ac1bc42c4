"""Questions about a plan for other programs: answered at once (200), or worked on as a job (202)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.jobs.models import Job
from mergers.actions import answers
from mergers.answer_page import show
from mergers.questions.question import Question
from mergers.questions.registry import QUESTIONS
from mergers.scope import get_plan

View = Callable[..., Response]


class WaitingOut(serializers.Serializer[Any]):
    """A question that takes longer. Without a job, POST to the same address starts one."""

    detail = serializers.CharField()
    hint = serializers.CharField()
    job = serializers.UUIDField(allow_null=True)
    job_url = serializers.CharField(allow_blank=True)
    percent = serializers.IntegerField()


def _endpoint(question: Question) -> View:
    """The endpoint of one question: GET asks for a moment, POST has it worked on to the end."""

    def ask(request: Request, pk: int) -> Response:
        return _asked(request, pk, question)

    key = question.name.replace("-", "_")
    ask.__doc__ = f"{question.out.__doc__}"
    ask.__name__ = f"plan_{key}"
    view = api_view(["GET", "POST"])(ask)
    for method, verb in (("GET", "ask"), ("POST", "work_on")):
        view = extend_schema(
            operation_id=f"plans_{key}_{verb}",
            methods=[method],
            parameters=list(question.parameters),
            request=None,
            responses={200: question.out, 202: WaitingOut},
        )(view)
    return cast(View, view)


def _asked(request: Request, pk: int, question: Question) -> Response:
    user = user_of(request)
    plan = get_plan(user, pk)
    given = request.query_params
    one = answers.inquiry(plan, question.name, given)
    if request.method == "POST":
        found = answers.ask_at_length(one, by=user, at=timezone.now())
        if isinstance(found, Job):
            return _waiting(found)
    shown = show(user, plan, question.name, given, linked=False, asked=one.asked)
    if not shown.reply.settled:
        return _waiting(answers.job_for(one, user))
    content = {
        **shown.scene.options,
        **shown.reply.answer,
        "question": question.name,
        "summary": shown.screen.lead,
        "notes": shown.screen.notes,
        "complete": shown.reply.complete,
        "answered_at": shown.reply.answered_at,
        "sections": shown.scene.names,
        "present": shown.scene.present,
        "not_assessed": one.asked.not_assessed,
    }
    return Response(question.out(content).data)


def _waiting(job: Job | None) -> Response:
    """202: where the progress is, or how to have the question worked on."""
    content = {
        "detail": "这个问题要多算一会儿。",
        "hint": "正在后台测算，稍后再问。" if job else "用 POST 请求同一地址，即在后台算完。",
        "job": job and job.pk,
        "job_url": reverse("job_status", args=[job.pk]) if job else "",
        "percent": job.percent if job else 0,
    }
    return Response(WaitingOut(content).data, status=202)


ENDPOINTS = {name: _endpoint(question) for name, question in QUESTIONS.items()}
"""The last part of each address, below the plan's."""
