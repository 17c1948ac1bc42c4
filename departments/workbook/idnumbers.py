"""Checking Chinese identity numbers (GB 11643-1999): 18 digits with a check digit, or the old 15."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from departments.workbook.cells import NOTHING, Cell, shown, squeezed

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
LONG_COLUMN = 5_000
_EIGHTEEN = re.compile(r"[1-9]\d{16}[\dX]")
_FIFTEEN = re.compile(r"[1-9]\d{14}")
# weight x digit looked up by position: no multiplication and no int() per character
_PRODUCTS = tuple({str(digit): weight * digit for digit in range(10)} for weight in _WEIGHTS)


class IdRead(NamedTuple):
    """The normalised number, or None, and whether the cell holds something that is no ID number."""

    number: str | None
    bad: bool


NO_ID = IdRead(None, False)
BAD_ID = IdRead(None, True)


def check_digit(first17: str) -> str:
    """Return the check digit of the first seventeen digits (ISO 7064:1983, MOD 11-2)."""
    return _CHECK[sum(table[digit] for table, digit in zip(_PRODUCTS, first17, strict=True)) % 11]


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


def read_id_numbers(cells: Sequence[Cell]) -> tuple[list[str | None], list[int]]:
    """Return the numbers of a whole column and the places of the bad ones.

    What is plainly right in a long column is found with array arithmetic.
    """
    numbers: list[str | None] = [None] * len(cells)
    rest: Sequence[int] = range(len(cells))
    if len(cells) >= LONG_COLUMN:
        plain = [
            place
            for place, cell in enumerate(cells)
            if isinstance(cell, str) and len(cell) == 18 and cell.isascii()
        ]
        right = _surely_right("".join([cells[place] for place in plain]))  # type: ignore[misc]
        for place in compress(plain, right):
            numbers[place] = str(cells[place])
        rest = [place for place, number in enumerate(numbers) if number is None]
    bad = []
    for place in rest:
        read = read_id_number(cells[place])
        numbers[place] = read.number
        if read.bad:
            bad.append(place)
    return numbers, bad


def _surely_right(joined: str) -> list[bool]:
    """Return for every 18 characters whether digits, check digit and a day up to the 28th fit."""
    import numpy as np

    marks = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(-1, 18).astype(np.int16)
    digits = marks[:, :17] - ord("0")
    check = np.frombuffer(_CHECK.encode("ascii"), dtype=np.uint8)
    remainder = (digits.astype(np.int32) @ np.array(_WEIGHTS, dtype=np.int32)) % 11
    century = digits[:, 6] * 10 + digits[:, 7]
    month = digits[:, 10] * 10 + digits[:, 11]
    day = digits[:, 12] * 10 + digits[:, 13]
    right = (
        ((digits >= 0) & (digits <= 9)).all(axis=1)
        & (digits[:, 0] > 0)
        & (check[remainder] == marks[:, 17])
        & ((century == 19) | (century == 20))
        & (month >= 1)
        & (month <= 12)
        & (day >= 1)
        & (day <= 28)
    )
    return right.tolist()  # type: ignore[no-any-return]
