"""Which departments a request asks to check."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from bigsection.accounts.models import User
from bigsection.web.numbers import key_in
from departments.forms.choosing import key_called
from departments.models import Department, Region
from departments.models.department import DepartmentQuerySet
from departments.scope import departments_of, get_department, region_chosen, regions_seen


@dataclass(frozen=True, slots=True)
class Choice:
    """The departments a person may see (``scope``), those of them that are ``shown``, and what they
    were narrowed to: a region with all below it, one department, or both. ``several`` says that
    the person sees several regions, so that names alone do not tell departments apart.

    All are standing; ``offered`` are those to choose from.
    """

    scope: DepartmentQuerySet
    shown: DepartmentQuerySet
    offered: DepartmentQuerySet
    region: Region | None = None
    department: Department | None = None
    several: bool = False

    @property
    def title(self) -> str:
        """How the area is called on paper and in the export."""
        return str(self.department or self.region or "全部部门")


def chosen_by(user: User, query: QueryDict) -> Choice:
    """Read ``region`` (a code) and ``department`` (a key, or what it is called) of an address.

    Raises Missing for a department outside the person's scope. A region in which the person sees
    no department narrows nothing; a department that is not in the chosen region is left out, as
    it is when only the region is changed in the form.
    """
    scope = departments_of(user).standing()
    region = region_chosen(user, query)
    offered = scope if region is None else scope.under(region)
    department = _department(user, query.get("department", ""), offered)
    shown = offered if department is None else scope.filter(pk=department.pk)
    return Choice(scope, shown, offered, region, department, bool(regions_seen(user)))


def _department(user: User, called: str, offered: DepartmentQuerySet) -> Department | None:
    number = key_in(called)
    if number is not None:
        return offered.filter(pk=get_department(user, number).pk).first()
    key = key_called(called, offered)
    return offered.filter(pk=key).first() if key else None


def kept_of(query: QueryDict) -> str:
    """The choice as it is kept in addresses."""
    chosen = {name: query[name] for name in ("region", "department") if query.get(name)}
    return urlencode(chosen)
