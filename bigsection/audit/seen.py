"""A decision is bound to the version that was seen: one check for every decision."""

import hashlib
import json
from collections.abc import Callable, Iterable

from bigsection.audit.models import AuditEvent
from bigsection.audit.wording import verb_words
from bigsection.errors import ChangedSince
from bigsection.web.templatetags.figures import moment

TOLD = 8
"""So many changes are told one by one; the rest is counted."""


def check_seen(seen: str | None, now: str, changed: Callable[[], ChangedSince]) -> None:
    """Refuse a decision on another version than the one that is there ``now``.

    Called in the transaction of the decision: after lock, permission and workflow, before anything
    is written. ``seen`` is what the page, or the If-Match of the API, names; "" names none and is
    refused too. None is for callers that act on what they hold themselves.
    """
    if seen is not None and seen != now:
        raise changed()


def fingerprint(*values: object) -> str:
    """A short text that stands for the values of one version: equal for equal values only."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def told(events: Iterable[AuditEvent]) -> list[str]:
    """Events, given newest first, as lines of who did what and when, oldest first."""
    lines = []
    for event in events:
        words = f"{moment(event.at)} {event.actor or '命令行'} {verb_words(event.verb)}"
        lines.append(f"{words}：{event.reason}" if event.reason else words)
    shown = lines[:TOLD][::-1]
    return [f"更早还有 {len(lines) - TOLD} 项", *shown] if len(lines) > TOLD else shown
