"""Proves the hash chain over the audit trail from its first link to its last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F

from bigsection.audit.chain import hash_of, sealed_text, unsealed
from bigsection.audit.models import AuditEvent, AuditSeal

PATIENCE = timedelta(minutes=5)
"""A worker seals within a minute; what waits longer than this is told."""
CHUNK = 2_000
Line = Callable[[str, str], object]
"""Takes the hash of a link and the text that it is computed over."""


@dataclass
class Finding:
    """What the trail was found to be: whole up to ``last``, and the first ``fault`` if any."""

    last: AuditSeal | None = None
    fault: str = ""
    waiting: list[AuditEvent] = field(default_factory=list)
    late: int = 0

    @property
    def sealed(self) -> int:
        """How many links hold."""
        return self.last.number if self.last else 0


def verify(
    *, at: datetime, kept: tuple[int, str] | None = None, on_line: Line | None = None
) -> Finding:
    """Compute every link again; ``kept`` is a head (number, hash) that was exported before, which
    must still be in the chain. ``waiting`` are the events that should have been sealed by now,
    ``late`` how many were sealed long after the moment that they claim to be of.
    """
    found = Finding()
    links = AuditSeal.objects.select_related("event").order_by("number")
    for link in links.iterator(CHUNK):
        text = sealed_text(link.event, link.number, link.sealed_at, link.previous)
        found.fault = _fault(link, text, found.last)
        if found.fault:
            break
        found.last = link
        if on_line:
            on_line(link.hash, text)
    found.fault = found.fault or _cut_off(found.last) or _not_the_head(kept)
    found.waiting = list(unsealed(whole=True).filter(at__lt=at - PATIENCE))
    late = AuditSeal.objects.filter(sealed_at__gt=F("event__at") + PATIENCE)
    found.late = late.count()
    return found


def _fault(link: AuditSeal, text: str, before: AuditSeal | None) -> str:
    """What is wrong with a link that follows ``before``; empty when it holds."""
    expected = before.number + 1 if before else 1
    if link.number != expected:
        return _gap(expected)
    where = f"link {link.number} (event {link.event_id})"
    if link.previous != (before.hash if before else ""):
        return f"{where} does not follow the link before it: links were exchanged or replaced"
    if link.hash != hash_of(text):
        return f"{where} does not match its event: the event was changed after it was sealed"
    return ""


def _gap(number: int) -> str:
    """What is missing where link ``number`` should be."""
    link = AuditSeal.objects.filter(number=number).first()
    if link is None:
        return f"link {number} is missing"
    return f"the event {link.event_id} of link {number} is missing: it was deleted"


def _cut_off(last: AuditSeal | None) -> str:
    """The chain goes on without events after the last link that could be read with its event."""
    expected = last.number + 1 if last else 1
    return _gap(expected) if AuditSeal.objects.filter(number__gte=expected).exists() else ""


def _not_the_head(kept: tuple[int, str] | None) -> str:
    """What is wrong where a head that was kept is no longer part of the chain."""
    if kept is None or AuditSeal.objects.filter(number=kept[0], hash=kept[1]).exists():
        return ""
    return f"link {kept[0]} is not the one that was exported: the chain was cut off or made anew"
