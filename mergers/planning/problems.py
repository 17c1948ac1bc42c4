"""Turns the sections of a department into the problem object of the planner's file interface."""

from typing import Any

from departments.models import Department, PostLevel, Section
from departments.models.standing import Standing
from mergers.planning.overlap import overlap_of
from mergers.planning.request import PlanRequest
from mergers.posts import rule_set_of

AWAY = ("借调出", "借调到", "外借", "挂职", "长期病假", "病假", "退二线", "退居二线", "长期学习")
"""Words of a person's status that say they are not at work here, though on the roster."""


def problem_of(department: Department, request: PlanRequest) -> dict[str, Any]:
    """The problem object (docs/planner.md, file interface), section ids as strings.

    Sections stand in the order of their ids; similarity (with all that is mixed in) and quantiles
    are written out, so that a stored problem can be solved and verified again on its own. What the
    mixture is stands beside, for the pages that explain it.
    """
    overlap = overlap_of(department, clustered=False)
    rules = rule_set_of(department.region)
    details = _details(department)
    return {
        "sections": [section_object(details[section.pk]) for section in overlap.sections],
        "overlap": [[float(value) for value in row] for row in overlap.similarity],
        "calibration": {"p50": overlap.p50, "p95": overlap.p95},
        "rules": request.rules(),
        "posts_rule": rules.posts_rule,
        "weights": request.weights or rules.weights,
        "mode": request.mode,
        "alternatives": request.alternatives,
        "mixture": overlap.mixture.to_json(),
    }


def _details(department: Department) -> dict[int, Section]:
    sections = department.sections.standing().prefetch_related(
        "duties", "staff", "posts", "work_items"
    )
    return {section.pk: section for section in sections}


def section_object(section: Section) -> dict[str, Any]:
    """One section of the problem object; needs duties, staff, posts and work items prefetched."""
    return {
        "id": str(section.pk),
        "name": section.name,
        "lines": list(section.lines),
        "kind": section.kind or "business",
        "people": people_at_work(section),
        "load_hours": load_of(section),
        "posts": posts_of(section),
        "duties": [duty.text for duty in section.duties.all()],
    }


def people_at_work(section: Section) -> int:
    """The figure that the department reports; without one, the people on the roster at work."""
    if section.headcount is not None:
        return section.headcount
    people = [person for person in section.staff.all() if person.standing == Standing.ACTIVE]
    return sum(not any(word in person.employment for word in AWAY) for person in people)


def posts_of(section: Section) -> int:
    """Authorised chief and deputy posts; where neither is stated, those that are held."""
    if section.chief_posts is None and section.deputy_posts is None:
        leading = (PostLevel.CHIEF, PostLevel.DEPUTY)
        return sum(post.level in leading for post in section.posts.all())
    return (section.chief_posts or 0) + (section.deputy_posts or 0)


def load_of(section: Section) -> float | None:
    """Yearly hours of all work items; None when no item has both a count and hours."""
    hours = [item.yearly_hours for item in section.work_items.all()]
    known = [value for value in hours if value is not None]
    return sum(known) if known else None
