"""What a single cell may hold, and how it is shown as text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from typing import TypeVar

Cell = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta
T = TypeVar("T")

# full-width letters and digits to half-width; punctuation stays as the clerk wrote it
HALF_WIDTH = {
    **{0xFF10 + i: 0x30 + i for i in range(10)},
    **{0xFF21 + i: 0x41 + i for i in range(26)},
    **{0xFF41 + i: 0x61 + i for i in range(26)},
}
# signs without width that come along when text is copied from web pages
INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
_TIDY = {**HALF_WIDTH, **INVISIBLE}
_FORMULA_STARTS = frozenset("=+-@")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOTHING = frozenset(
    ("", "-", "--", "—", "——", "–", "－", "/", "／", "\\", "无", "空", "／／", "//")
)


def shown(cell: Cell) -> str:
    """Return a cell as a clerk sees it: whole numbers without .0, dates in ISO form."""
    if isinstance(cell, str):
        text = _CONTROL.sub("", cell).strip()
        # our own exports put an apostrophe before text that Excel could run as a formula
        return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA_STARTS else text
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e21:
            # beyond 2**53 the shortest decimal is what Excel shows, not the float's exact value
            return str(int(cell)) if abs(cell) < 2**53 else format(Decimal(repr(cell)), "f")
        return repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    return str(cell)


def squeezed(cell: Cell) -> str:
    """Return the text without any white space and with half-width letters and digits."""
    text = cell if isinstance(cell, str) else shown(cell)
    return "".join(text.split()).translate(_TIDY)


def spaced(cell: Cell) -> str:
    """Return the text with every run of white space as one blank."""
    return " ".join(shown(cell).translate(INVISIBLE).split())


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but white space."""
    if not isinstance(cell, str):
        return False
    return not cell or (not cell[0].isalnum() and not cell.translate(INVISIBLE).strip())


def is_number(cell: Cell) -> bool:
    """Tell whether Excel stores the cell as a number."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def memoised(cells: Iterable[Cell], read: Callable[[Cell], T]) -> list[T]:
    """Return `read` of every cell, calling it once per distinct value (columns repeat a lot)."""
    column: list[Hashable] = list(cells)
    distinct = set(column)
    if len(distinct) == len(column):
        return [read(value) for value in column]  # type: ignore[arg-type]
    table = {value: read(value) for value in distinct}  # type: ignore[arg-type]
    return list(map(table.__getitem__, column))
