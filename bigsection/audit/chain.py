"""The hash chain over the audit trail: how a link is computed, and how events are sealed in it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Max

from bigsection.audit.models import AuditEvent, AuditEventQuerySet, AuditSeal

BATCH = 500
"""So many events are sealed in one transaction: writers wait for it on SQLite."""
RECENT = 10_000
"""So far behind the newest sealed event one may become visible that was begun earlier."""
LOCK = 7_205_759
"""The number of the advisory lock under which one worker seals (PostgreSQL)."""
FIELDS = (
    *("actor_id", "verb", "subject_type", "subject_id", "subject_label"),
    *("region_code", "department_id", "reason", "changes"),
)


def sealed_text(event: AuditEvent, number: int, sealed_at: datetime, previous: str) -> str:
    """What a link is computed over: a JSON object with sorted keys and without spaces, times in UTC
    to the microsecond, ``previous`` being the hash of the link before (docs/audit-trail.md).
    """
    content = {name: getattr(event, name) for name in FIELDS} | {
        "number": number,
        "event": event.pk,
        "at": _moment(event.at),
        "sealed_at": _moment(sealed_at),
        "previous": previous,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def head() -> AuditSeal | None:
    """The last link, which stands for all before it; None while nothing is sealed."""
    return AuditSeal.objects.select_related("event").order_by("-number").first()


def unsealed(*, whole: bool) -> AuditEventQuerySet:
    """Events without a link, in the order in which they were begun: of the whole trail, or (which
    costs the same however long it is) of its end.
    """
    newest = None if whole else AuditSeal.objects.aggregate(newest=Max("event_id"))["newest"]
    events = AuditEvent.objects.filter(seal=None).order_by("pk")
    return events if newest is None else events.filter(pk__gt=newest - RECENT)


def seal(*, at: datetime, whole: bool = True) -> int:
    """Give every event that is committed and has no link yet the next one; how many there were.

    The place in the chain is given here, not when an event is recorded: one that becomes visible
    later than others with a higher key is sealed after them, and none is passed over. Safe to run
    on several machines at once: one of them seals.
    """
    total = 0
    while unsealed(whole=whole).exists() and (sealed := _seal_some(at, whole)):
        total += sealed
    return total


@transaction.atomic
def _seal_some(at: datetime, whole: bool) -> int:
    if not _alone():
        return 0
    last = head()
    number, previous = (last.number, last.hash) if last else (0, "")
    links = []
    for event in unsealed(whole=whole)[:BATCH]:
        number += 1
        link = hash_of(sealed_text(event, number, at, previous))
        links.append(
            AuditSeal(number=number, event=event, sealed_at=at, previous=previous, hash=link)
        )
        previous = link
    AuditSeal.objects.bulk_create(links)
    return len(links)


def _alone() -> bool:
    """Whether nobody else seals; on SQLite there is one writer at a time anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
