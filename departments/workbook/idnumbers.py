"""Checking Chinese identity numbers (GB 11643-1999): 18 digits with a check digit, or the old 15."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from departments.workbook.cells import NOTHING, Cell, shown, squeezed

_CHECK = "10X98765432"
_EIGHTEEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_FIFTEEN = re.compile(r"[1-9][0-9]{14}")


class IdRead(NamedTuple):
    """The normalised number, or None, and whether the cell holds something that is no ID number."""

    number: str | None
    bad: bool


NO_ID = IdRead(None, False)
BAD_ID = IdRead(None, True)


def check_digit(first17: str) -> str:
    """Return the check digit of the first seventeen digits (ISO 7064:1983, MOD 11-2).

    The weights from behind are 2, 4, 8… modulo 11, and 13 is 2 modulo 11: read as a number of base
    13 and doubled, the digits leave the same remainder as their weighted sum.
    """
    return _CHECK[2 * int(first17, 13) % 11]


@lru_cache(maxsize=50_000)
def _is_day(text: str) -> bool:
    try:
        datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return text[:2] in ("18", "19", "20")


def read_id_number(cell: Cell) -> IdRead:
    """Read one cell; a number stored by Excel as a number has lost its last digits and is bad."""
    if not isinstance(cell, str):
        text = shown(cell)
        if not _FIFTEEN.fullmatch(text):  # 15 digits fit into Excel's number, 18 do not
            return BAD_ID
    elif _EIGHTEEN.fullmatch(cell):
        text = cell
    else:
        text = squeezed(cell).lstrip("'‘’`").upper().replace("Ｘ", "X").replace("×", "X")
        if text in NOTHING:
            return NO_ID
    if _EIGHTEEN.fullmatch(text):
        good = check_digit(text[:17]) == text[17] and _is_day(text[6:14])
        return IdRead(text, False) if good else BAD_ID
    if _FIFTEEN.fullmatch(text) and _is_day("19" + text[6:12]):
        return IdRead(text, False)
    return BAD_ID


def birth_of(number: str) -> str:
    """Return the ISO birth date inside a valid number."""
    day = number[6:14] if len(number) == 18 else "19" + number[6:12]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"
