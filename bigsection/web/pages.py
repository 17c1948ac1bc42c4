"""Pages of a long list whose rows cost more than their order."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


def rows_between(rows: QuerySet[Any], start: int, stop: int) -> list[Any]:
    """A part of a list: first the keys in their order, then all that the query says of these rows.

    A database that sorts whole rows computes every figure, and reads every large column on the way
    to a small one, of rows that no page shows.
    """
    keys = list(rows.values_list("pk", flat=True)[start:stop])
    found = {row.pk: row for row in rows.filter(pk__in=keys).order_by()}
    return [found[key] for key in keys if key in found]


class KeysFirst(Paginator[Any]):
    """Pages of a query, each read by its keys."""

    object_list: QuerySet[Any]

    def page(self, number: int | str) -> Page[Any]:
        """The rows of a page; EmptyPage where there is none."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = rows_between(self.object_list, start, start + self.per_page)
        return Page(rows, number, self)
