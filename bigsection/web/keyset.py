"""Pages of a long list found by the row they follow: each costs the same, however far back it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from bigsection.web.pages import rows_between

Row = TypeVar("Row", bound=Model)
FIRST, LAST, AFTER, BEFORE = "", "last", "after", "before"


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[Row]):
    """Rows of a list, and whether there are others before and after them; it has no number, and
    nobody counted the list. ``_keyset_pager.html`` shows its links.
    """

    object_list: list[Row]
    has_previous: bool
    has_next: bool
    sorted_by: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    @property
    def previous(self) -> str:
        """What ``?page=`` asks for the page before this."""
        return f"{BEFORE}-{self.object_list[0].pk}"

    @property
    def next(self) -> str:
        """What ``?page=`` asks for the page after this."""
        return f"{AFTER}-{self.object_list[-1].pk}"

    @property
    def times(self) -> list[datetime]:
        """From when to when, of a list sorted by a moment that has rows; else empty."""
        ends = (*self.object_list[:1], *self.object_list[-1:])
        found = [getattr(row, self.sorted_by) for row in ends]
        return [at for at in found if isinstance(at, datetime)]


def keyset_page(
    rows: QuerySet[Row], asked: str | None, size: int, *, keys_first: bool = False
) -> KeysetPage[Row]:
    """The page of ``rows`` that ``?page=`` asks for: ``after-KEY`` or ``before-KEY`` of a row, or
    ``last``; anything else, a row that is gone and a place without rows give the first.

    ``rows`` are sorted by fields of their own that are never NULL, the last of them unique (an index
    over them makes every page equally cheap). Where they are sorted after all, with large columns or
    rows of other tables beside them, ``keys_first`` sorts their keys alone. See https://use-the-index-luke.com/no-offset.
    """
    order = list(map(str, rows.query.order_by or rows.model._meta.ordering or ["pk"]))
    way, _, key = (asked or "").partition("-")
    border = _border(rows.model, key, order) if way in (AFTER, BEFORE) else None
    backwards = way == LAST or (way == BEFORE and border is not None)
    wanted = rows if border is None else rows.filter(_beyond(order, border, backwards=backwards))
    listed = wanted.reverse() if backwards else wanted
    found = rows_between(listed, 0, size + 1) if keys_first else list(listed[: size + 1])
    more = len(found) > size
    if border is not None and (not found or (backwards and not more)):
        return keyset_page(rows, FIRST, size, keys_first=keys_first)  # which is always a full one
    shown = found[:size][::-1] if backwards else found[:size]
    beside = border is not None
    before, after = (more, beside) if backwards else (beside, more)
    return KeysetPage(shown, before, after, order[0].removeprefix("-"))


def _border(model: type[Model], key: str, order: list[str]) -> dict[str, Any] | None:
    """What the row with the key is sorted by."""
    names = [name.removeprefix("-") for name in order]
    try:
        return model._base_manager.filter(pk=model._meta.pk.to_python(key)).values(*names).first()
    except ValidationError:
        return None


def _beyond(order: list[str], border: dict[str, Any], *, backwards: bool) -> Q:
    """What comes after the border in the order, or before it. Each field is bounded on its own too,
    for an index leads to that, not to alternatives.
    """
    field = order[0].removeprefix("-")
    way = "lt" if order[0].startswith("-") != backwards else "gt"
    beyond = Q(**{f"{field}__{way}": border[field]})
    if len(order) == 1:
        return beyond
    inner = _beyond(order[1:], border, backwards=backwards)
    return Q(**{f"{field}__{way}e": border[field]}) & (beyond | inner)
