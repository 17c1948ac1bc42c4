"""The overview of regions: every department with its sections before and after, and its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from bigsection.accounts.models import User
from departments.models import Department, Region
from departments.models.department import DepartmentQuerySet
from departments.models.region import code_prefix
from departments.queries.figures import sizes_of, with_people_at_work
from departments.scope import departments_of
from departments.structure_size import NOTHING, StructureSize
from mergers.models import MergePlan, PlanStatus
from mergers.queries.distances import Distance, distances_of


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One department, with its structure before and after.

    ``plan`` is the executed plan, else the submitted, else the best draft; ``planned`` says that
    ``after`` is still a proposal. ``distance`` is what the plan lacks to the best over all numbers
    of sections, where a study of the region tells and it was asked for (``with_distances``).
    """

    department: Department
    before: StructureSize
    after: StructureSize
    planned: bool
    plan: MergePlan | None
    one_person: int
    distance: Distance | None = None

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
BY_DISTANCE = ("lacking",)
"""The columns for which all rows need their distances."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All rows, and the figures above them."""

    rows: Sequence[OverviewRow]

    def region(self, code: str) -> Region | None:
        """The region of this code that has departments here; None for any other."""
        regions = (row.department.region for row in self.rows)
        return next((region for region in regions if region.code == code), None)

    def under(self, code: str) -> Overview:
        """The departments of a region and of all below it."""
        below = code_prefix(code)
        return Overview([row for row in self.rows if row.department.region.code.startswith(below)])

    def by_region(self) -> list[RegionPart]:
        """The parts that the rows fall into: the topmost regions, each with all below it; of a
        single one its own departments and the regions beneath. Empty where there is but one part.
        """
        known: dict[str, list[OverviewRow]] = {}
        for row in self.rows:
            known.setdefault(row.department.region.code, []).append(row)
        tops = _topmost(known)
        own = tops if len(tops) == 1 else []
        parts = [
            RegionPart(known[code][0].department.region, Overview(known[code])) for code in own
        ]
        for code in _topmost(known.keys() - set(own)):
            parts.append(RegionPart(known[code][0].department.region, self.under(code), below=True))
        return parts if len(parts) > 1 else []

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
        """The departments whose plan waits for a decision, the longest waiting first."""
        found = [row for row in self.rows if row.plan and row.plan.status == PlanStatus.SUBMITTED]
        return sorted(found, key=lambda row: str(row.plan and row.plan.submitted_at))

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


@dataclass(frozen=True, slots=True)
class RegionPart:
    """A region in the overview of several; ``below`` says that those beneath it are counted in."""

    region: Region
    overview: Overview
    below: bool = False


def _topmost(codes: Iterable[str]) -> list[str]:
    """The regions that lie in no other of them."""
    found: list[str] = []
    for code in sorted(codes, key=lambda one: (len(code_prefix(one)), one)):
        if not any(code.startswith(code_prefix(above)) for above in found):
            found.append(code)
    return found


def overview_of(user: User) -> Overview:
    """Every standing department in the person's scope, in as many queries as for one."""
    visible = departments_of(user).standing()
    departments = list(with_people_at_work(visible))
    sizes = sizes_of(visible)
    regions = Region.objects.in_bulk({one.region_id for one in departments})
    for one in departments:
        one.region = regions[one.region_id]
    counting = {plan.department_id: plan for plan in counting_plans(visible).only(*READ)}
    done = [pk for pk, plan in counting.items() if plan.status == PlanStatus.EXECUTED]
    executed = MergePlan.objects.filter(status=PlanStatus.EXECUTED, department__in=done)
    before = executed.order_by("-pk").values_list("department", "sections_before", "units_before")
    first = {pk: StructureSize(*size) for pk, *size in before}  # the oldest stays
    return Overview(
        [
            _row(one, *sizes.get(one.pk, (NOTHING, 0)), counting.get(one.pk), first.get(one.pk))
            for one in departments
        ]
    )


def with_distances(user: User, rows: Sequence[OverviewRow]) -> list[OverviewRow]:
    """The rows with their distances, in as many queries as for one."""
    distances = distances_of(user, [row.plan for row in rows if row.plan])
    return [replace(row, distance=distances.get(row.plan.pk) if row.plan else None) for row in rows]


READ = (
    *("department", "title", "mode", "status", "submitted_at", "baseline_hash", "outdated"),
    *("score", "today_score", "objective", "bound", "proven", "not_assessed"),
    *("sections_before", "units_before", "sections_after", "standing_after"),
)
"""What the overview shows of a plan."""


def counting_plans(departments: DepartmentQuerySet) -> QuerySet[MergePlan]:
    """Of the plans of each department the one that counts: the last executed, else the submitted,
    else the best draft, the newest of equals; one that is outdated only for want of others.
    """
    rank = Case(
        When(status=PlanStatus.EXECUTED, then=0),
        When(status=PlanStatus.SUBMITTED, then=1),
        When(outdated=True, then=3),
        default=2,
    )
    best = Case(When(status=PlanStatus.EXECUTED, then=0.0), default=Coalesce("score", Value(0.0)))
    order = [rank.asc(), best.desc(), F("pk").desc()]
    plans = MergePlan.objects.filter(department__in=departments.values("pk"))
    plans = plans.exclude(status=PlanStatus.WITHDRAWN).order_by()
    place = Window(RowNumber(), partition_by="department", order_by=order)
    ranked = plans.annotate(place=place).filter(place=1).values("pk")
    return MergePlan.objects.filter(pk__in=ranked).order_by()


def _row(
    department: Department,
    today: StructureSize,
    lonely: int,
    plan: MergePlan | None,
    first: StructureSize | None,
) -> OverviewRow:
    """A department of so many sections beside the plan that counts for it.

    Before is what stood when the ``first`` executed plan was made; without one it is today. An
    outdated plan proposes nothing for what stands today.
    """
    if plan is None:
        return OverviewRow(department, today, today, False, None, lonely)
    if first is not None:
        return OverviewRow(department, first, today, False, plan, lonely)
    after = today if plan.is_outdated else plan.after
    return OverviewRow(department, today, after, True, plan, lonely)
