"""Turns the sections of a department into the problem object of the planner's file interface."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from departments.models import Department, PostLevel, RuleSet, Section
from mergers.domain.headcounts import people_at_work
from mergers.lazy import similarity
from mergers.planning import transfers
from mergers.planning.overlap import Overlap, overlap_of
from mergers.planning.request import PlanRequest
from mergers.planning.settings_fingerprint import SETTINGS, settings_fingerprint_of
from mergers.planning.similarity import with_texts


def problem_of(department: Department, request: PlanRequest) -> dict[str, Any]:
    """The problem object (docs/planner.md, file interface), section ids as strings.

    Sections stand in the order of their ids; similarity (with all that is mixed in) and quantiles
    are written out, so that a stored problem can be solved and verified again on its own. What the
    similarity_blend is stands beside, for the pages that explain it, and which settings were in force.
    """
    overlap = overlap_of(department, clustered=False)
    rules = RuleSet.objects.of(department.region)
    details = _details(department)
    sections = [details[section.pk] for section in overlap.sections]
    given = transfers.all_given(request.rulings, _structure(department, sections))
    gone = frozenset(one.duty for one in given)
    return {
        "sections": [section_object(section, gone) for section in sections],
        "overlap": _similarities(department, overlap, sections, gone),
        "calibration": {"p50": overlap.p50, "p95": overlap.p95},
        "rules": request.rules(),
        "posts_rule": rules.posts_rule,
        "weights": request.weights or rules.weights,
        "mode": request.mode,
        "alternatives": request.alternatives,
        "mixture": overlap.similarity_blend.to_json(),
        SETTINGS: settings_fingerprint_of(department, request.weights),
        **({transfers.TRANSFERS: transfers.to_json(given)} if given else {}),
    }


def _structure(department: Department, sections: Sequence[Section]) -> dict[str, Any]:
    """As much of a frozen structure as tells which duty a ruling means."""
    return {
        "department": department.pk,
        "sections": [
            {"id": s.pk, "duties": [[duty.pk, duty.text] for duty in s.duties.all()]}
            for s in sections
        ],
    }


def _similarities(
    department: Department, overlap: Overlap, sections: Sequence[Section], gone: frozenset[int]
) -> list[list[float]]:
    """The matrix, worked out anew for sections that give duties away."""

    matrix = overlap.similarity
    if gone:
        duties = [[d for d in section.duties.all() if d.pk not in gone] for section in sections]
        matrix = with_texts(
            department.region,
            overlap.similarity_blend,
            matrix,
            [
                similarity.clauses.SectionText(section.name, tuple(duty.text for duty in left))
                for section, left in zip(sections, duties, strict=True)
            ],
            [section.pk for section in sections],
            [len(left) == len(s.duties.all()) for s, left in zip(sections, duties, strict=True)],
        )
    return [[float(value) for value in row] for row in matrix]


def _details(department: Department) -> dict[int, Section]:
    sections = department.sections.standing().prefetch_related(
        "duties", "staff", "posts", "work_items"
    )
    return {section.pk: section for section in sections}


def section_object(section: Section, gone: Collection[int] = ()) -> dict[str, Any]:
    """One section of the problem object, without the duties that are ``gone`` and their load; needs
    duties, staff, posts and work items prefetched.
    """
    return {
        "id": str(section.pk),
        "name": section.name,
        "lines": list(section.lines),
        "kind": section.kind or "business",
        "people": people_at_work(section),
        "load_hours": load_of(section, gone),
        "posts": posts_of(section),
        "duties": [duty.text for duty in section.duties.all() if duty.pk not in gone],
    }


def posts_of(section: Section) -> int:
    """Authorised chief and deputy posts; where neither is stated, those that are held."""
    if section.chief_posts is None and section.deputy_posts is None:
        leading = (PostLevel.CHIEF, PostLevel.DEPUTY)
        return sum(post.level in leading for post in section.posts.all())
    return (section.chief_posts or 0) + (section.deputy_posts or 0)


def load_of(section: Section, gone: Collection[int] = ()) -> float | None:
    """Yearly hours of all work items but those of duties that are ``gone``; None when no item has
    both a count and hours.
    """
    return known_hours(
        item.yearly_hours for item in section.work_items.all() if item.duty_id not in gone
    )


def known_hours(hours: Iterable[float | None]) -> float | None:
    """The sum of the hours that are known; None when none is."""
    known = [value for value in hours if value is not None]
    return sum(known) if known else None
