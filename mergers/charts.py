"""The charts of a plan: before, after, and the changes between them."""

from typing import Any

from departments.charts import figure_lines, top_box
from departments.orgchart.model import Box
from departments.orgchart.planned import PlanCharts, PlannedUnit, plan_charts
from mergers.models import MergePlan, PlanMode
from mergers.planning import PlanFacts
from mergers.planning.fact_types import BigFact

VIEWS = ("before", "after", "changes")


def charts_of(plan: MergePlan, facts: PlanFacts) -> PlanCharts:
    """The three charts of a plan over its frozen baseline."""
    people = {member.pk: member.people for big in facts.big_sections for member in big.members}
    sections = [_section(item, people) for item in plan.baseline["sections"]]
    keeps = plan.mode != PlanMode.MERGE
    units = [
        PlannedUnit(
            members=tuple(str(member.pk) for member in big.members),
            unit=_unit(big),
            keeps_members=keeps,
        )
        for big in facts.big_sections
    ]
    return plan_charts(top_box(plan.department), sections, units)


def _section(item: dict[str, Any], people: dict[int, int]) -> Box:
    """A section as it stood when the plan was made."""
    return Box(
        id=str(item["id"]),
        title=item["name"],
        lines=figure_lines(item["quota"], people.get(item["id"])),
        kind=item["kind"] or None,
        line="、".join(item["lines"]) or None,
        people=people.get(item["id"]),
        quota=item["quota"],
    )


def _unit(big: BigFact) -> Box:
    """What the plan makes of the members: one box with their figures together."""
    quotas = [member.quota for member in big.members if member.quota is not None]
    quota = sum(quotas) if quotas else None
    kinds = {member.kind for member in big.members}
    return Box(
        id=f"big-{big.pk}",
        title=big.name,
        lines=figure_lines(quota, big.people),
        kind=kinds.pop() if len(kinds) == 1 else None,
        people=big.people,
        quota=quota,
    )
