"""What every step of an execution works on: the plan, its arrangement, the rows, and who and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit.record import record
from departments.models import Department, Duty, LifecycleStatus, Region, Section, SectionGroup
from mergers.domain.arrangement import Arrangement, Place, PlannedSection, read
from mergers.domain.snapshot import snapshot_of
from mergers.models import MergePlan, PlanMode


@dataclass(frozen=True)
class ExecutionContext:
    """One execution. ``sections`` are the baseline's rows by key, ``people`` how many work in each, ``posts``
    how many leadership posts it has.

    ``targets`` is filled while big sections are set up: the section of the structure in which
    what comes to a big section lands.
    """

    plan: MergePlan
    arrangement: Arrangement
    sections: Mapping[int, Section]
    people: Mapping[int, int]
    posts: Mapping[int, int]
    by: User
    at: datetime
    targets: dict[int, Section] = field(default_factory=dict)

    @property
    def department(self) -> Department:
        """The department whose structure changes."""
        return self.plan.department

    @property
    def today(self) -> date:
        """The day of the execution where the department is."""
        return timezone.localtime(self.at).date()

    def own(self, big: PlannedSection) -> list[Section]:
        """The sections that are placed in a big section, in their order."""
        return [self.sections[pk] for pk in self.arrangement.members(big.pk)]

    def is_merged(self, big: PlannedSection) -> bool:
        """Whether its members end and a new section takes over."""
        return big.mode == PlanMode.MERGE and len(self.arrangement.members(big.pk)) > 1

    def ends(self, place: Place) -> bool:
        """Whether a section is gone afterwards: merged into a new one, or abolished."""
        big = self.arrangement.big(place.big)
        return place.abolished or (big is not None and self.is_merged(big))

    def home_of(self, section: int) -> Section:
        """Where whatever of a section has no place of its own is afterwards; often the section."""
        place = self.arrangement.place(section)
        if place is not None and place.home is not None and self.ends(place):
            return self.targets[place.home]
        return self.sections[section]

    def people_after(self) -> dict[int, int]:
        """How many people work in each section afterwards, by key; nobody is lost or won."""
        after: dict[int, int] = {}
        for pk, people in self.people.items():
            leaving = sum(e.people for e in self.arrangement.people_transfers if e.section == pk)
            home = self.home_of(pk).pk
            after[home] = after.get(home, 0) + people - leaving
        for people_transfer in self.arrangement.people_transfers:
            target = self.targets[people_transfer.big].pk
            after[target] = after.get(target, 0) + people_transfer.people
        return after

    def posts_for(self, people: int) -> int:
        """Leadership posts by the rule on which the plan was made."""
        rule = self.plan.problem["posts_rule"]
        fitting = (posts for upper, posts in rule if upper is None or people <= upper)
        return int(next(fitting, rule[-1][1]))

    def note(
        self,
        verb: str,
        subject: Section | SectionGroup | Duty,
        changes: dict[str, Any],
        department: Department | None = None,
    ) -> None:
        """Record one change of the live structure, with the plan as its reason."""
        record(
            verb,
            subject,
            by=self.by,
            at=self.at,
            of=department or self.department,
            reason=f"方案 {self.plan.pk}：{self.plan.title}",
            changes=changes,
        )


def hold_above(plan: MergePlan) -> list[int]:
    """Hold the regions and departments that a plan is about, until the end of the transaction; the
    keys of the receiving sections.

    The order is that of every writer, so that no two wait for each other: regions (whose row is the
    lock of imports), departments, plans (an import and an approval note which ones are outdated),
    sections.
    """
    receiving = dict(
        Section.objects.filter(duty_moves__plan=plan).values_list("pk", "department_id")
    )
    departments = {plan.department_id, *receiving.values()}
    regions = Department.objects.filter(pk__in=departments).values_list("region", flat=True)
    # Evaluated one after the other: a lock that is waited for shows what was committed meanwhile.
    list(Region.objects.select_for_update().filter(pk__in=set(regions)).order_by("pk"))
    list(Department.objects.select_for_update().filter(pk__in=departments).order_by("pk"))
    return list(receiving)


def hold(plan: MergePlan) -> None:
    """Keep everybody else from the structure that a plan is about, until the end of the
    transaction: call it before the structure is compared with the baseline, and ``hold_above``
    before the plan is locked. Receiving sections of other departments are held too.
    """
    receiving = hold_above(plan)  # again: the plan may have got others until it was locked
    inside = Q(department=plan.department_id, standing=LifecycleStatus.ACTIVE)
    wanted = {*Section.objects.filter(inside).values_list("pk", flat=True), *receiving}
    list(Section.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    plan.department = Department.objects.select_related("region").get(pk=plan.department_id)


def ground_of(plan: MergePlan, *, by: User, at: datetime) -> ExecutionContext:
    """Read what an execution needs; the structure is held already (``hold``)."""
    frozen = snapshot_of(plan).sections
    rows = Section.objects.filter(pk__in=[section.id for section in frozen])
    return ExecutionContext(
        plan=plan,
        arrangement=read(plan),
        sections={section.pk: section for section in rows},
        people={section.id: section.people for section in frozen},
        posts={section.id: section.posts for section in frozen},
        by=by,
        at=at,
    )


def names_of(sections: Iterable[Section]) -> list[str]:
    """The names, for the audit trail."""
    return [section.name for section in sections]
