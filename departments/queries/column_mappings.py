"""What is remembered about columns of workbooks, as far as a person has to do with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from bigsection.accounts.models import User
from bigsection.errors import Missing
from departments.models import ColumnMapping, Role
from departments.permissions import EDITORS
from departments.scope import departments_of, regions_of


@dataclass(frozen=True, slots=True)
class Remembered:
    """A mapping; ``may_forget`` says whether the person may take it back."""

    mapping: ColumnMapping
    may_forget: bool


def mappings_for(user: User) -> QuerySet[ColumnMapping]:
    """All that is read into the files of a person's departments: whole regions first."""
    departments = departments_of(user, EDITORS)
    officer = regions_of(user, (Role.OFFICER,)).order_by().values("pk")
    regions = Q(region__in=departments.order_by().values("region")) | Q(region__in=officer)
    wide = Q(department=None) & regions
    found = ColumnMapping.objects.filter(wide | Q(department__in=departments))
    return found.select_related("region", "department", "by").order_by(
        "region__code", F("department__name").asc(nulls_first=True), "table", "header", "pk"
    )


def remembered(user: User, mappings: Iterable[ColumnMapping]) -> list[Remembered]:
    """The mappings, each with whether the person may take it back."""
    officer = set(regions_of(user, (Role.OFFICER,)).values_list("pk", flat=True))
    return [
        Remembered(each, each.department_id is not None or each.region_id in officer)
        for each in mappings
    ]


def get_mapping(user: User, pk: int) -> ColumnMapping:
    """The mapping if the person has to do with it; Missing (404) otherwise."""
    found = mappings_for(user).filter(pk=pk).first()
    if found is not None:
        return found
    raise Missing("没有这条对应，或者您无权查看。", hint="请从“设置”页面重新进入。")
