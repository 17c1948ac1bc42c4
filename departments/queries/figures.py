"""People, quota and one-person sections as columns of a query, by one definition everywhere."""

from functools import cache

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from departments.models import (
    Department,
    Duty,
    LifecycleStatus,
    Post,
    PostLevel,
    Section,
    StaffMember,
)
from departments.structure_size import StructureSize

ONE_PERSON = 1  # a unit of one person at work, or of none, is a one-person section (一人科)
LEADING = (PostLevel.CHIEF, PostLevel.DEPUTY)


# Expressions are made once: making those within those takes longer than asking the database.


def _counted(rows: QuerySet, by: str, what: str = "pk") -> Subquery:  # type: ignore[type-arg]
    """How many of ``rows`` point at the outer row through ``by``, by different ``what``."""
    inside = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    counted = inside.annotate(n=Count(what, distinct=what != "pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())


@cache
def _at_work() -> Coalesce:
    listed = NullIf(Coalesce(_counted(StaffMember.objects.standing(), "section"), 0), 0)
    return Coalesce("headcount", listed)


def with_people(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Adds ``at_work`` and ``vacant``.

    People at work are the figure the department reports, else the people on its roster; NULL
    where neither is known, never 0. Vacant is quota minus people at work, negative when over.
    """
    return sections.annotate(at_work=_at_work()).annotate(vacant=F("quota") - F("at_work"))


@cache
def _units() -> dict[str, Coalesce | Case]:
    inside = with_people(Section.objects.standing().filter(group=OuterRef("group"))).order_by()
    together = inside.values("group").annotate(
        n=Sum("at_work"), unknown=Count("pk") - Count("at_work")
    )
    known = Subquery(together.filter(unknown=0).values("n"), output_field=IntegerField())
    return {
        "unit": Coalesce(-F("group"), F("pk"), output_field=BigIntegerField()),
        "unit_at_work": Case(When(group=None, then=F("at_work")), default=known),
    }


def with_units(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Adds ``unit``, which sections of one big section (合署, 统筹) have in common, and
    ``unit_at_work``, the people at work in it; NULL where those of a member are not known.
    """
    return with_people(sections).annotate(**_units())


def size_of(department: Department) -> StructureSize:
    """The size of a department to which ``with_totals`` has been added."""
    added = vars(department)
    return StructureSize(added["section_count"], added["unit_count"])


@cache
def _posts_filled() -> Coalesce:
    holders = Post.objects.filter(level__in=LEADING, holder__standing=LifecycleStatus.ACTIVE)
    return Coalesce(_counted(holders, "section"), 0)


def with_posts(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Adds ``leading_posts`` (authorised 正职 and 副职), ``posts_filled`` and ``posts_vacant``."""
    return sections.annotate(
        leading_posts=F("chief_posts") + Coalesce("deputy_posts", 0), posts_filled=_posts_filled()
    ).annotate(posts_vacant=F("leading_posts") - F("posts_filled"))


@cache
def _duty_count() -> Coalesce:
    return Coalesce(_counted(Duty.objects.all(), "section"), 0)


def with_duty_count(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Adds ``duty_count``."""
    return sections.annotate(duty_count=_duty_count())


@cache
def _with_people_at_work() -> QuerySet[Department]:
    inside = with_people(Section.objects.standing()).filter(department=OuterRef("pk")).order_by()
    reported = inside.values("department").annotate(n=Sum("at_work")).values("n")
    roster = NullIf(Coalesce(_counted(StaffMember.objects.standing(), "department"), 0), 0)
    return Department.objects.annotate(
        at_work=Coalesce("headcount", roster, Subquery(reported, output_field=IntegerField())),
    ).annotate(vacant=F("quota") - F("at_work"))


def with_people_at_work(departments: QuerySet[Department]) -> QuerySet[Department]:
    """Adds ``at_work`` and ``vacant`` to the departments of a query that says no more than which, and
    in what order. People at work are the figure the department reports, else its roster (leaders
    included), else the sum of sections.
    """
    return _with_people_at_work() & departments


@cache
def _totalled() -> QuerySet[Department]:
    standing = Section.objects.standing()
    units = with_units(standing)
    lonely = units.filter(Q(unit_at_work__lte=ONE_PERSON))
    return _with_people_at_work().annotate(
        section_count=Coalesce(_counted(standing, "department"), 0),
        unit_count=Coalesce(_counted(units, "department", "unit"), 0),
        one_person=Coalesce(_counted(lonely, "department", "unit"), 0),
    )


def with_totals(departments: QuerySet[Department]) -> QuerySet[Department]:
    """Adds ``section_count``, ``unit_count`` and ``one_person`` to those of ``with_people_at_work``.

    ``unit_count`` and ``one_person`` count units (``with_units``). Of very many departments
    ``sizes_of`` counts them sooner.
    """
    return _totalled() & departments


@cache
def _sizes() -> QuerySet[Section, tuple[int, int, int, int]]:
    lonely = Q(unit_at_work__lte=ONE_PERSON)
    of_departments = with_units(Section.objects.standing()).order_by().values_list("department")
    return of_departments.annotate(
        sections=Count("pk"),
        units=Count("unit", distinct=True),
        lonely=Count("unit", distinct=True, filter=lonely),
    )


def sizes_of(departments: QuerySet[Department]) -> dict[int, tuple[StructureSize, int]]:
    """By department that has sections its size and its one-person sections, counted in one pass."""
    counted = _sizes().filter(department__in=departments.values("pk"))
    return {pk: (StructureSize(sections, units), few) for pk, sections, units, few in counted}
