"""How departments, sections and duties look in the API; people's ID numbers never appear."""

from rest_framework import serializers

from bigsection.web.api_pages import PageOut
from departments.models import Department, Duty, Section


class DutyOut(serializers.ModelSerializer[Duty]):
    """One clause of a section's responsibilities."""

    class Meta:
        model = Duty
        fields = ["id", "text", "kind", "position"]


class SectionOut(serializers.ModelSerializer[Section]):
    """A standing section; figures that nobody states are null, not 0."""

    at_work = serializers.IntegerField(read_only=True, allow_null=True)
    vacant = serializers.IntegerField(read_only=True, allow_null=True)
    group = serializers.CharField(source="group.name", read_only=True, default=None)
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
    """A department with its totals."""

    region = serializers.CharField(source="region.code", read_only=True)
    section_count = serializers.IntegerField(read_only=True)
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
