"""Duties that look like one, and the rulings on them, for other programs: read only."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict
from bigsection.web.api_pages import PAGE, Pages
from mergers.api.radar_serializers import (
    BoundaryOut,
    BoundaryPageOut,
    RadarPageOut,
    RadarPairOut,
)
from mergers.forms.rulings import BoundaryFilterForm, RadarFilterForm
from mergers.models import RulingVerdict
from mergers.planning import radar
from mergers.presenting import radar as presenting
from mergers.presenting import register
from mergers.queries import boundaries

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
    rulings = boundaries.rulings_by_hash(region)
    choice = RadarFilterForm(request.query_params).choice()
    pairs = presenting.chosen_pairs(found, choice, rulings)
    pages = Pages(request, pairs)
    ruled = {
        one.ruling.pair_hash: one
        for one in boundaries.boundaries_of(
            rulings[pair.hash] for pair in pages.rows if pair.hash in rulings
        )
    }
    return pages.answer(RadarPairOut, rulings=ruled)


@extend_schema(
    operation_id="regions_boundaries_list",
    parameters=[*REGISTER, *BOTH, *PAGE],
    responses=BoundaryPageOut,
)
@api_view(["GET"])
def duty_boundaries(request: Request, pk: int) -> Response:
    """The rulings of a region, newest first, with their state and the plans that carry them."""
    region = boundaries.get_region(user_of(request), pk)
    wanted = BoundaryFilterForm(request.query_params).wanted()
    listed = register.matching(boundaries.boundaries_of(boundaries.rulings_of(region)), wanted)
    return Pages(request, listed).answer(BoundaryOut)
