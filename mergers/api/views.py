"""Plans for other programs: read only, and inside the same scope as the pages."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.web.api_pages import PAGE, Pages
from mergers.api.serializers import PlanDetailOut, PlanOut, PlanPageOut
from mergers.forms.plans import PlanFilterForm
from mergers.models import PlanStatus
from mergers.planning import plan_facts
from mergers.queries import plans as queries
from mergers.scope import get_plan

FILTERS = [
    OpenApiParameter("department", int, description="Only plans of this department."),
    OpenApiParameter(
        "status", str, enum=PlanStatus.values, description="Only plans that stand so."
    ),
]


@extend_schema(operation_id="plans_list", parameters=[*FILTERS, *PAGE], responses=PlanPageOut)
@api_view(["GET"])
def plan_list(request: Request) -> Response:
    """The plans a person may see, newest first."""
    narrowing = PlanFilterForm(request.query_params).good()
    found = queries.plans_for_list(user_of(request), **narrowing)
    return Pages(request, found).answer(PlanOut)


@extend_schema(operation_id="plans_retrieve", responses=PlanDetailOut)
@api_view(["GET"])
def plan_detail(request: Request, pk: int) -> Response:
    """One plan with its big sections, the verdict on every section, where duties and people go,
    and its decisions.
    """
    plan = queries.with_big_sections(get_plan(user_of(request), pk))
    plan.facts = plan_facts(plan)  # type: ignore[attr-defined]  # what the serializer reads
    return Response(PlanDetailOut(plan).data)
