"""Questions about a plan for other programs: answered at once (200), or worked on as a job (202)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.jobs.models import Job
from mergers.actions import answers
from mergers.answer_page import show
from mergers.api import plan_questions_out as out
from mergers.planning.questions_limit import limit_of
from mergers.scope import get_plan

View = Callable[..., Response]
LIMIT = [
    OpenApiParameter("limit", int, description="The authorised number of sections, to be marked."),
    OpenApiParameter("least", int, description="People a big section has at least: a limit too."),
]
COUNT = [OpenApiParameter("count", int, description="Big sections; as many as the plan has.")]
PAIR = [
    OpenApiParameter("a", str, required=True, description="Id of a section of the plan."),
    OpenApiParameter("b", str, required=True, description="Id of another one."),
]
MARGIN = [
    OpenApiParameter("percent", float, description="Of the best score, 0 to 10; 1 unless told."),
    OpenApiParameter("points", float, description="Instead of percent, 0 to 10."),
]


def _question(
    name: str,
    answer: type[serializers.BaseSerializer[Any]],
    parameters: list[OpenApiParameter],
) -> View:
    """The endpoint of one question: GET asks for a moment, POST has it worked on to the end."""

    def ask(request: Request, pk: int) -> Response:
        return _asked(request, pk, name, answer)

    ask.__doc__ = f"{answer.__doc__}"
    ask.__name__ = f"plan_{name.replace('-', '_')}"
    view = api_view(["GET", "POST"])(ask)
    key = name.replace("-", "_")
    for method, verb in (("GET", "ask"), ("POST", "work_on")):
        view = extend_schema(
            operation_id=f"plans_{key}_{verb}",
            methods=[method],
            parameters=parameters,
            request=None,
            responses={200: answer, 202: out.WaitingOut},
        )(view)
    return cast(View, view)


def _asked(
    request: Request, pk: int, name: str, form: type[serializers.BaseSerializer[Any]]
) -> Response:
    user = user_of(request)
    plan = get_plan(user, pk)
    given = request.query_params
    one = answers.inquiry(plan, name, given)
    if request.method == "POST":
        found = answers.ask_at_length(one, by=user, at=timezone.now())
        if isinstance(found, Job):
            return _waiting(found)
    shown = show(user, plan, name, given, linked=False)
    if not shown.reply.settled:
        return _waiting(answers.job_for(one, user))
    content = {
        "question": name,
        "summary": shown.screen.lead,
        "notes": shown.screen.notes,
        "complete": shown.reply.complete,
        "answered_at": shown.reply.answered_at,
        "sections": shown.scene.names,
        "present": shown.scene.present,
        **shown.reply.answer,
    }
    if name == "curve":
        limit = limit_of(plan, given).limit
        content["limit"] = limit and limit.most
        content["limit_source"] = limit.source if limit else ""
    return Response(form(content).data)


def _waiting(job: Job | None) -> Response:
    """202: where the progress is, or how to have the question worked on."""
    content = {
        "detail": "这个问题要多算一会儿。",
        "hint": "正在后台测算，稍后再问。" if job else "用 POST 请求同一地址，即在后台算完。",
        "job": job and job.pk,
        "job_url": reverse("job_status", args=[job.pk]) if job else "",
        "percent": job.percent if job else 0,
    }
    return Response(out.WaitingOut(content).data, status=202)


plan_curve = _question("curve", out.CurveOut, LIMIT)
plan_alternatives = _question("alternatives", out.AlternativesOut, [])
plan_pareto = _question("pareto", out.ParetoOut, COUNT)
plan_why_not = _question("why-not", out.WhyNotOut, PAIR)
plan_prices = _question("prices", out.PricesOut, [])
plan_stability = _question("stability", out.StabilityOut, [])
plan_near = _question("near", out.NearOut, MARGIN)
plan_moves = _question("moves", out.MovesOut, [])

ENDPOINTS: dict[str, View] = {
    "curve": plan_curve,
    "alternatives": plan_alternatives,
    "pareto": plan_pareto,
    "why-not": plan_why_not,
    "prices": plan_prices,
    "stability": plan_stability,
    "near": plan_near,
    "moves": plan_moves,
}
"""The last part of each address, below the plan's."""
