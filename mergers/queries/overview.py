"""The overview of regions: every department with its sections before and after, and its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, F, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from bigsection.accounts.models import User
from departments.models import Department, Region
from departments.models.department import DepartmentQuerySet
from departments.models.region import code_prefix
from departments.queries.figures import sizes_of, with_people_at_work
from departments.scope import departments_of
from departments.structure_size import NOTHING, StructureSize, total_of
from mergers.models import MergePlan, PlanStatus
from mergers.queries.distances import Distance, distances_of


class CountingPlan:
    """What is shown of a plan, as it was read: of most plans there are only the figures that are
    added up and sorted by, and making a model object takes longer than reading it.
    """

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values
        known = dict(zip(READ, values, strict=True))
        self.status: str = known["status"]
        self.score: float | None = known["score"]
        self.submitted_at: datetime | None = known["submitted_at"]
        self.outdated = bool(known["outdated"])
        self.after = StructureSize(known["standing_after"], known["sections_after"])

    @cached_property
    def plan(self) -> MergePlan:
        """The plan, without what the overview does not show."""
        return MergePlan.from_db(DEFAULT_DB_ALIAS, READ, self._values)


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One department, with its structure before and after.

    ``counting`` is the executed plan, else the submitted, else the best draft; ``planned`` says that
    ``after`` is still a proposal. ``distance`` is what the plan lacks to the best over all numbers
    of sections, where a study of the region tells and it was asked for (``with_distances``).
    """

    department: Department
    region: Region
    before: StructureSize
    after: StructureSize
    planned: bool
    counting: CountingPlan | None
    one_person: int
    distance: Distance | None = None

    @property
    def plan(self) -> MergePlan | None:
        """The plan that counts."""
        return self.counting.plan if self.counting else None

    @property
    def status(self) -> PlanStatus | None:
        """Where that plan stands."""
        return PlanStatus(self.counting.status) if self.counting else None

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
    "plan": lambda row: list(PlanStatus).index(row.status) if row.status else None,
    "score": lambda row: row.counting.score if row.counting else None,
    "lacking": lambda row: row.lacking,
}
"""What each column of the overview's table is sorted by."""
BY_DISTANCE = ("lacking",)
"""The columns for which all rows need their distances."""


@dataclass(frozen=True)
class Overview:
    """All rows, and the figures above them, each added up once."""

    rows: Sequence[OverviewRow]

    @cached_property
    def _by_code(self) -> dict[str, list[OverviewRow]]:
        """The rows by the code of their region."""
        found: dict[str, list[OverviewRow]] = {}
        for row in self.rows:
            found.setdefault(row.region.code, []).append(row)
        return found

    def region(self, code: str) -> Region | None:
        """The region of this code that has departments here; None for any other."""
        rows = self._by_code.get(code)
        return rows[0].region if rows else None

    def under(self, code: str) -> Overview:
        """The departments of a region and of all below it."""
        below = code_prefix(code)
        inside = (rows for one, rows in self._by_code.items() if one.startswith(below))
        return Overview([row for rows in inside for row in rows])

    def by_region(self) -> list[RegionPart]:
        """The parts that the rows fall into: the topmost regions, each with all below it; of a
        single one its own departments and the regions beneath. Empty where there is but one part.
        """
        known = self._by_code
        tops = _topmost(known)
        own = tops if len(tops) == 1 else []
        parts = [RegionPart(known[code][0].region, Overview(known[code])) for code in own]
        for code in _topmost(known.keys() - set(own)):
            parts.append(RegionPart(known[code][0].region, self.under(code), below=True))
        return parts if len(parts) > 1 else []

    @cached_property
    def before(self) -> StructureSize:
        """The structure before any reform."""
        return total_of(row.before for row in self.rows)

    @cached_property
    def done(self) -> StructureSize:
        """The structure of today, with only the executed plans counted."""
        return total_of(row.before if row.planned else row.after for row in self.rows)

    @cached_property
    def planned(self) -> StructureSize:
        """The structure once every plan at hand is carried out."""
        return total_of(row.after for row in self.rows)

    @cached_property
    def one_person(self) -> int:
        """One-person sections that are left today."""
        return sum(row.one_person for row in self.rows)

    @cached_property
    def waiting(self) -> list[OverviewRow]:
        """The departments whose plan waits for a decision, the longest waiting first."""
        found = self._with_plan(PlanStatus.SUBMITTED)
        return sorted(found, key=lambda row: str(row.counting and row.counting.submitted_at))

    @cached_property
    def executed(self) -> list[OverviewRow]:
        """The departments whose plan has been carried out."""
        return self._with_plan(PlanStatus.EXECUTED)

    def _with_plan(self, status: PlanStatus) -> list[OverviewRow]:
        return [row for row in self.rows if row.counting and row.counting.status == status]

    def total(self, field: str) -> int | None:
        """The sum of a figure over the departments that state it; None where none does."""
        stated = [getattr(row.department, field) for row in self.rows]
        known = [value for value in stated if value is not None]
        return sum(known) if known else None

    @cached_property
    def quota(self) -> int | None:
        """Authorised headcount of all departments that state one."""
        return self.total("quota")

    @cached_property
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
    plans = counting_plans(visible).values_list("department", *READ)
    counting = {pk: CountingPlan(values) for pk, *values in plans}
    done = [pk for pk, plan in counting.items() if plan.status == PlanStatus.EXECUTED]
    executed = MergePlan.objects.filter(status=PlanStatus.EXECUTED, department__in=done)
    before = executed.order_by("-pk").values_list("department", "sections_before", "units_before")
    first = {pk: StructureSize(*size) for pk, *size in before}  # the oldest stays
    return Overview(
        [
            _row(
                (one, regions[one.region_id]),
                *sizes.get(one.pk, (NOTHING, 0)),
                counting.get(one.pk),
                first.get(one.pk),
            )
            for one in departments
        ]
    )


def with_distances(user: User, rows: Sequence[OverviewRow]) -> list[OverviewRow]:
    """The rows with their distances, in as many queries as for one."""
    distances = distances_of(user, [row.plan for row in rows if row.plan])
    return [replace(row, distance=distances.get(row.plan.pk) if row.plan else None) for row in rows]


SHOWN = (
    *("id", "department", "title", "mode", "status", "submitted_at", "baseline_hash", "outdated"),
    *("score", "today_score", "objective", "bound", "proven", "not_assessed"),
    *("sections_before", "units_before", "sections_after", "standing_after"),
)
READ = [field.attname for field in MergePlan._meta.concrete_fields if field.name in SHOWN]
"""What the overview shows of a plan, in the order that a model object is made of."""


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
    place: tuple[Department, Region],
    today: StructureSize,
    lonely: int,
    plan: CountingPlan | None,
    first: StructureSize | None,
) -> OverviewRow:
    """A department of so many sections beside the plan that counts for it.

    Before is what stood when the ``first`` executed plan was made; without one it is today. An
    outdated plan proposes nothing for what stands today.
    """
    if plan is None:
        return OverviewRow(*place, today, today, False, None, lonely)
    if first is not None:
        return OverviewRow(*place, first, today, False, plan, lonely)
    after = today if plan.outdated else plan.after
    return OverviewRow(*place, today, after, True, plan, lonely)
