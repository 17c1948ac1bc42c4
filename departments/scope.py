"""The one scope rule: which regions and departments a person may see, used by every view and API.

A clerk sees their own department; every other role its region and all below it; who has no role
sees nothing, a superuser of the framework like anybody.
"""

from collections.abc import Hashable, Iterable

from django.db.models import Q
from django.http import QueryDict

from bigsection.accounts.models import User
from bigsection.errors import Missing
from departments.models import Department, Membership, Region, Role
from departments.models.department import DepartmentQuerySet
from departments.models.region import RegionQuerySet, code_prefix

REGION_ROLES = (Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)


def memberships_of(user: User) -> list[Membership]:
    """The roles of a person, read once per request."""
    cached: list[Membership] | None = getattr(user, "_memberships", None)
    if cached is None:
        cached = list(user.memberships.select_related("region", "department"))
        user._memberships = cached  # type: ignore[attr-defined]
    return cached


def scope_key(user: User) -> tuple[Hashable, ...]:
    """All that what a person sees depends on, of their account."""
    roles = ((one.role, one.department_id, one.region.code) for one in memberships_of(user))
    return user.pk, *roles


def place_of(user: User) -> Department | Region | None:
    """Where a person belongs: the department or region of their first role; None without a role."""
    first = next(iter(memberships_of(user)), None)
    return None if first is None else first.department or first.region


def departments_of(user: User, roles: Iterable[str] = tuple(Role)) -> DepartmentQuerySet:
    """The departments a person sees in one of ``roles``."""
    wanted = Q(pk__in=[])
    for membership in memberships_of(user):
        if membership.role not in roles:
            continue
        if membership.department_id:
            wanted |= Q(pk=membership.department_id)
        elif membership.role in REGION_ROLES:
            wanted |= Q(region__code__startswith=code_prefix(membership.region.code))
    return Department.objects.filter(wanted)


def regions_of(user: User, roles: Iterable[str] = tuple(Role)) -> RegionQuerySet:
    """The regions in which a person sees everything (not the region of a clerk's department)."""
    wanted = Q(pk__in=[])
    for membership in memberships_of(user):
        if membership.role in roles and not membership.department_id:
            wanted |= Q(code__startswith=code_prefix(membership.region.code))
    return Region.objects.filter(wanted)


def departments_seen(user: User, region: Region | None) -> DepartmentQuerySet:
    """The departments a person sees; under a region where one is chosen."""
    seen = departments_of(user)
    return seen if region is None else seen.under(region)


def regions_in(departments: DepartmentQuerySet) -> RegionQuerySet:
    """The regions that these departments belong to."""
    return Region.objects.filter(pk__in=departments.values("region"))


def regions_seen(user: User) -> list[Region]:
    """The regions whose standing departments a person sees, read once per request: lists name the
    region and can be narrowed to one. Empty for who sees one only, of whom nothing is asked.
    """
    cached: list[Region] | None = getattr(user, "_regions_seen", None)
    if cached is None:
        found = list(regions_in(departments_of(user).standing())) if _may_see_several(user) else []
        cached = user._regions_seen = found if len(found) > 1 else []  # type: ignore[attr-defined]
    return cached


def _may_see_several(user: User) -> bool:
    """Whether the roles of a person reach beyond one region: a county has none below it."""
    places = {(one.region.code, one.department_id is None) for one in memberships_of(user)}
    wide = any(whole and code_prefix(code) != code for code, whole in places)
    return wide or len({code for code, _whole in places}) > 1


def region_chosen(user: User, query: QueryDict) -> Region | None:
    """The region whose code an address names as ``region``: it narrows a list to the region and all
    below it. None, which narrows nothing, unless the person sees it beside others.
    """
    code = query.get("region", "")
    return next((one for one in regions_seen(user) if one.code == code), None) if code else None


def get_region(user: User, pk: int) -> Region:
    """The region if the person sees all of it; Missing (404) otherwise."""
    found = regions_of(user).filter(pk=pk).first()
    if found is None:
        raise Missing("没有这个地区，或者您无权查看。", hint="请从“总览”页面重新进入。")
    return found


def holds(user: User, department: Department, roles: Iterable[str]) -> bool:
    """Whether a person has one of ``roles`` for a department."""
    for membership in memberships_of(user):
        if membership.role not in roles:
            continue
        if membership.department_id:
            if membership.department_id == department.pk:
                return True
        elif membership.role in REGION_ROLES and department.region.code.startswith(
            code_prefix(membership.region.code)
        ):
            return True
    return False


def get_department(user: User, pk: int) -> Department:
    """The department if the person may see it; Missing (404) otherwise, never a hint that it is
    there.
    """
    found = departments_of(user).select_related("region").filter(pk=pk).first()
    if found is None:
        raise Missing("没有这个部门，或者您无权查看。", hint="请从“机构”页面重新进入。")
    return found
