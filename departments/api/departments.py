"""Departments for other programs: read only; people's ID numbers never appear."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.web.api_pages import PAGE, PageOut, Pages
from departments.api.parameters import REGION
from departments.models import Department, Duty, Section
from departments.queries import directory, roster
from departments.scope import get_department, region_chosen


class DutyOut(serializers.ModelSerializer[Duty]):
    """One clause of a section's responsibilities."""

    class Meta:
        model = Duty
        fields = ["id", "text", "kind", "position"]


class SectionOut(serializers.ModelSerializer[Section]):
    """A standing section; figures that nobody states are null, not 0."""

    at_work = serializers.IntegerField(read_only=True, allow_null=True)
    vacant = serializers.IntegerField(read_only=True, allow_null=True)
    group = serializers.CharField(
        source="group.name", read_only=True, allow_null=True, default=None
    )
    lines = serializers.ListField(child=serializers.CharField(), read_only=True)
    duties = DutyOut(many=True, read_only=True)

    class Meta:
        model = Section
        fields = [
            "id",
            "name",
            "code",
            "kind",
            "lines",
            "group",
            "quota",
            "at_work",
            "vacant",
            "chief_posts",
            "deputy_posts",
            "duties",
        ]


class DepartmentOut(serializers.ModelSerializer[Department]):
    """A department with its totals; sections that work as one big section are one unit, by which
    ``one_person`` is counted.
    """

    region = serializers.CharField(source="region.code", read_only=True)
    section_count = serializers.IntegerField(read_only=True)
    unit_count = serializers.IntegerField(read_only=True)
    one_person = serializers.IntegerField(read_only=True)
    at_work = serializers.IntegerField(read_only=True, allow_null=True)
    vacant = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Department
        fields = [
            "id",
            "region",
            "name",
            "kind",
            "batch",
            "quota",
            "at_work",
            "vacant",
            "section_count",
            "unit_count",
            "one_person",
        ]


class DepartmentPageOut(PageOut):
    """A page of departments, with the addresses of the pages around it."""

    results = DepartmentOut(many=True, read_only=True)


class DepartmentDetailOut(DepartmentOut):
    """A department with its sections and their duties."""

    sections = SectionOut(many=True, read_only=True, source="standing_sections")

    class Meta(DepartmentOut.Meta):
        fields = [*DepartmentOut.Meta.fields, "sections"]


@extend_schema(
    operation_id="departments_list",
    parameters=[OpenApiParameter("q", str, description="Name or pinyin initials."), REGION, *PAGE],
    responses=DepartmentPageOut,
)
@api_view(["GET"])
def department_list(request: Request) -> Response:
    """The standing departments a person may see, with totals."""
    user, asked = user_of(request), request.query_params
    found = directory.departments_for_list(
        user, words=asked.get("q", ""), region=region_chosen(user, asked)
    )
    return Pages(request, found).answer(DepartmentOut)


@extend_schema(operation_id="departments_retrieve", responses=DepartmentDetailOut)
@api_view(["GET"])
def department_detail(request: Request, pk: int) -> Response:
    """One department with its standing sections and their duties."""
    department = roster.department_with_totals(get_department(user_of(request), pk))
    sections = roster.sections_with_duties(department)
    department.standing_sections = sections  # type: ignore[attr-defined]
    return Response(DepartmentDetailOut(department).data)
