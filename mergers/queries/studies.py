"""What the pages of region studies read: lists of studies, and who can take part in a new one."""

import json
from collections.abc import Iterable, Sequence

from django.db.models import Count, Q, QuerySet, Sum

from bigsection.accounts.models import User
from bigsection.errors import Missing, NotAllowed
from departments.models import Department, LifecycleStatus, Region, Role
from departments.models.region import code_prefix
from departments.scope import regions_of
from mergers import permissions
from mergers.models import RegionStudy, StudyLine
from mergers.planning.settings_fingerprint import settings_fingerprints_of
from mergers.scope import studies_of


def studies_for_list(user: User, region: Region | None = None) -> QuerySet[RegionStudy]:
    """The studies a person may see, newest first, with their sums over departments; under a region
    where one is chosen.
    """
    studies = studies_of(user)
    if region is not None:
        studies = studies.filter(region__code__startswith=code_prefix(region.code))
    return studies.annotate(
        department_count=Count("lines"),
        section_count=Sum("lines__sections"),
        shared_out=Sum("lines__count"),
    ).order_by("-created_at", "-pk")


def rejudged_since(studies: Iterable[RegionStudy]) -> set[int]:
    """The studies that measured a department under other settings than today's (phrase list, rule
    set, links). Whether structures have changed takes longer; the page of a study tells it.
    """
    weights = {study.pk: study.request.get("weights") for study in studies}
    measured = StudyLine.objects.filter(study__in=weights).exclude(curve=[])
    lines = list(measured.order_by().values_list("study_id", "department_id", "settings_hash"))
    departments = Department.objects.in_bulk({department for _, department, _ in lines})
    found: set[int] = set()
    for own in {json.dumps(each, sort_keys=True): each for each in weights.values()}.values():
        chosen = [line for line in lines if weights[line[0]] == own]
        concerned = {department for _, department, _ in chosen}
        now = settings_fingerprints_of([departments[pk] for pk in concerned], own)
        found |= {study for study, department, settings in chosen if now[department] != settings}
    return found


def regions_to_study(user: User) -> list[Region]:
    """The regions that the person may study and that have sections, those with most departments
    first; NotAllowed where there is no officer's role at all.
    """
    regions = [
        region
        for region in regions_of(user, (Role.OFFICER,))
        if permissions.may_study(user, region)
    ]
    if not regions:
        raise NotAllowed(
            "开始测算需要编办工作人员权限。", hint="您可以在“全域测算”中查看已有的测算。"
        )
    busy = Department.objects.standing().filter(
        region__in=regions, sections__standing=LifecycleStatus.ACTIVE
    )
    counted = busy.order_by().values("region").annotate(n=Count("pk", distinct=True))
    sizes = dict(counted.values_list("region", "n"))
    return sorted(
        (region for region in regions if region.pk in sizes),
        key=lambda region: (-sizes[region.pk], region.code),
    )


def chosen_region(regions: Sequence[Region], key: str) -> Region | None:
    """The region that a query or a form names, else the first; Missing for one out of reach."""
    if not key:
        return regions[0] if regions else None
    found = [region for region in regions if str(region.pk) == key]
    if not found:
        raise Missing("没有这个地区，或者您不能测算它。", hint="请从“全域测算”页面重新进入。")
    return found[0]


def departments_to_study(region: Region) -> list[Department]:
    """The standing departments of a region, each with ``section_count``.

    The order is said outright: a query that counts groups has none of its own.
    """
    standing = Q(sections__standing=LifecycleStatus.ACTIVE)
    departments = region.departments.filter(standing=LifecycleStatus.ACTIVE)
    counted = departments.annotate(section_count=Count("sections", filter=standing))
    return list(counted.order_by("pk"))
