"""How the figures of plans are written on every page."""

from collections.abc import Iterable

from django import template

from bigsection.lazy import LazyModule
from departments.models import SectionKind

register = template.Library()
forms = LazyModule("mergers.forms")
planning = LazyModule("mergers.planning")
presenting = LazyModule("mergers.presenting")
KINDS = dict(SectionKind.choices)


@register.filter
def at_most(gap: float | None) -> str:
    """A gap in points, rounded up so that the promise holds."""
    return str(presenting.headline.at_most(gap))


@register.filter
def part_names(parts: Iterable[str]) -> str:
    """What parts are called, in one word or list: 职能相近、负荷均衡."""
    return str(planning.parts.part_names(parts))


@register.filter
def data_needed(parts: Iterable[str]) -> str:
    """What has to be imported before parts can be assessed: 职责、工作量."""
    return "、".join(planning.parts.NEEDED[part] for part in parts)


@register.filter
def kind_words(kind: str) -> str:
    """What a kind of section is called; empty where none is stated."""
    return str(KINDS.get(kind, ""))


@register.filter
def mode_words(mode: str) -> str:
    """What a way of merging means for posts, ranks and names; empty for an unknown one."""
    return next((choice.words for choice in forms.plans.MODES if choice.value == mode), "")


@register.filter
def mark_at(value: float) -> str:
    """Where the mark of a value stands on a bar 100 wide, itself 1.6 wide and never cut off."""
    return f"{min(max(value - 0.8, 0.0), 98.4):.1f}"
