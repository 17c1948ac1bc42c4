"""How the figures of region studies are written."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def points(value: float) -> str:
    """A difference of scores with one decimal; a small one is never shown as none: ``< 0.1``."""
    return "< 0.1" if 0 < value < 0.05 else f"{value:.1f}"


@register.simple_tag
def typed_or(typed: Mapping[str, str], end: str, key: int, stored: int) -> str:
    """What was typed into a field ``end-key`` of a form that came back, else what is stored."""
    return typed.get(f"{end}-{key}", str(stored))
