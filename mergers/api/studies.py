"""Region studies for other programs: read only, and inside the same scope as the pages."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.jobs.models import JobStatus
from bigsection.web.api_pages import PAGE, PageOut, Pages
from departments.api.parameters import REGION
from departments.scope import region_chosen
from mergers import permissions
from mergers.models import RegionStudy, StudyLine
from mergers.queries import studies as study_queries
from mergers.queries.distances import POINT
from mergers.questions.answer_out import Texts
from mergers.scope import get_study


class StudyPointOut(serializers.Serializer[dict[str, Any]]):
    """One number of big sections: objective and bound in millionths of a point."""

    count = serializers.IntegerField()
    status = serializers.ChoiceField(["optimal", "infeasible", "feasible", "unknown"])
    objective = serializers.IntegerField(allow_null=True)
    bound = serializers.IntegerField(allow_null=True)


class StudyLineOut(serializers.ModelSerializer[StudyLine]):
    """One department: its curve, its own best number and its share (``count``) of the total."""

    department_name = serializers.CharField(source="department.name", read_only=True)
    curve = StudyPointOut(many=True, read_only=True)
    not_assessed = Texts(read_only=True)

    class Meta:
        model = StudyLine
        fields = [
            "department",
            "department_name",
            "sections",
            "low",
            "high",
            "today",
            "best",
            "count",
            "complete",
            "seconds",
            "not_assessed",
            "plan",
            "curve",
        ]


class TotalOut(serializers.Serializer[dict[str, Any]]):
    """The best sum of objectives of all departments with ``total`` big sections."""

    total = serializers.IntegerField()
    objective = serializers.IntegerField()


class StudyOut(serializers.ModelSerializer[RegionStudy]):
    """A study: ``total`` sections to share out (null: free), and where its work stands."""

    region_name = serializers.CharField(source="region.name", read_only=True)
    author = serializers.CharField(read_only=True)
    mode = serializers.CharField(source="request.mode", read_only=True)
    job_status = serializers.ChoiceField(
        JobStatus.choices, source="job.status", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = RegionStudy
        fields = [
            "id",
            "region",
            "region_name",
            "title",
            "mode",
            "total",
            "author",
            "created_at",
            "finished_at",
            "job_status",
        ]


class StudyPageOut(PageOut):
    """A page of studies, with the addresses of the pages around it."""

    results = StudyOut(many=True, read_only=True)


class StudyDetailOut(StudyOut):
    """A study with its split (status, objective, bound, gap in points), totals and lines."""

    status = serializers.CharField(
        source="outcome.status", read_only=True, allow_null=True, default=None
    )
    objective = serializers.IntegerField(
        source="outcome.objective", read_only=True, allow_null=True, default=None
    )
    bound = serializers.IntegerField(
        source="outcome.bound", read_only=True, allow_null=True, default=None
    )
    gap = serializers.SerializerMethodField()
    totals = serializers.SerializerMethodField()
    lines = StudyLineOut(many=True, read_only=True)

    class Meta(StudyOut.Meta):
        fields = [*StudyOut.Meta.fields, "status", "objective", "bound", "gap", "totals", "lines"]

    def get_gap(self, study: RegionStudy) -> float | None:
        """Points that a better split could still gain at most."""
        objective, bound = study.outcome.get("objective"), study.outcome.get("bound")
        return None if objective is None or bound is None else (bound - objective) / POINT

    @extend_schema_field(TotalOut(many=True))
    def get_totals(self, study: RegionStudy) -> list[dict[str, int]]:
        """The best sum for every total that can be reached."""
        totals = study.outcome.get("totals", ())
        return [{"total": total, "objective": objective} for total, objective in totals]


@extend_schema(operation_id="studies_list", parameters=[REGION, *PAGE], responses=StudyPageOut)
@api_view(["GET"])
def study_list(request: Request) -> Response:
    """The studies of the regions that a person answers for, newest first."""
    user = user_of(request)
    permissions.check_see_studies(user)
    region = region_chosen(user, request.query_params)
    return Pages(request, study_queries.studies_for_list(user, region)).answer(StudyOut)


@extend_schema(operation_id="studies_retrieve", responses=StudyDetailOut)
@api_view(["GET"])
def study_detail(request: Request, pk: int) -> Response:
    """One study with its split and every department's curve."""
    study = get_study(user_of(request), pk)
    prefetch_related_objects(
        [study], Prefetch("lines", StudyLine.objects.select_related("department"))
    )
    return Response(StudyDetailOut(study).data)
