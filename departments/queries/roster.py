"""One department: its sections, people, duties and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Q, QuerySet

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import Missing
from departments.models import Department, LifecycleStatus, Section, StaffMember, Succession
from departments.queries.directory import matching
from departments.queries.figures import (
    ONE_PERSON,
    with_duty_count,
    with_people,
    with_posts,
    with_totals,
    with_units,
)
from departments.scope import departments_of
from departments.structure_size import StructureSize


@dataclass(frozen=True, slots=True)
class SectionTotals:
    """The sums under the table of sections; None where no section states the figure."""

    quota: int | None
    at_work: int | None
    leading_posts: int | None
    posts_filled: int
    duties: int
    size: StructureSize
    one_person: int

    @property
    def vacant(self) -> int | None:
        """Quota minus people at work."""
        return difference(self.quota, self.at_work)

    @property
    def posts_vacant(self) -> int | None:
        """Authorised leadership posts that nobody holds."""
        return difference(self.leading_posts, self.posts_filled)


def difference(whole: int | None, part: int | None) -> int | None:
    """What is left of ``whole``; None where one of the two is not known."""
    return None if whole is None or part is None else whole - part


def department_with_totals(department: Department) -> Department:
    """The same department with the figures of the list."""
    return with_totals(Department.objects.filter(pk=department.pk)).select_related("region").get()


@cache
def _sections() -> QuerySet[Section]:
    """The query of ``sections_of`` for all departments, which takes longer to make than to ask."""
    sections = with_duty_count(with_posts(with_units(Section.objects.standing())))
    return sections.select_related("group")


def sections_of(department: Department) -> list[Section]:
    """The standing sections with people, posts and number of duties, in their usual order."""
    return list(_sections().filter(department=department))


def totals_of(sections: Sequence[Section]) -> SectionTotals:
    """Sums of what ``sections_of`` gave; figures nobody states are left out, not counted as 0."""

    def total(field: str) -> int | None:
        stated = [getattr(section, field) for section in sections]
        known = [value for value in stated if value is not None]
        return sum(known) if known else None

    units = {vars(one)["unit"]: vars(one)["unit_at_work"] for one in sections}
    return SectionTotals(
        quota=total("quota"),
        at_work=total("at_work"),
        leading_posts=total("leading_posts"),
        posts_filled=total("posts_filled") or 0,
        duties=total("duty_count") or 0,
        size=StructureSize(len(sections), len(units)),
        one_person=sum(people is not None and people <= ONE_PERSON for people in units.values()),
    )


def add_totals(department: Department, sections: Sequence[Section], listed: int) -> SectionTotals:
    """Add to a department the figures of ``with_totals``, from what ``sections_of`` gave and the
    number of people on its roster; returns the sums under the table.
    """
    totals = totals_of(sections)
    known = (department.headcount, listed or None, totals.at_work)
    at_work = next((people for people in known if people is not None), None)
    vars(department).update(
        section_count=totals.size.sections,
        unit_count=totals.size.units,
        one_person=totals.one_person,
        section_quota=totals.quota,
        at_work=at_work,
        vacant=difference(department.quota, at_work),
    )
    return totals


def staff_of(
    department: Department, *, words: str = "", section: int | None = None
) -> QuerySet[StaffMember]:
    """The people on the roster with their posts, leaders (no section) first."""
    people = department.staff.standing().filter(matching(words))
    if section is not None:
        people = people.filter(section=section)
    people = people.select_related("section").prefetch_related("posts")
    return people.order_by("position", "pk")


def unlisted_of(section: Section, listed: int) -> int:
    """How many people of a section the roster does not name; below 0 for those it names too many.

    0 where the section reports no figure, has ended, or its department keeps no roster.
    """
    if section.headcount is None or section.standing != LifecycleStatus.ACTIVE:
        return 0
    if not section.department.staff.standing().exists():
        return 0
    return section.headcount - listed


def duties_by_section(department: Department) -> QuerySet[Section]:
    """The standing sections with their duties."""
    return department.sections.standing().prefetch_related("duties")


def get_section(user: User, pk: int) -> Section:
    """The section with its figures if the person may see its department; Missing otherwise."""
    visible = Section.objects.filter(department__in=departments_of(user).values("pk"))
    section = (
        with_duty_count(with_posts(with_units(visible)))
        .select_related("department__region", "group")
        .filter(pk=pk)
        .first()
    )
    if section is None:
        raise Missing("没有这个科室，或者您无权查看。", hint="请从“机构”页面重新进入。")
    return section


def sections_with_duties(department: Department) -> list[Section]:
    """The standing sections with people and the whole text of their duties."""
    sections = with_people(department.sections.standing())
    return list(sections.select_related("group").prefetch_related("duties"))


@dataclass(frozen=True, slots=True)
class History:
    """How a department came to be as it is."""

    successions: Sequence[Succession]
    abolished: Sequence[Section]
    events: QuerySet[AuditEvent]


def history_of(department: Department) -> History:
    """Which section became which, what was abolished, and every recorded event, newest first."""
    arrows = Succession.objects.filter(
        Q(predecessor__department=department) | Q(successor__department=department)
    )
    abolished = department.sections.filter(standing=LifecycleStatus.ABOLISHED)
    return History(
        list(arrows.select_related("predecessor", "successor").order_by("-on", "pk")),
        list(abolished),
        AuditEvent.objects.filter(department_id=department.pk)
        .exclude(verb__startswith="account.")  # who logs in is the auditors' business
        .select_related("actor"),
    )


def ways_of(section: Section) -> tuple[list[Succession], list[Succession]]:
    """Where a section came from and what became of it."""
    origins = section.origins.select_related("predecessor")
    return list(origins), list(section.successions.select_related("successor"))
