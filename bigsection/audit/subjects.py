"""What an event is about, as a place to go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from bigsection.audit.models import AuditEvent  # no model is there yet when applications speak

PAGES: dict[str, str] = {}
"""By the type of a thing the name of its page, which takes its key; applications fill it in."""


def page_of(event: AuditEvent) -> str:
    """The address of what the event is about; empty for what has no page."""
    name = PAGES.get(event.subject_type)
    return reverse(name, args=[event.subject_id]) if name and event.subject_id else ""
