"""How the figures of plans are written on every page."""

from collections.abc import Iterable

from django import template

from departments.models import SectionKind
from mergers.forms.plans import MODES
from mergers.planning.parts import NEEDED, part_names
from mergers.presenting.headline import at_most

register = template.Library()
register.filter("at_most", at_most)
register.filter("part_names", part_names)


@register.filter
def data_needed(parts: Iterable[str]) -> str:
    """What has to be imported before parts can be assessed: 职责、工作量."""
    return "、".join(NEEDED[part] for part in parts)


@register.filter
def kind_words(kind: str) -> str:
    """What a kind of section is called; empty where none is stated."""
    return str(SectionKind(kind).label) if kind in SectionKind.values else ""


@register.filter
def mode_words(mode: str) -> str:
    """What a way of merging means for posts, ranks and names; empty for an unknown one."""
    return next((choice.words for choice in MODES if choice.value == mode), "")


@register.filter
def mark_at(value: float) -> str:
    """Where the mark of a value stands on a bar 100 wide, itself 1.6 wide and never cut off."""
    return f"{min(max(value - 0.8, 0.0), 98.4):.1f}"
