"""Audit events in templates."""

from django import template
from django.utils.translation import gettext as _

from bigsection.audit import subjects, wording
from bigsection.audit.models import AuditEvent

register = template.Library()


@register.filter
def verb_words(event: AuditEvent) -> str:
    """What was done, in a word or two."""
    return wording.verb_words(event.verb)


@register.filter
def actor_words(event: AuditEvent) -> str:
    """Who did it; without an account it was the command line, or somebody who could not log in."""
    if event.actor:
        return str(event.actor)
    return _("未登录") if event.verb.startswith("account.fail") else _("命令行")


@register.filter
def subject_page(event: AuditEvent) -> str:
    """The address of what the event is about; empty for what has no page."""
    return subjects.page_of(event)


@register.filter
def change_lines(event: AuditEvent) -> list[str]:
    """What changed, a line for each field."""
    return wording.change_lines(event.changes)
