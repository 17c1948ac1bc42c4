"""Explanations where things stand: a term with its tip, and what a page is for."""

from typing import Any

from django import template

from bigsection.web.glossary import TERMS
from bigsection.web.purposes import PURPOSES

register = template.Library()


@register.inclusion_tag("components/_term.html", takes_context=True)
def term(context: template.Context, key: str, text: str = "") -> dict[str, Any]:
    """A term of the glossary, or ``text`` in its place, that explains itself when it is pressed.

    It needs no script: the explanation is a popover, and stands once on a page.
    """
    return _told(context, key) | {"text": text or TERMS[key].name}


@register.inclusion_tag("components/_term.html", takes_context=True)
def tip(context: template.Context, key: str) -> dict[str, Any]:
    """A small mark behind a word, with the same explanation."""
    return _told(context, key)


@register.simple_tag
def term_text(key: str) -> str:
    """What a term means, as a sentence."""
    return TERMS[key].text


@register.simple_tag(takes_context=True)
def purpose(context: template.Context) -> str:
    """What the page is for, in one line."""
    match = getattr(getattr(context, "request", None), "resolver_match", None)
    return PURPOSES.get(match.url_name or "", "") if match else ""


def _told(context: template.Context, key: str) -> dict[str, Any]:
    """The term, and whether this is its first place on the page."""
    request = getattr(context, "request", None)
    told: set[str] = request.__dict__.setdefault("_terms_told", set()) if request else set()
    first = key not in told
    told.add(key)
    return {"term": TERMS[key], "first": first}
