"""Checks of leadership posts (职数): holders against what is authorised, and both against rules."""

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from departments.health.check import Area, InDepartment, Row, Rows, Severity, told
from departments.health.places import of_sections
from departments.models import LifecycleStatus, PostLevel, RuleSet
from departments.queries.figures import with_people, with_posts


def _holders(level: PostLevel) -> Count:
    """How many people on the roster hold a post of that level in the section."""
    return Count(
        "posts", filter=Q(posts__level=level, posts__holder__standing=LifecycleStatus.ACTIVE)
    )


def _over_authorised(area: Area) -> Rows:
    found = area.sections().annotate(
        chiefs=_holders(PostLevel.CHIEF), deputies=_holders(PostLevel.DEPUTY)
    )
    over = Q(chiefs__gt=F("chief_posts")) | Q(deputies__gt=F("deputy_posts"))
    return of_sections(found.filter(over), "chiefs", "deputies", "chief_posts", "deputy_posts")


def _tell_over_authorised(row: Row) -> str:
    parts = [
        f"{word}核定 {authorised} 名，实配 {held} 名，超 {held - authorised} 名"
        for word, held, authorised in (
            ("正职", row["chiefs"], row["chief_posts"]),
            ("副职", row["deputies"], row["deputy_posts"]),
        )
        if authorised is not None and held > authorised
    ]
    return "；".join(parts) + "。"


def _allowed(area: Area) -> Case:
    """The posts that the rule set of a section's region gives for its ``size``."""
    own = RuleSet.objects.filter(region__in=area.shown.values("region"))
    rules = [(Q(department__region=rule.region_id), rule.posts_rule) for rule in own]
    rules.append((Q(), RuleSet().posts_rule))  # regions without a rule set use the default
    return Case(
        *(
            When(where & _up_to(upper), then=Value(posts))
            for where, steps in rules
            for upper, posts in [*steps[:-1], [None, steps[-1][1]]]
        ),
        output_field=IntegerField(),
    )


def _up_to(people: int | None) -> Q:
    """Sections of at most that size; the last step of a rule has no limit."""
    return Q(size__isnull=False) if people is None else Q(size__lte=people)


def _over_rule(area: Area) -> Rows:
    """By quota, as the rules of the regions are worded; by people where no quota is stated."""
    sections: Rows = with_posts(with_people(area.sections()))
    judged = sections.annotate(size=Coalesce("quota", "at_work")).annotate(allowed=_allowed(area))
    over = judged.filter(leading_posts__gt=F("allowed"))
    return of_sections(over, "leading_posts", "allowed", "quota", "size")


def _tell_over_rule(row: Row) -> str:
    basis = "实有" if row["quota"] is None else "编制"
    return (
        f"{basis} {row['size']} 名，按规则可设 {row['allowed']} 名领导职数，"
        f"核定 {row['leading_posts']} 名。"
    )


CHECKS = (
    InDepartment(
        code="posts_over_authorised",
        title="超职数配备",
        severity=Severity.ERROR,
        why="实配正职、副职多于核定职数，属于超职数配备干部，是选人用人检查的重点。",
        action="核对职务层次（非领导职务不占职数）；属实的，制定消化计划。",
        subject="section",
        rows=_over_authorised,
        tell=told(_tell_over_authorised),
    ),
    InDepartment(
        code="posts_over_rule",
        title="核定职数多于地区规则",
        severity=Severity.WARNING,
        why="地区规则集按科室编制（未填的按实有人数）规定领导职数，核定数多于规则的，整合时要重新核定。",
        action="对照批复文件核对职数；有文件依据的可以保留。",
        subject="section",
        rows=_over_rule,
        tell=told(_tell_over_rule),
    ),
)
