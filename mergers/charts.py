"""The charts of a plan: before, after, and the changes between them."""

from collections import Counter
from dataclasses import replace

from departments.charts import figure_lines, top_box
from departments.orgchart.model import Box
from departments.orgchart.planned import PlanCharts, PlannedUnit, plan_charts
from mergers.domain.snapshot import SectionSnapshot, snapshot_of
from mergers.models import MergePlan, PlanMode
from mergers.planning import PlanFacts
from mergers.planning.fact_types import PlannedSectionFacts

VIEWS = ("before", "after", "changes")


def charts_of(plan: MergePlan, facts: PlanFacts) -> PlanCharts:
    """The three charts of a plan over its frozen baseline."""
    sections = {section.id: _section(section) for section in snapshot_of(plan).sections}
    leaving = Counter(one.origin for one in facts.destinations if one.moved)
    units = [
        PlannedUnit(
            members=tuple(str(member.pk) for member in big.members),
            unit=_unit(big, sum(leaving[member.pk] for member in big.members)),
            keeps_members=big.mode != PlanMode.MERGE,
        )
        for big in facts.big_sections
    ]
    units += [
        PlannedUnit((str(one.pk),), _waiting(sections[one.pk]) if one.verdict == "待安置" else None)
        for one in facts.verdicts
        if one.verdict in ("撤销", "待安置")
    ]
    return plan_charts(top_box(plan.department), list(sections.values()), units)


def _section(section: SectionSnapshot) -> Box:
    """A section as it stood when the plan was made."""
    return Box(
        id=str(section.id),
        title=section.name,
        lines=figure_lines(section.quota, section.people),
        kind=section.kind or None,
        line="、".join(section.lines) or None,
        people=section.people,
        quota=section.quota,
    )


def _waiting(section: Box) -> Box:
    """A section on the bench: nobody has said yet what becomes of it."""
    return replace(section, id=f"bench-{section.id}", lines=(*section.lines, "待安置"))


def _unit(big: PlannedSectionFacts, leaving: int) -> Box:
    """What the plan makes of the members: one box with their figures together, and how many duties
    come in from others and leave to others.
    """
    kinds = {member.kind for member in big.members}
    moves = [f"划入{len(big.incoming)}项"] if big.incoming else []
    moves += [f"划出{leaving}项"] if leaving else []
    return Box(
        id=f"big-{big.pk}",
        title=big.name,
        lines=(*figure_lines(big.quota_after, big.people), *moves),
        kind=kinds.pop() if len(kinds) == 1 else None,
        people=big.people,
        quota=big.quota_after,
        former=() if big.members else _origins(big),
    )


def _origins(big: PlannedSectionFacts) -> tuple[str, ...]:
    """The sections that a new one has duties or people of."""
    names = [one.origin_name for one in big.incoming]
    return tuple(dict.fromkeys([*names, *(move.section_name for move in big.arriving)]))
