"""What the pages of plans read from the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments.models import Department, Region, Section
from departments.models.region import code_prefix
from mergers.models import Decision, MergePlan, PlanStatus, Verdict
from mergers.scope import plans_of

LARGE = ("baseline", "problem", "outcome", "certificate")
"""Columns of a plan that lists do not need."""


def sections_of(department: Department) -> list[Section]:
    """The sections that a plan of the department would place, in their usual order."""
    return list(department.sections.standing())


def plans_for_list(
    user: User,
    *,
    region: Region | None = None,
    department: int | None = None,
    status: str = "",
) -> QuerySet[MergePlan]:
    """The plans a person may see, newest first, narrowed to a region with all below it, a department
    and a status.
    """
    plans = plans_of(user).defer(*LARGE)
    if region is not None:
        plans = plans.filter(department__region__code__startswith=code_prefix(region.code))
    if department is not None:
        plans = plans.filter(department=department)
    return plans.filter(status=status) if status else plans


def with_big_sections(plan: MergePlan) -> MergePlan:
    """The plan with its big sections, their members and its decisions read, for the API."""
    prefetch_related_objects([plan], "big_sections__placements", "decisions__by")
    for big in plan.big_sections.all():
        for placement in big.placements.all():
            placement.plan = plan  # names come from its snapshot
    return plan


def siblings_of(plan: MergePlan) -> list[MergePlan]:
    """The plans of the same department that were proposed in the same moment, best first."""
    return list(
        MergePlan.objects.filter(department=plan.department_id, created_at=plan.created_at)
        .defer(*LARGE)
        .order_by("-score", "pk")
    )


def last_word(plan: MergePlan) -> Decision | None:
    """Why a returned plan came back, or what was said when a plan that waits was submitted, and by
    whom; None while it is anything else.
    """
    verdicts = {PlanStatus.RETURNED: Verdict.RETURN, PlanStatus.SUBMITTED: Verdict.SUBMIT}
    verdict = verdicts.get(PlanStatus(plan.status))
    if verdict is None:
        return None
    said = plan.decisions.filter(verdict=verdict).select_related("by")
    return said.order_by("-at", "-pk").first()


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """What was said to a plan, oldest first, and everything that was done to it, newest first."""

    decisions: Sequence[Decision]
    events: Sequence[AuditEvent]


def record_of(plan: MergePlan) -> PlanRecord:
    """Who has signed the plan and when, and its lines of the audit trail."""
    return PlanRecord(
        list(plan.decisions.select_related("by")),
        list(AuditEvent.objects.of(plan).select_related("actor")),
    )
