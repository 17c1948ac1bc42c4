"""Noting which plans (已过期) and study results (有变动) are about a structure that is gone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from departments.models import Department
from mergers.domain.snapshot import Snapshot, freeze_all
from mergers.models import OPEN_STATUSES, MergePlan, StudyLine

AT_ONCE = 50
"""Departments whose structure is in memory at a time."""


@transaction.atomic
def compare_structures(departments: Collection[int]) -> None:
    """Compare with the structure of today what the plans of these departments that may still go on,
    and all results of studies, were made of.
    """
    chosen = sorted(departments)
    for start in range(0, len(chosen), AT_ONCE):
        _compare(chosen[start : start + AT_ONCE])


def _compare(departments: Collection[int]) -> None:
    # Who stores a plan holds the department's row: no plan comes between the change and this.
    locked = Department.objects.select_for_update().filter(pk__in=departments).order_by("pk")
    held = {department.pk: department for department in locked}
    plans = _open_plans().filter(department__in=held)
    lines = _measured_lines().filter(department__in=held)
    fields = ("pk", "department_id", "outdated")
    known: list[tuple[QuerySet[Any], list[Any]]] = [
        (plans, list(plans.values_list(*fields, "baseline_hash"))),
        (lines, list(lines.values_list(*fields, "structure_hash"))),
    ]
    concerned = {department for _, rows in known for _, department, _, _ in rows}
    now = freeze_all([held[pk] for pk in sorted(concerned)])
    hashes = {pk: structure.hash for pk, structure in now.items()}
    unsure = [pk for pk, structure in now.items() if not structure.is_all_in_hash]
    baselines = dict(plans.filter(department__in=unsure).values_list("pk", "baseline"))
    for found, rows in known:
        gone = {pk for pk, department, _, made_of in rows if made_of != hashes[department]}
        if found is plans:
            gone |= {
                pk
                for pk, department, _, _ in rows
                if pk in baselines and Snapshot.from_json(baselines[pk]) != now[department]
            }
        for state in (True, False):
            turned = [
                pk for pk, _, outdated, _ in rows if (pk in gone) is state and outdated is not state
            ]
            found.filter(pk__in=turned).update(outdated=state)


def compare_unknown() -> None:
    """The same for what was not compared yet; nothing to do where there is none."""
    unknown = {
        pk
        for found in (_open_plans(), _measured_lines())
        for pk in found.filter(outdated=None)
        .order_by()
        .values_list("department_id", flat=True)
        .distinct()[:AT_ONCE]
    }
    compare_structures(unknown)


def _open_plans() -> QuerySet[MergePlan]:
    return MergePlan.objects.filter(status__in=OPEN_STATUSES)


def _measured_lines() -> QuerySet[StudyLine]:
    return StudyLine.objects.exclude(structure_hash="")
