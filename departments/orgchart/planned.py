"""The three charts of a merge plan: before, after, and the changes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from departments.orgchart.model import Box, Chart, State, View


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """What a plan makes of `members` (ids of sections before, none for a new unit).

    `unit` is the box afterwards, None when the members are abolished without a successor;
    `keeps_members` when they go on inside it (合署、统筹).
    """

    members: tuple[str, ...]
    unit: Box | None
    keeps_members: bool = False


@dataclass(frozen=True, slots=True)
class PlanCharts:
    """The charts of one plan; a section stands at the same place in all of them."""

    before: Chart
    after: Chart
    changes: Chart


def plan_charts(top: Box, sections: Sequence[Box], units: Sequence[PlannedUnit]) -> PlanCharts:
    """Return the three charts of a plan over the sections of one department.

    `top` is the department's box (title, leaders as lines). Sections keep their order, but members
    of one unit stand side by side, where the first of them stood. A section that no unit names is
    kept as it is; new units come last.
    Raises ValueError when a member is unknown or named twice.
    """
    bundles = _bundles(sections, units)
    root = replace(top, children=tuple(bundles))
    titles: dict[View, str] = {
        "before": f"{top.title}内设机构图（调整前）",
        "after": f"{top.title}内设机构图（调整后）",
        "changes": f"{top.title}内设机构调整变化图",
    }
    charts = {view: Chart(title, root, view=view) for view, title in titles.items()}
    return PlanCharts(charts["before"], charts["after"], charts["changes"])


def _bundles(sections: Sequence[Box], units: Sequence[PlannedUnit]) -> list[Box]:
    by_id = {section.id: section for section in sections}
    place = {section.id: number for number, section in enumerate(sections)}
    named = [member for unit in units for member in unit.members]
    if len(set(named)) < len(named) or not set(named) <= set(by_id):
        raise ValueError("每个科室须在方案中恰好出现一次，且须是该部门的科室")
    untouched = [
        PlannedUnit((section.id,), section) for section in sections if section.id not in set(named)
    ]
    ordered = sorted(
        [*units, *untouched],
        key=lambda unit: min((place[member] for member in unit.members), default=len(sections)),
    )
    return [
        _bundle(unit, [by_id[member] for member in sorted(unit.members, key=place.__getitem__)])
        for unit in ordered
    ]


def _bundle(planned: PlannedUnit, members: list[Box]) -> Box:
    state = _state(planned, members)
    outcome = planned.unit
    keeps = planned.keeps_members and len(members) > 1
    if outcome:
        replaces = state in _REPLACING and not keeps  # what goes on is no former section
        former = tuple(member.title for member in members) if replaces else ()
        outcome = replace(outcome, state=state, former=outcome.former or former)
    return Box(
        id=f"bundle-{outcome.id if outcome else members[0].id}",
        title="",
        children=tuple(replace(member, state=state) for member in members),
        is_bundle=True,
        outcome=outcome,
        keeps_members=keeps,
    )


_REPLACING: tuple[State, ...] = ("merged", "renamed")


def _state(planned: PlannedUnit, members: list[Box]) -> State:
    if planned.unit is None:
        return "abolished"
    if not members:
        return "new"
    if len(members) > 1:
        return "merged"
    return "kept" if planned.unit.title == members[0].title else "renamed"
