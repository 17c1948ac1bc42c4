"""How figures, changes and moments are written on every page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone

register = template.Library()

NONE = "—"
THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@register.filter
def figure(value: float | str | None) -> str:
    """A figure with thin grouping and at most one decimal; a dash for one that nobody stated."""
    return NONE if value is None or value == "" else grouped(float(value))


@register.filter
def grouped(value: float) -> str:
    """12345 as ``12 345`` with thin spaces, 1234.56 as ``1 234.6``; a whole number stays whole."""
    number = round(float(value), 1)
    text = f"{int(number):,}" if number.is_integer() else f"{number:,.1f}"
    return text.replace(",", THIN).replace("-", MINUS)


@register.filter
def score(value: float | None) -> str:
    """A score of 0 to 100 with one decimal; a dash where nobody has scored."""
    return NONE if value is None else f"{float(value):.1f}"


@register.filter
def percent(share: float | None) -> str:
    """A share as per cent with at most one decimal: 0.243 as ``24.3 %``, 0.5 as ``50 %``."""
    if share is None:
        return NONE
    return f"{grouped(float(share) * 100)}{THIN}%"


@register.filter
def signed(value: float | None) -> str:
    """A change with its sign: ``+3``, ``−6``, ``0``."""
    if value is None:
        return NONE
    text = grouped(value)
    return f"+{text}" if round(float(value), 1) > 0 else text


@register.filter
def change_to(before: float | None, after: float | None) -> str:
    """The change between two figures, also in per cent of the first: ``−6, −24 %``."""
    if before is None or after is None:
        return NONE
    change = float(after) - float(before)
    if not before:
        return signed(change)
    return f"{signed(change)}, {signed(change / float(before) * 100)}{THIN}%"


@register.filter
def minus(value: float | None, other: float | None) -> float | None:
    """The difference as the eye takes it from two scores shown with one decimal: 87.5 − 49.2 is
    38.3, whatever the hidden decimals say; None where one of the two is not known.
    """
    if value is None or other is None:
        return None
    return round(round(value, 1) - round(other, 1), 1)


@register.filter
def moment(at: datetime | None) -> str:
    """A moment in local time to the minute: ``2026-11-22 14:05``; a dash for none."""
    return NONE if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a mapping under a key that is itself a variable; None when it is absent."""
    return mapping.get(key)


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int]:
    """The page numbers to offer; 0 stands for a gap."""
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        yield number if isinstance(number, int) else 0


@register.filter
def positive(value: float) -> str:
    """A figure without its sign, for words such as 超 3."""
    return grouped(abs(value))
