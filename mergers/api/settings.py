"""Phrase list and calibration of a region and links of a department for other programs: read only."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from departments.models import RegionCalibration, SectionLink
from departments.scope import get_department, get_region
from mergers.planning.link_effects import link_effects
from mergers.planning.phrase_lists import columns_of, phrases_of
from mergers.queries.calibrations import calibrations_of


class PhrasesOut(serializers.Serializer[dict[str, object]]):
    """The phrase list in force; in `catch_alls` an ellipsis stands for up to 20 characters."""

    builtin_catch_alls = serializers.BooleanField(read_only=True)
    catch_alls = serializers.ListField(child=serializers.CharField(), read_only=True)
    topics = serializers.ListField(child=serializers.CharField(), read_only=True)
    fillers = serializers.ListField(child=serializers.CharField(), read_only=True)
    empty_words = serializers.ListField(child=serializers.CharField(), read_only=True)


class CalibrationOut(serializers.ModelSerializer[RegionCalibration]):
    """What the similarities of a region are measured against, the newest first; `p50` and `p95` are
    similarities, 0 to 1, `plan_count` the plans that were made under it.
    """

    plan_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = RegionCalibration
        fields = [
            "number",
            "occasion",
            "made_at",
            "departments",
            "sections",
            "p50",
            "p95",
            "plan_count",
        ]


class LinkOut(serializers.ModelSerializer[SectionLink]):
    """A link between two sections; it holds in both directions. Strength is 0 to 1."""

    a_name = serializers.CharField(source="a.name", read_only=True)
    b_name = serializers.CharField(source="b.name", read_only=True)

    class Meta:
        model = SectionLink
        fields = ["id", "a", "a_name", "b", "b_name", "strength", "note"]


class LinkEffectOut(serializers.Serializer[object]):
    """A link with the similarity of its sections, 0 to 100: of the texts, and with the link."""

    link = LinkOut(read_only=True)
    text = serializers.FloatField(read_only=True)
    blended = serializers.FloatField(read_only=True)
    closeness = serializers.FloatField(read_only=True)


class LinksOut(serializers.Serializer[dict[str, object]]):
    """The links of a department and their weight, 0 to 1 (0 without any link)."""

    weight = serializers.FloatField(read_only=True)
    links = LinkEffectOut(many=True, read_only=True)


@extend_schema(operation_id="region_phrases_retrieve", responses=PhrasesOut)
@api_view(["GET"])
def phrase_list(request: Request, pk: int) -> Response:
    """The words and clauses that do not count in the similarities of a region."""
    phrases = phrases_of(get_region(user_of(request), pk))
    shown = {"builtin_catch_alls": phrases.builtin_catch_alls, **columns_of(phrases)}
    return Response(PhrasesOut(shown).data)


@extend_schema(operation_id="region_calibrations_list", responses=CalibrationOut(many=True))
@api_view(["GET"])
def calibration(request: Request, pk: int) -> Response:
    """The calibrations of a region; the first in the list is in force."""
    stored = calibrations_of(get_region(user_of(request), pk))
    return Response(CalibrationOut(stored, many=True).data)


@extend_schema(operation_id="department_links_retrieve", responses=LinksOut)
@api_view(["GET"])
def section_links(request: Request, pk: int) -> Response:
    """The links between the standing sections of a department, strongest first."""
    effects = link_effects(get_department(user_of(request), pk))
    return Response(LinksOut({"weight": effects.weight, "links": effects.rows}).data)
