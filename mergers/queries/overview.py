"""The overview of a region: every department with its sections before and after, and its plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bigsection.accounts.models import User
from departments.models import Department, Region
from departments.models.department import DepartmentQuerySet
from departments.models.region import code_prefix
from departments.queries.figures import size_of, with_totals
from departments.scope import departments_of
from departments.structure_size import NOTHING, StructureSize
from mergers.models import MergePlan, PlanStatus
from mergers.queries.distances import Distance, distances_of

CLOSED = (PlanStatus.WITHDRAWN,)
UNREAD = ("baseline", "problem", "outcome", "certificate")


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One department, with its structure before and after.

    ``plan`` is the executed plan, else the submitted, else the best draft; ``planned`` says that
    ``after`` is still a proposal. ``distance`` is what the plan lacks to the best over all numbers
    of sections, where a study of the region tells.
    """

    department: Department
    before: StructureSize
    after: StructureSize
    planned: bool
    plan: MergePlan | None
    one_person: int
    distance: Distance | None

    @property
    def lacking(self) -> float | None:
        """What the plan lacks to the best, in points; None where nothing is proven."""
        if self.plan is None:
            return None
        if self.distance is not None:
            return self.distance.points
        if not self.plan.is_judged:
            return None
        return 0.0 if self.plan.proven else self.plan.gap


SORT_KEYS: dict[str, Callable[[OverviewRow], Any]] = {
    "name": lambda row: (row.department.initials, row.department.name),
    "kind": lambda row: row.department.kind or None,
    "quota": lambda row: row.department.quota,
    "at_work": lambda row: getattr(row.department, "at_work", None),
    "vacant": lambda row: getattr(row.department, "vacant", None),
    "sections": lambda row: row.before.sections,
    "one_person": lambda row: row.one_person,
    "plan": lambda row: list(PlanStatus).index(PlanStatus(row.plan.status)) if row.plan else None,
    "score": lambda row: row.plan.score if row.plan else None,
    "lacking": lambda row: row.lacking,
}
"""What each column of the overview's table is sorted by."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All rows, and the figures above them."""

    rows: Sequence[OverviewRow]

    def by_region(self) -> list[tuple[Region, Overview]]:
        """What adds up: the departments of each region, with those of all regions below it."""
        regions = {row.department.region for row in self.rows}
        found: dict[Region, list[OverviewRow]] = {}
        for row in self.rows:
            own = row.department.region
            above = [one for one in regions if own.code.startswith(code_prefix(one.code))]
            found.setdefault(min(above, key=lambda one: len(code_prefix(one.code))), []).append(row)
        return [(region, Overview(rows)) for region, rows in found.items()]

    @property
    def before(self) -> StructureSize:
        """The structure before any reform."""
        return sum((row.before for row in self.rows), NOTHING)

    @property
    def done(self) -> StructureSize:
        """The structure of today, with only the executed plans counted."""
        return sum((row.before if row.planned else row.after for row in self.rows), NOTHING)

    @property
    def planned(self) -> StructureSize:
        """The structure once every plan at hand is carried out."""
        return sum((row.after for row in self.rows), NOTHING)

    @property
    def one_person(self) -> int:
        """One-person sections that are left today."""
        return sum(row.one_person for row in self.rows)

    @property
    def waiting(self) -> list[OverviewRow]:
        """The departments whose plan waits for a decision."""
        return [row for row in self.rows if row.plan and row.plan.status == PlanStatus.SUBMITTED]

    @property
    def executed(self) -> list[OverviewRow]:
        """The departments whose plan has been carried out."""
        return [row for row in self.rows if row.plan and row.plan.status == PlanStatus.EXECUTED]

    def total(self, field: str) -> int | None:
        """The sum of a figure over the departments that state it; None where none does."""
        stated = [getattr(row.department, field) for row in self.rows]
        known = [value for value in stated if value is not None]
        return sum(known) if known else None

    @property
    def quota(self) -> int | None:
        """Authorised headcount of all departments that state one."""
        return self.total("quota")

    @property
    def at_work(self) -> int | None:
        """People at work beside ``quota``: of the departments that state one; of all where none does."""
        stated = [row for row in self.rows if row.department.quota is not None]
        return Overview(stated or self.rows).total("at_work")


def overview_of(user: User) -> Overview:
    """Every standing department in the person's scope, in as many queries as for one."""
    visible = departments_of(user)
    departments = list(with_totals(visible.standing()).select_related("region"))
    plans = plans_by_department(visible)
    counting = {pk: plan_that_counts(found) for pk, found in plans.items()}
    distances = distances_of(user, counting.values())
    return Overview([_row(row, plans.get(row.pk, []), distances) for row in departments])


def plans_by_department(departments: DepartmentQuerySet) -> dict[int, list[MergePlan]]:
    """The plans of departments that are not withdrawn, oldest first."""
    plans = MergePlan.objects.filter(department__in=departments.values("pk"))
    found: dict[int, list[MergePlan]] = {}
    plans = plans.exclude(status__in=CLOSED).defer(*UNREAD).select_related("department")
    for plan in plans.order_by("pk"):
        found.setdefault(plan.department_id, []).append(plan)
    return found


def plan_that_counts(plans: Sequence[MergePlan]) -> MergePlan:
    """Of a department's plans the last executed, else the submitted, else the best draft; one that is
    outdated only for want of others.
    """
    executed = [plan for plan in plans if plan.status == PlanStatus.EXECUTED]
    submitted = [plan for plan in plans if plan.status == PlanStatus.SUBMITTED]
    current = [plan for plan in plans if not plan.is_outdated]
    return executed[-1] if executed else _best(submitted or current or plans)


def _row(
    department: Department, plans: Sequence[MergePlan], distances: Mapping[int, Distance]
) -> OverviewRow:
    """A department beside the plan that counts for it.

    Before is what stood when the first executed plan was made; without one it is today. An outdated
    plan proposes nothing for what stands today.
    """
    today = size_of(department)
    lonely: int = getattr(department, "one_person", 0)
    if not plans:
        return OverviewRow(department, today, today, False, None, lonely, None)
    plan = plan_that_counts(plans)
    distance = distances.get(plan.pk)
    if plan.status == PlanStatus.EXECUTED:
        first = next(one for one in plans if one.status == PlanStatus.EXECUTED)
        return OverviewRow(department, first.before, today, False, plan, lonely, distance)
    after = today if plan.is_outdated else plan.after
    return OverviewRow(department, today, after, True, plan, lonely, distance)


def _best(plans: Sequence[MergePlan]) -> MergePlan:
    """The plan with the highest score; of equals the newest."""
    return max(plans, key=lambda plan: (plan.score or 0.0, plan.pk))
