"""The settings by which departments are judged, as one fingerprint for each department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from departments.models import Department, Region, RegionCalibration, RuleSet, SectionLink
from departments.models.lifecycle_status import LifecycleStatus
from mergers.domain.snapshot import hash_of

SCORING = 2
"""Raise it when the same settings score the same structure otherwise than before: what older plans
and studies have is then no longer compared with newer ones. 2: parts without data earn nothing.
"""
SETTINGS = "settings"
"""Where a problem object keeps the fingerprint of the settings that it was made under."""


def settings_fingerprint_of(
    department: Department, weights: Mapping[str, float] | None = None
) -> str:
    """The fingerprint of one department; see ``settings_fingerprints_of``."""
    return settings_fingerprints_of([department], weights)[department.pk]


def settings_fingerprints_of(
    departments: Iterable[Department], weights: Mapping[str, float] | None = None
) -> dict[int, str]:
    """By department, SHA-256 of all that its scores depend on beside its structure and the rules
    that were asked for: the region's calibration (the phrase list is part of it), weights (or
    ``weights``) and posts, and the links between its sections with their weight. In three queries, without reading any duty.
    """
    chosen = list(departments)
    regions = {department.region_id for department in chosen}
    measures = RegionCalibration.objects.filter(region__in=regions).order_by("number")
    in_force = dict(measures.values_list("region_id", "hash"))  # the newest stays
    rule_sets = {each.region_id: each for each in RuleSet.objects.filter(region__in=regions)}
    rules = {key: rule_sets.get(key) or RuleSet(region=Region(pk=key)) for key in regions}
    shared = {
        key: [
            SCORING,
            in_force.get(key),
            dict(weights or rules[key].weights),
            rules[key].posts_rule,
        ]
        for key in regions
    }
    links = _links(chosen)
    return {
        each.pk: hash_of([*shared[each.region_id], *_blended(links, rules, each)])
        for each in chosen
    }


def _blended(
    links: Mapping[int, Sequence[Any]], rules: Mapping[int, RuleSet], department: Department
) -> list[Any]:
    """The links of a department with their weight, which counts for nothing without any."""
    found = links.get(department.pk)
    return [found, rules[department.region_id].link_weight] if found else []


def _links(departments: Sequence[Department]) -> dict[int, list[list[float]]]:
    """By department, its links as [a, b, strength]; what is handed over plays no part."""
    found: dict[int, list[list[float]]] = {}
    rows = SectionLink.objects.filter(
        department__in=[department.pk for department in departments],
        a__standing=LifecycleStatus.ACTIVE,
        b__standing=LifecycleStatus.ACTIVE,
    ).order_by("a_id", "b_id")
    for department, *link in rows.values_list("department_id", "a_id", "b_id", "strength"):
        found.setdefault(department, []).append(link)
    return found
