"""The audit trail as far as a person may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments.models import Department, Region, Role
from departments.models.region import code_prefix
from departments.scope import memberships_of, regions_of

READERS = (Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)
EARLIEST, LATEST = date(1970, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What of the trail to show."""

    q: str = ""
    person: str = ""
    group: str = ""
    department: int | None = None
    region: Region | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with where it happened: a department that has a page, in a region, or a region."""

    event: AuditEvent
    place: str = ""
    department: int | None = None
    region: str = ""


def readable(user: User) -> QuerySet[AuditEvent]:
    """The events of regions and departments that the person may audit, newest first; those of no
    place, as of an account that nobody has, are seen by all who audit a region.
    """
    if not any(each.role in READERS for each in memberships_of(user)):
        return AuditEvent.objects.none()
    # An expression has no index, so that databases walk through the newest and sort nothing.
    events = AuditEvent.objects.alias(region=Coalesce("region_code", Value("")))
    mine = Q(region__in=regions_of(user, READERS).values("code")) | Q(region="")
    return events.filter(mine).select_related("actor")


def events_of(user: User, wanted: TrailFilter) -> QuerySet[AuditEvent]:
    """What the person may read of what is wanted, newest first."""
    events = readable(user)
    for word in wanted.q.split()[:5]:
        events = events.filter(Q(subject_label__icontains=word) | Q(reason__icontains=word))
    if wanted.person:
        named = Q(full_name__icontains=wanted.person) | Q(username__icontains=wanted.person)
        events = events.filter(actor__in=User.objects.filter(named).values("pk"))
    if wanted.group:
        events = events.filter(verb__startswith=f"{wanted.group}.")
    if wanted.department is not None:
        events = events.filter(department_id=wanted.department)
    if wanted.region is not None:
        events = events.filter(Q(region__startswith=code_prefix(wanted.region.code)))
    if wanted.since:
        events = events.filter(at__gte=_start_of(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=_start_of(wanted.until) + timedelta(days=1))
    return events


def placed(events: Iterable[AuditEvent]) -> list[Placed]:
    """The events with the names of their departments and regions."""
    listed = list(events)
    keys = {event.department_id for event in listed if event.department_id}
    codes = {event.region_code for event in listed}
    departments = dict(Department.objects.filter(pk__in=keys).values_list("pk", "name"))
    regions = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))

    def place(event: AuditEvent) -> Placed:
        key = event.department_id if event.department_id in departments else None
        region = regions.get(event.region_code, event.region_code)
        return Placed(event, departments[key], key, region) if key else Placed(event, region)

    return [place(event) for event in listed]


def _start_of(day: date) -> datetime:
    """Local midnight of a day, of one that every database can hold."""
    held = min(max(day, EARLIEST), LATEST)
    return timezone.make_aware(datetime(held.year, held.month, held.day))
