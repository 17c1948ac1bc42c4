"""Noting which departments were changed, so that their data are checked anew."""

from bigsection.audit.models import AuditEvent
from departments.models import Department, HealthMark

UNRELATED = (
    *("account.", "audit.", "calibration.", "columns.", "health.", "link.", "phrases."),
    *("plan.", "study."),  # a plan that is carried out records what it does to sections and duties
    "import.apply",  # has an event of its own for every department that it touched
    *("import.abandon", "import.marked", "department.export", "duty.rule", "duty.unrule"),
)
"""How the verbs begin that change nothing which a data check reads; any other may."""


def mark_changed(event: AuditEvent) -> None:
    """Mark the department of an event, or all of the region that it is about.

    Called within the transaction of every change, for none is written without its event.
    """
    if event.verb.startswith(UNRELATED):
        return
    if event.department_id is not None:
        changed = [event.department_id]
    else:
        inside = Department.objects.standing().filter(region__code=event.region_code)
        changed = list(inside.values_list("pk", flat=True))
    HealthMark.objects.bulk_create(HealthMark(department_id=pk, at=event.at) for pk in changed)
