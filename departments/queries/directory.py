"""The list of departments and the search across departments, sections and people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, F, OrderBy, Q, QuerySet, When

from bigsection.accounts.models import User
from bigsection.web.numbers import key_in
from departments import search_index
from departments.models import Department, LifecycleStatus, Region, Role, Section, StaffMember
from departments.models.department import DepartmentKind
from departments.models.region import code_prefix
from departments.permissions import EDITORS
from departments.queries.figures import with_totals, with_units
from departments.scope import departments_of, departments_seen

SORTS = ("name", "kind", "section_count", "quota", "at_work", "vacant", "one_person")
FOUND_AT_MOST = 30
OFFERED_AT_MOST = 20
LONGEST_WORD = 500


def words_of(words: str) -> list[str]:
    """The words of a search; of very many the first, of a very long one the beginning, longer than
    any name (SQLite refuses to compare with more than 50,000 bytes).
    """
    return [word[:LONGEST_WORD] for word in words.split()[:5]]


def matching(words: str) -> Q:
    """Rows whose name or pinyin initials contain every one of ``words``."""
    wanted = Q()
    for word in words_of(words):
        wanted &= Q(name__icontains=word) | Q(initials__contains=word.lower())
    return wanted


def departments_for_list(
    user: User,
    *,
    words: str = "",
    region: Region | None = None,
    kind: str = "",
    lonely: bool = False,
    sort: str = "",
) -> QuerySet[Department]:
    """The standing departments a person may see with their totals, filtered and sorted."""
    found = with_totals(departments_seen(user, region).standing()).select_related("region")
    found = found.filter(matching(words))
    if kind and kind in DepartmentKind.values:
        found = found.filter(kind=kind)
    if lonely:
        found = found.filter(Q(one_person__gt=0))
    return found.order_by(*order_of(sort), "region__code", "pk")


def order_of(sort: str) -> list[OrderBy]:
    """The ordering for a column name, ``-`` in front for descending; unknown names sort nothing."""
    column = sort.removeprefix("-")
    if column not in SORTS:
        return []
    return [OrderBy(F(column), descending=sort.startswith("-"), nulls_last=True)]


class Choosable(list[Department]):
    """Departments to choose from; ``more`` says that there are others that match."""

    more: bool = False


def departments_to_choose(
    user: User, *, words: str = "", region: str = "", below: str = "", edited: bool = False
) -> Choosable:
    """The first standing departments that a person may see or, with ``edited``, change, and that
    match; only those of a ``region`` (its key), or ``below`` one (its code), where that is named.
    """
    roles = EDITORS if edited else tuple(Role)
    found = departments_of(user, roles).standing().filter(matching(words))
    if region:
        found = found.filter(region=key_in(region) or 0)
    if below:
        found = found.filter(region__code__startswith=code_prefix(below))
    listed = list(found.select_related("region")[: OFFERED_AT_MOST + 1])
    chosen = Choosable(listed[:OFFERED_AT_MOST])
    chosen.more = len(listed) > OFFERED_AT_MOST
    return chosen


def department_chosen(user: User, key: int | None) -> Department | None:
    """The department of a key with its region, if the person may see it."""
    found = departments_of(user).select_related("region")
    return found.filter(pk=key).first() if key else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, each list cut at ``FOUND_AT_MOST``."""

    departments: Sequence[Department] = ()
    sections: Sequence[Section] = ()
    people: Sequence[StaffMember] = ()

    @property
    def count(self) -> int:
        """How many lines there are to show."""
        return len(self.departments) + len(self.sections) + len(self.people)


def search(user: User, words: str, region: Region | None = None) -> Found:
    """Departments, sections (standing ones first, then abolished ones) and people whose name or
    initials match, inside the scope; under a region where one is chosen.
    """
    if not words.strip():
        return Found()
    seen = departments_seen(user, region)
    visible = seen.standing()
    inside = Q(department__in=visible.values("pk")) & matching(words)
    named = Q(department__in=seen.values("pk")) & matching(words)
    ended = Case(When(standing=LifecycleStatus.ABOLISHED, then=1), default=0)
    sections = with_units(Section.objects.filter(named)).order_by(
        ended, "department_id", "position", "pk"
    )
    people = StaffMember.objects.standing().filter(inside)
    if (few := search_index.may_match(words_of(words))) is not None:
        people = people.filter(pk__in=few)
    return Found(
        list(visible.filter(matching(words)).select_related("region")[:FOUND_AT_MOST]),
        list(
            sections.select_related("department__region").prefetch_related("successions")[
                :FOUND_AT_MOST
            ]
        ),
        list(
            people.select_related("department__region", "section").prefetch_related("posts")[
                :FOUND_AT_MOST
            ]
        ),
    )
