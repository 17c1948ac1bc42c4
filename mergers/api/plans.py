"""Plans for other programs: read only, and inside the same scope as the pages."""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.accounts.requests import user_of
from bigsection.web.api_pages import PAGE, PageOut, Pages
from bigsection.web.api_versions import ETAG, tagged
from departments.api.parameters import REGION
from departments.scope import departments_seen, region_chosen
from mergers.domain.assessment import blanked
from mergers.domain.completeness import DutyDestination
from mergers.domain.plan_version import version_of
from mergers.domain.snapshot import snapshot_of
from mergers.forms.plans import PlanFilterForm
from mergers.models import BigSection, Decision, MergePlan, Placement, PlanStatus
from mergers.planning import plan_facts
from mergers.planning.fact_types import PeopleMoveFact, RuleFact, VerdictFact
from mergers.queries import plans as queries
from mergers.questions.answer_out import Parts, Texts
from mergers.scope import get_plan


class PlacedSectionOut(serializers.ModelSerializer[Placement]):
    """A section of the baseline inside a big section."""

    id = serializers.IntegerField(source="section_id", read_only=True)
    name = serializers.SerializerMethodField()

    def get_name(self, placement: Placement) -> str:
        """Its name on the day the plan was made."""
        return snapshot_of(placement.plan).by_id()[placement.section_id].name

    class Meta:
        model = Placement
        fields = ["id", "name"]


class BigSectionOut(serializers.ModelSerializer[BigSection]):
    """One group of a plan with its members and its contributions to the parts of the score: null for
    parts that could not be assessed.
    """

    parts = serializers.SerializerMethodField()
    members = PlacedSectionOut(source="placements", many=True, read_only=True)

    class Meta:
        model = BigSection
        fields = ["id", "name", "mode", "reason", "parts", "members"]

    @extend_schema_field(Parts)
    def get_parts(self, big: BigSection) -> dict[str, float | None]:
        """The contributions by part."""
        found: dict[str, float | None] = blanked({"parts": big.parts}, big.plan.not_assessed)[
            "parts"
        ]
        return found


class VerdictOut(serializers.Serializer[VerdictFact]):
    """What becomes of one section of today, where it goes, and why."""

    id = serializers.IntegerField(source="pk", read_only=True)
    name = serializers.CharField(read_only=True)
    verdict = serializers.CharField(read_only=True, help_text="保留, 整合, 撤销 or 待安置")
    targets = serializers.ListField(child=serializers.CharField(), read_only=True)
    reason = serializers.CharField(read_only=True)
    own_reason = serializers.BooleanField(read_only=True)


class DutyDestinationOut(serializers.Serializer[DutyDestination]):
    """Where one duty goes: a big section, elsewhere (another department), ended or nowhere."""

    duty = serializers.IntegerField(read_only=True)
    text = serializers.CharField(read_only=True)
    origin = serializers.IntegerField(read_only=True)
    origin_name = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True, help_text="big, elsewhere, ended or nowhere")
    target = serializers.CharField(read_only=True)
    big_section = serializers.IntegerField(read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True)
    moved = serializers.BooleanField(read_only=True)


class RuleOut(serializers.Serializer[RuleFact]):
    """One rule that is set: whether the plan keeps it, by which figures, and which sections break it.
    A plan that breaks one was submitted with a reason, in its decisions.
    """

    rule = serializers.CharField(read_only=True)
    name = serializers.CharField(source="label", read_only=True)
    passed = serializers.BooleanField(read_only=True)
    figures = serializers.DictField(child=serializers.FloatField(), read_only=True)
    breaches = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()), read_only=True
    )


class PeopleMoveOut(serializers.Serializer[PeopleMoveFact]):
    """People who leave their section for another big section, by number; names stay inside."""

    section = serializers.IntegerField(read_only=True)
    section_name = serializers.CharField(read_only=True)
    big_section = serializers.IntegerField(read_only=True)
    big_name = serializers.CharField(read_only=True)
    people = serializers.IntegerField(read_only=True)


class DecisionOut(serializers.ModelSerializer[Decision]):
    """What was said to a plan, by whom and when."""

    by = serializers.CharField(read_only=True)

    class Meta:
        model = Decision
        fields = ["verdict", "by", "at", "reason", "content_hash"]


class PlanOut(serializers.ModelSerializer[MergePlan]):
    """A plan with its key figures; ``gap`` is what a better plan could gain at most, in points.

    ``sections_after`` counts big sections; ``standing_after`` of today's sections or new ones stand
    then (合署 and 统筹 keep their members).
    """

    department_name = serializers.CharField(source="department.name", read_only=True)
    author = serializers.CharField(read_only=True, allow_null=True)
    gap = serializers.FloatField(read_only=True, allow_null=True)
    not_assessed = Texts(read_only=True)

    class Meta:
        model = MergePlan
        fields = [
            "id",
            "department",
            "department_name",
            "title",
            "label",
            "mode",
            "status",
            "author",
            "created_at",
            "submitted_at",
            "executed_at",
            "sections_before",
            "sections_after",
            "units_before",
            "standing_after",
            "score",
            "today_score",
            "objective",
            "bound",
            "gap",
            "proven",
            "not_assessed",
        ]


class PlanPageOut(PageOut):
    """A page of plans, with the addresses of the pages around it."""

    results = PlanOut(many=True, read_only=True)


class PlanDetailOut(PlanOut):
    """A plan with its big sections, the verdict on every section, where every duty goes, and its
    decisions. ``facts`` is read from the plan by the view.
    """

    calibration = serializers.IntegerField(
        source="calibration.number",
        read_only=True,
        default=None,
        help_text="Number of the region's calibration that it was measured against; null for plans "
        "from before calibrations were kept.",
    )
    content_hash = serializers.CharField(read_only=True)
    baseline_hash = serializers.CharField(read_only=True)
    big_sections = BigSectionOut(many=True, read_only=True)
    decisions = DecisionOut(many=True, read_only=True)
    verdicts = VerdictOut(source="facts.verdicts", many=True, read_only=True)
    landings = DutyDestinationOut(source="facts.destinations", many=True, read_only=True)
    people_moves = PeopleMoveOut(source="facts.people_moves", many=True, read_only=True)
    rules = RuleOut(source="facts.rules", many=True, read_only=True)
    faults = serializers.ListField(
        source="facts.faults", child=serializers.CharField(), read_only=True
    )

    class Meta(PlanOut.Meta):
        fields = [
            *PlanOut.Meta.fields,
            "calibration",
            "content_hash",
            "baseline_hash",
            "big_sections",
            "decisions",
            "verdicts",
            "landings",
            "people_moves",
            "rules",
            "faults",
        ]


FILTERS = [
    REGION,
    OpenApiParameter("department", int, description="Only plans of this department."),
    OpenApiParameter(
        "status", str, enum=PlanStatus.values, description="Only plans that stand so."
    ),
]


@extend_schema(operation_id="plans_list", parameters=[*FILTERS, *PAGE], responses=PlanPageOut)
@api_view(["GET"])
def plan_list(request: Request) -> Response:
    """The plans a person may see, newest first."""
    user = user_of(request)
    region = region_chosen(user, request.query_params)
    among = departments_seen(user, region)
    narrowing = PlanFilterForm(request.query_params, among=among).good()
    found = queries.plans_for_list(user, region=region, **narrowing)
    return Pages(request, found).answer(PlanOut)


@extend_schema(operation_id="plans_retrieve", parameters=[ETAG], responses=PlanDetailOut)
@api_view(["GET"])
def plan_detail(request: Request, pk: int) -> Response:
    """One plan with its big sections, the verdict on every section, where duties and people go,
    and its decisions. Its ETag is the version that a step upon it names as If-Match.
    """
    return answer_with(get_plan(user_of(request), pk))


def answer_with(plan: MergePlan) -> Response:
    """Everything about a plan, with its version."""
    plan = queries.with_big_sections(plan)
    plan.facts = facts = plan_facts(plan)  # type: ignore[attr-defined]  # what the serializer reads
    return tagged(Response(PlanDetailOut(plan).data), version_of(plan, facts.arrangement))
