"""Noting which plans stand over a structure that is not there any more (已过期)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from departments.models import Department
from mergers.domain.snapshot import freeze_all
from mergers.models import OPEN_STATUSES, MergePlan

AT_ONCE = 50
"""Departments whose structure is in memory at a time."""


@transaction.atomic
def compare_plans(departments: Collection[int]) -> None:
    """Compare the plans of these departments that may still go on with the structure of today."""
    chosen = sorted(departments)
    for start in range(0, len(chosen), AT_ONCE):
        _compare(chosen[start : start + AT_ONCE])


def _compare(departments: Collection[int]) -> None:
    # Who stores a plan holds the department's row: no plan comes between the change and this.
    locked = Department.objects.select_for_update().filter(pk__in=departments).order_by("pk")
    held = {department.pk: department for department in locked}
    plans = MergePlan.objects.filter(department__in=held, status__in=OPEN_STATUSES)
    known = list(plans.values_list("pk", "department_id", "baseline_hash", "outdated"))
    now = freeze_all([held[pk] for pk in {department for _, department, _, _ in known}])
    hashes = {pk: structure.hash for pk, structure in now.items()}
    for state in (True, False):
        turned = [
            pk
            for pk, department, baseline, outdated in known
            if (baseline != hashes[department]) is state and outdated is not state
        ]
        MergePlan.objects.filter(pk__in=turned).update(outdated=state)


def compare_unknown() -> None:
    """The same for plans from before this was noted; nothing to do where there are none."""
    unknown = MergePlan.objects.filter(outdated=None, status__in=OPEN_STATUSES)
    departments = unknown.order_by().values_list("department_id", flat=True).distinct()[:AT_ONCE]
    compare_plans(list(departments))
