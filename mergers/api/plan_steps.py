"""The steps of a plan's way for other programs: each names the version that it decides upon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.web.api_versions import ETAG, IF_MATCH, REFUSALS, seen_by
from mergers.actions.approvals import STEPS
from mergers.api.plans import PlanDetailOut, answer_with
from mergers.scope import get_plan

View = Callable[..., Response]


class StepIn(serializers.Serializer[Any]):
    """What is said with a step."""

    reason = serializers.CharField(required=False, allow_blank=True, default="")


def _endpoint(verb: str) -> View:
    """The endpoint of one step: POST takes it, and answers with the plan as it stands then."""

    def take(request: Request, pk: int) -> Response:
        user = user_of(request)
        plan = get_plan(user, pk)
        seen = seen_by(request)
        said = StepIn(data=request.data)
        said.is_valid(raise_exception=True)
        STEPS[verb](
            plan=plan, by=user, at=timezone.now(), reason=said.validated_data["reason"], seen=seen
        )
        return answer_with(get_plan(user, pk))

    take.__name__ = f"plan_{verb}"
    take.__doc__ = (STEPS[verb].__doc__ or "").partition("\n")[0]
    schema = extend_schema(
        operation_id=f"plans_{verb}",
        parameters=[IF_MATCH, ETAG],
        request=StepIn,
        responses={200: PlanDetailOut, **REFUSALS},
    )
    return cast(View, schema(api_view(["POST"])(take)))


STEP_ENDPOINTS = {verb: _endpoint(verb) for verb in STEPS}
"""By verb the view that answers at the address of that name."""
