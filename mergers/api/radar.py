"""Duties that look like one, and the rulings on them, for other programs: read only."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict
from bigsection.web.api_pages import PAGE, PageOut, Pages
from mergers.forms.rulings import BoundaryFilterForm, RadarFilterForm
from mergers.models import RulingVerdict
from mergers.planning import radar
from mergers.presenting import radar as presenting
from mergers.presenting import register
from mergers.queries import boundaries
from mergers.queries.boundaries import Boundary


class RadarDutyOut(serializers.Serializer[dict[str, object]]):
    """A duty and where it is; the text of the duty is its name across imports."""

    id = serializers.IntegerField(source="pk", read_only=True)
    text = serializers.CharField(read_only=True)
    section = serializers.IntegerField(read_only=True)
    section_name = serializers.CharField(read_only=True)
    department = serializers.IntegerField(read_only=True)
    department_name = serializers.CharField(read_only=True)


class BoundaryOut(serializers.Serializer[Any]):
    """A ruling: keep, transfer or unrelated; state is in_force, waiting, executed or gone."""

    id = serializers.IntegerField(source="ruling.pk", read_only=True)
    hash = serializers.CharField(source="ruling.pair_hash", read_only=True)
    state = serializers.ChoiceField(
        choices=["in_force", "waiting", "executed", "gone"], read_only=True
    )
    verdict = serializers.ChoiceField(
        source="ruling.verdict", choices=RulingVerdict.choices, read_only=True
    )
    department_a = serializers.IntegerField(source="ruling.department_a_id", read_only=True)
    text_a = serializers.CharField(source="ruling.text_a", read_only=True)
    department_b = serializers.IntegerField(source="ruling.department_b_id", read_only=True)
    text_b = serializers.CharField(source="ruling.text_b", read_only=True)
    likeness = serializers.FloatField(source="ruling.similarity", read_only=True)
    giving = serializers.CharField(source="ruling.giving", read_only=True)
    receiver = serializers.IntegerField(
        source="ruling.receiver_id", read_only=True, allow_null=True
    )
    boundary = serializers.CharField(source="ruling.boundary", read_only=True)
    document_number = serializers.CharField(source="ruling.document_number", read_only=True)
    by = serializers.CharField(source="ruling.by", read_only=True)
    at = serializers.DateTimeField(source="ruling.at", read_only=True)
    executed_at = serializers.DateTimeField(
        source="ruling.executed_at", read_only=True, allow_null=True
    )
    plans = serializers.SerializerMethodField()

    def get_plans(self, one: Boundary) -> list[int]:
        """The plans that carry the transfer."""
        return [plan.pk for plan in one.plans]


class RadarPairOut(serializers.Serializer[Any]):
    """Two duties; likeness = cosine · telling, 0..1. ``hash`` names the pair across imports."""

    hash = serializers.CharField(read_only=True)
    likeness = serializers.FloatField(read_only=True)
    cosine = serializers.FloatField(read_only=True)
    telling = serializers.FloatField(read_only=True)
    departments = serializers.IntegerField(read_only=True)
    a = RadarDutyOut(read_only=True)
    b = RadarDutyOut(read_only=True)
    ruling = serializers.SerializerMethodField()

    @extend_schema_field(BoundaryOut(allow_null=True))
    def get_ruling(self, pair: Any) -> Any:
        """What was ruled, null while the pair is open."""
        found = self.context["rulings"].get(pair.hash)
        return BoundaryOut(found).data if found else None


class RadarPageOut(PageOut):
    """A page of pairs, with the addresses of the pages around it."""

    results = RadarPairOut(many=True, read_only=True)


class BoundaryPageOut(PageOut):
    """A page of rulings, with the addresses of the pages around it."""

    results = BoundaryOut(many=True, read_only=True)


BOTH = [
    OpenApiParameter("department", int, description="Only where this department is a party."),
    OpenApiParameter("q", str, description="Words in duties, sections or departments."),
]
RADAR = [
    OpenApiParameter(
        "likeness", int, description="At least so many points (25-100; 30 unless told)."
    ),
    OpenApiParameter("state", str, enum=["open", "ruled"], description="Only pairs that stand so."),
]
REGISTER = [
    OpenApiParameter("verdict", str, enum=RulingVerdict.values, description="Only this verdict."),
    OpenApiParameter(
        "state", str, enum=list(boundaries.STATES), description="Only rulings that stand so."
    ),
]


@extend_schema(
    operation_id="regions_radar_list", parameters=[*RADAR, *BOTH, *PAGE], responses=RadarPageOut
)
@api_view(["GET"])
def duty_radar(request: Request, pk: int) -> Response:
    """The pairs of duties in different departments that look like one, most alike first."""
    region = boundaries.get_region(user_of(request), pk)
    found = radar.radar_of(region)
    if found is None:
        raise Conflict("各部门的职责还没有比较。", hint="请在“职责交叉”页面先开始比较。")
    ruled = boundaries.ruled_pairs(region)
    choice = RadarFilterForm(request.query_params, among=region.departments.all()).choice()
    pairs = presenting.chosen_pairs(found, choice, ruled)
    pages = Pages(request, pairs)
    rulings = boundaries.rulings_by_hash(region, [pair.hash for pair in pages.rows])
    states = {one.ruling.pair_hash: one for one in boundaries.boundaries_of(rulings.values())}
    return pages.answer(RadarPairOut, rulings=states)


@extend_schema(
    operation_id="regions_boundaries_list",
    parameters=[*REGISTER, *BOTH, *PAGE],
    responses=BoundaryPageOut,
)
@api_view(["GET"])
def duty_boundaries(request: Request, pk: int) -> Response:
    """The rulings of a region, newest first, with their state and the plans that carry them."""
    region = boundaries.get_region(user_of(request), pk)
    wanted = BoundaryFilterForm(request.query_params, among=region.departments.all()).wanted()
    listed = register.Register(boundaries.rulings_of(region), wanted)
    return Pages(request, listed).answer(BoundaryOut)
