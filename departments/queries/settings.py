"""What of the settings a person may change, with how it stands."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from bigsection.accounts.models import User
from departments.models import (
    Department,
    LifecycleStatus,
    PhraseList,
    Region,
    RegionCalibration,
    Role,
    RuleSet,
)
from departments.permissions import EDITORS
from departments.rule_presets import steps_in_words
from departments.scope import departments_of, regions_of


@dataclass(frozen=True, slots=True)
class RegionSettings:
    """A region with its own phrase list (None: the built-in one), its rules in words, and its
    calibration in force (None: it has no section yet).
    """

    region: Region
    phrases: PhraseList | None
    rules: RuleSet
    posts: str
    own_rules: bool
    calibration: RegionCalibration | None


def regions_to_configure(user: User) -> list[RegionSettings]:
    """The regions whose officer the person is."""
    regions = regions_of(user, (Role.OFFICER,)).order_by("code")
    phrases = {each.region_id: each for each in PhraseList.objects.select_related("changed_by")}
    rules = {each.region_id: each for each in RuleSet.objects.all()}
    oldest_first = RegionCalibration.objects.light().order_by("number")
    calibrations = {each.region_id: each for each in oldest_first}  # the newest stays
    return [
        RegionSettings(
            region=region,
            phrases=phrases.get(region.pk),
            rules=(stored := rules.get(region.pk) or RuleSet(region=region)),
            posts=steps_in_words(stored.posts_rule),
            own_rules=region.pk in rules,
            calibration=calibrations.get(region.pk),
        )
        for region in regions
    ]


def departments_to_link(user: User) -> QuerySet[Department]:
    """The standing departments whose links the person may edit, each with ``link_count`` and
    ``section_count``; only departments with two sections at least.
    """
    standing = Q(sections__standing=LifecycleStatus.ACTIVE)
    found = departments_of(user, EDITORS).standing().select_related("region")
    counted = found.annotate(
        section_count=Count("sections", filter=standing, distinct=True),
        link_count=Count("section_links", distinct=True),
    )
    return counted.filter(section_count__gte=2).order_by("region__code", "pk")
