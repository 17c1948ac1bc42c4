"""A table of columns with more lines, for as long as a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from departments.workbook import columns, links, wordings
from departments.workbook.columns import COLUMNS, Column


@contextmanager
def more_columns(*added: Column) -> Iterator[None]:
    """Add lines to the table, and let nothing be left of what was worked out from another."""
    try:
        with patch.object(columns, "COLUMNS", (*COLUMNS, *added)):
            _forget()
            yield
    finally:
        _forget()


def _forget() -> None:
    for module in (columns, wordings, links):
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()
