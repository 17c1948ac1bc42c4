"""The calibrations of a region, and how many plans were made under each."""

from django.db.models import Count

from departments.models import Region, RegionCalibration


def calibrations_of(region: Region) -> list[RegionCalibration]:
    """All of them, newest first, each with ``plan_count``; the first is in force."""
    stored = RegionCalibration.objects.light().filter(region=region).select_related("made_by")
    return list(stored.annotate(plan_count=Count("plans")).order_by("-number"))
