"""How plans look in the API: their figures, proof, big sections and decisions."""

from rest_framework import serializers

from mergers.models import BigSection, Decision, MergePlan, Placement


class PlacedSectionOut(serializers.ModelSerializer[Placement]):
    """A section of the baseline inside a big section."""

    id = serializers.IntegerField(source="section_id", read_only=True)
    name = serializers.CharField(source="section.name", read_only=True)

    class Meta:
        model = Placement
        fields = ["id", "name"]


class BigSectionOut(serializers.ModelSerializer[BigSection]):
    """One group of a plan with its members and its contributions to the parts of the score."""

    parts = serializers.DictField(child=serializers.FloatField(), read_only=True)
    members = PlacedSectionOut(source="placements", many=True, read_only=True)

    class Meta:
        model = BigSection
        fields = ["id", "name", "parts", "members"]


class DecisionOut(serializers.ModelSerializer[Decision]):
    """What was said to a plan, by whom and when."""

    by = serializers.CharField(read_only=True)

    class Meta:
        model = Decision
        fields = ["verdict", "by", "at", "reason", "content_hash"]


class PlanOut(serializers.ModelSerializer[MergePlan]):
    """A plan with its key figures; ``gap`` is what a better plan could gain at most, in points."""

    department_name = serializers.CharField(source="department.name", read_only=True)
    author = serializers.CharField(read_only=True, allow_null=True)
    gap = serializers.FloatField(read_only=True, allow_null=True)

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
            "score",
            "today_score",
            "objective",
            "bound",
            "gap",
            "proven",
        ]


class PlanPageOut(serializers.Serializer[dict[str, object]]):
    """A page of plans, with the addresses of the pages around it."""

    count = serializers.IntegerField(read_only=True)
    next = serializers.URLField(read_only=True, allow_null=True)
    previous = serializers.URLField(read_only=True, allow_null=True)
    results = PlanOut(many=True, read_only=True)


class PlanDetailOut(PlanOut):
    """A plan with its big sections, the sections that still wait, and its decisions."""

    content_hash = serializers.CharField(read_only=True)
    baseline_hash = serializers.CharField(read_only=True)
    big_sections = BigSectionOut(many=True, read_only=True)
    decisions = DecisionOut(many=True, read_only=True)

    class Meta(PlanOut.Meta):
        fields = [
            *PlanOut.Meta.fields,
            "content_hash",
            "baseline_hash",
            "big_sections",
            "decisions",
        ]
