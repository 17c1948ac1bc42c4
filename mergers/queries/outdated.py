"""Which plans of a list stand over a structure that is not there any more (已过期)."""

from collections.abc import Iterable

from mergers.domain.snapshot import freeze_all
from mergers.models import MergePlan, PlanStatus

OPEN = (PlanStatus.DRAFT, PlanStatus.RETURNED, PlanStatus.SUBMITTED)
"""Where a plan may still go on: what is carried out or given up cannot become outdated."""


def mark_outdated(plans: Iterable[MergePlan]) -> list[MergePlan]:
    """The plans, each with ``outdated`` set; in as many queries as for a single department."""
    listed = list(plans)
    going_on = [plan for plan in listed if plan.status in OPEN]
    if going_on:
        departments = {plan.department_id: plan.department for plan in going_on}
        now = freeze_all(list(departments.values()))
        hashes = {pk: structure.hash for pk, structure in now.items()}
        for plan in going_on:
            plan.outdated = plan.baseline_hash != hashes[plan.department_id]
    return listed
