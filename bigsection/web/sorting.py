"""Rows of a table in the order that a column's header asks for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

Row = TypeVar("Row")


def sorted_rows(
    rows: Sequence[Row], sort: str, keys: Mapping[str, Callable[[Row], Any]]
) -> list[Row]:
    """The rows by a column of ``keys``, falling with a leading ``-``; unknown values come last.

    A name that is no column sorts nothing. The tag ``sort_header`` makes the links.
    """
    key = keys.get(sort.removeprefix("-"))
    if key is None:
        return list(rows)
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return [*sorted(known, key=key, reverse=sort.startswith("-")), *unknown]
