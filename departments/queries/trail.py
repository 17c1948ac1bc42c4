"""The audit trail as far as a person may read it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments.models import Role
from departments.scope import departments_of, regions_of

READERS = (Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What of the trail to show."""

    q: str = ""
    group: str = ""
    since: date | None = None
    until: date | None = None


def events_of(user: User, wanted: TrailFilter) -> QuerySet[AuditEvent]:
    """The events of regions and departments that the person may audit, newest first; those of no
    place, as of an account that nobody has, are seen by all who audit a region.
    """
    regions = regions_of(user, READERS)
    mine = Q(region_code__in=regions.values("code"))
    mine |= Q(department_id__in=departments_of(user, READERS).values("pk"))
    if regions.exists():
        mine |= Q(region_code="", department_id=None)
    events = AuditEvent.objects.select_related("actor").filter(mine)
    for word in wanted.q.split()[:5]:
        events = events.filter(
            Q(subject_label__icontains=word)
            | Q(reason__icontains=word)
            | Q(actor__full_name__icontains=word)
        )
    if wanted.group:
        events = events.filter(verb__startswith=f"{wanted.group}.")
    if wanted.since:
        events = events.filter(at__date__gte=wanted.since)
    if wanted.until:
        events = events.filter(at__date__lte=wanted.until)
    return events
