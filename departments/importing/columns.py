"""The columns that a person may choose on the page 对应, by kind of table."""

from collections.abc import Iterable, Iterator

from departments.workbook import columns as known
from departments.workbook.columns import YEARS, Column, columns_of, label_of


def choosable() -> list[str]:
    """Every name that a column may be mapped to."""
    return list(_names(column for column in known.COLUMNS if column.tables))


def options_for(table: str, present: Iterable[str | None]) -> tuple[list[str], list[str]]:
    """The columns of a kind of table with those that a sheet has, and all other columns."""
    own = list(dict.fromkeys((*_names(columns_of(table)), *(name for name in present if name))))
    return own, [name for name in choosable() if name not in own]


def column_words(name: str) -> str:
    """What the page calls a column: a detail after the colon stands in brackets, a year before."""
    base, _colon, detail = name.partition(":")
    words = label_of(name) or base
    if base == "counts" and detail:
        return f"{YEARS.get(detail, detail + '年')}数量"
    return f"{words}（{detail.replace(':', ' ')}）" if detail else words


def _names(columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        yield column.name
        yield from (f"{column.name}:{detail}" for detail in column.details)
