"""Audit events in templates."""

from django import template

from bigsection.audit import wording
from bigsection.audit.models import AuditEvent

register = template.Library()


@register.filter
def verb_words(event: AuditEvent) -> str:
    """What was done, in a word or two."""
    return wording.verb_words(event.verb)


@register.filter
def change_lines(event: AuditEvent) -> list[str]:
    """What changed, a line for each field."""
    return wording.change_lines(event.changes)
