"""The search for other programs: departments, sections and people, by name or pinyin initials."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from departments.api.parameters import REGION
from departments.models import Department, Section, StaffMember
from departments.queries import directory
from departments.scope import region_chosen


class FoundDepartmentOut(serializers.ModelSerializer[Department]):
    """A standing department."""

    class Meta:
        model = Department
        fields = ["id", "name"]


class FoundSectionOut(serializers.ModelSerializer[Section]):
    """A section; `standing` is `active` or `abolished`, `became` are those that took over of it."""

    department_name = serializers.CharField(source="department.name", read_only=True)
    became = serializers.SerializerMethodField()

    class Meta:
        model = Section
        fields = [
            "id",
            "name",
            "department",
            "department_name",
            "standing",
            "abolished_on",
            "became",
        ]

    def get_became(self, section: Section) -> list[int]:
        """The keys of its successors."""
        return [step.successor_id for step in section.successions.all()]


class FoundPersonOut(serializers.ModelSerializer[StaffMember]):
    """A person on the roster, by name and place only."""

    class Meta:
        model = StaffMember
        fields = ["id", "name", "department", "section"]


class FoundOut(serializers.Serializer[directory.Found]):
    """What a search found, each list cut at 30; abolished sections come last."""

    departments = FoundDepartmentOut(many=True, read_only=True)
    sections = FoundSectionOut(many=True, read_only=True)
    people = FoundPersonOut(many=True, read_only=True)


@extend_schema(
    operation_id="search",
    parameters=[OpenApiParameter("q", str, description="Name or pinyin initials."), REGION],
    responses=FoundOut,
)
@api_view(["GET"])
def search(request: Request) -> Response:
    """What matches inside the person's scope."""
    user, asked = user_of(request), request.query_params
    found = directory.search(user, asked.get("q", ""), region_chosen(user, asked))
    return Response(FoundOut(found).data)
