"""People, quota and one-person sections as columns of a query, by one definition everywhere."""

from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
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

ONE_PERSON = 1  # a section of one person at work, or of none, is a one-person section (一人科)
LEADING = (PostLevel.CHIEF, PostLevel.DEPUTY)


def _counted(rows: QuerySet, by: str) -> Subquery:  # type: ignore[type-arg]
    """How many of ``rows`` point at the outer row through ``by``."""
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())


def with_people(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Adds ``at_work`` and ``vacant``.

    People at work are the figure the department reports, else the people on its roster; NULL
    where neither is known, never 0. Vacant is quota minus people at work, negative when over.
    """
    listed = NullIf(Coalesce(_counted(StaffMember.objects.standing(), "section"), 0), 0)
    return sections.annotate(at_work=Coalesce("headcount", listed)).annotate(
        vacant=F("quota") - F("at_work")
    )


def with_posts(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Adds ``leading_posts`` (authorised 正职 and 副职), ``posts_filled`` and ``posts_vacant``."""
    holders = Post.objects.filter(level__in=LEADING, holder__standing=LifecycleStatus.ACTIVE)
    return sections.annotate(
        leading_posts=F("chief_posts") + Coalesce("deputy_posts", 0),
        posts_filled=Coalesce(_counted(holders, "section"), 0),
    ).annotate(posts_vacant=F("leading_posts") - F("posts_filled"))


def with_duty_count(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Adds ``duty_count``."""
    return sections.annotate(duty_count=Coalesce(_counted(Duty.objects.all(), "section"), 0))


def with_totals(departments: QuerySet[Department]) -> QuerySet[Department]:
    """Adds ``section_count``, ``unit_count``, ``one_person``, ``at_work``, ``vacant`` and
    ``section_quota`` (the sum over sections, which need not be the department's own figure).

    Sections that work under one big section (合署, 统筹) are one unit. People at work are the
    figure the department reports, else its roster (leaders included), else the sum of sections.
    """
    standing = Section.objects.standing()
    lonely = with_people(standing).filter(Q(at_work__lte=ONE_PERSON))
    inside = with_people(standing).filter(department=OuterRef("pk")).order_by()
    reported = inside.values("department").annotate(n=Sum("at_work")).values("n")
    authorised = inside.values("department").annotate(n=Sum("quota")).values("n")
    roster = NullIf(Coalesce(_counted(StaffMember.objects.standing(), "department"), 0), 0)
    return departments.annotate(
        section_count=Coalesce(_counted(standing, "department"), 0),
        unit_count=Coalesce(_counted(standing.filter(group=None), "department"), 0)
        + Coalesce(_groups(standing), 0),
        one_person=Coalesce(_counted(lonely, "department"), 0),
        section_quota=Subquery(authorised, output_field=IntegerField()),
        at_work=Coalesce("headcount", roster, Subquery(reported, output_field=IntegerField())),
    ).annotate(vacant=F("quota") - F("at_work"))


def _groups(sections: QuerySet[Section]) -> Subquery:
    """How many big sections the sections of the outer department form."""
    grouped = sections.filter(~Q(group=None), department=OuterRef("pk")).order_by()
    counted = grouped.values("department").annotate(n=Count("group", distinct=True))
    return Subquery(counted.values("n"), output_field=IntegerField())
