"""Departments for other programs: read only, and inside the same scope as the pages."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.web.api_pages import PAGE, Pages
from departments.api.serializers import DepartmentDetailOut, DepartmentOut, DepartmentPageOut
from departments.queries import directory, roster
from departments.scope import get_department


@extend_schema(
    operation_id="departments_list",
    parameters=[OpenApiParameter("q", str, description="Name or pinyin initials."), *PAGE],
    responses=DepartmentPageOut,
)
@api_view(["GET"])
def department_list(request: Request) -> Response:
    """The standing departments a person may see, with totals."""
    words = request.query_params.get("q", "")
    found = directory.departments_for_list(user_of(request), words=words)
    return Pages(request, found).answer(DepartmentOut)


@extend_schema(operation_id="departments_retrieve", responses=DepartmentDetailOut)
@api_view(["GET"])
def department_detail(request: Request, pk: int) -> Response:
    """One department with its standing sections and their duties."""
    department = roster.department_with_totals(get_department(user_of(request), pk))
    sections = roster.sections_with_duties(department)
    department.standing_sections = sections  # type: ignore[attr-defined]
    return Response(DepartmentDetailOut(department).data)
