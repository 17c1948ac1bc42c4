"""Which departments a request asks to check."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from bigsection.accounts.models import User
from departments.health.check import Area
from departments.models import Department, Region
from departments.models.department import DepartmentQuerySet
from departments.models.region import RegionQuerySet, code_prefix
from departments.scope import departments_of, get_department


@dataclass(frozen=True, slots=True)
class Choice:
    """The area, and what it was narrowed to: a region with all below it, or one department."""

    area: Area
    region: Region | None = None
    department: Department | None = None

    @property
    def title(self) -> str:
        """How the area is called on paper and in the export."""
        return str(self.department or self.region or "全部部门")


def regions_in(scope: DepartmentQuerySet) -> RegionQuerySet:
    """The regions that these departments belong to."""
    return Region.objects.filter(pk__in=scope.values("region"))


def chosen_by(user: User, query: QueryDict, today: date | None = None) -> Choice:
    """Read ``region`` (a code) and ``department`` (a key) of an address.

    Raises Missing for a department outside the person's scope. A region in which the person sees
    no department narrows nothing.
    """
    scope = departments_of(user).standing()
    day = today or timezone.localdate()
    number = query.get("department", "")
    if number.isdecimal():
        department = get_department(user, int(number))
        shown = scope.filter(pk=department.pk)
        return Choice(Area(scope, shown, day), department=department)
    code = query.get("region", "")
    region = regions_in(scope).filter(code=code).first() if code else None
    if region is not None:
        shown = scope.filter(region__code__startswith=code_prefix(region.code))
        return Choice(Area(scope, shown, day), region=region)
    return Choice(Area(scope, scope, day))
