"""Reading dates in every style offices use; the result is ISO text, YYYY-MM when no day is shown."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from departments.workbook.cells import NOTHING, Cell, squeezed

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(3_654, 73_415)  # 1910 to 2100
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_DATE = re.compile(r"([〇○零一二三四五六七八九]{4})年(?:(\S{1,2})月)?(?:(\S{1,3})[日号])?")
_SEPARATED = re.compile(
    r"(\d{4}|\d{2})(?:[-./。．、,，年])(\d{1,2})(?:[-./。．、,，月]+(\d{1,2})?[日号]?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TIME = re.compile(r"[T ]*\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")
_TRAILING = re.compile(r"(?:出生|生|起|至今|[。.])+$")


class DateRead(NamedTuple):
    """ISO text or None, and whether the cell is a fault (text without a date in it)."""

    iso: str | None
    bad: bool


NO_DATE = DateRead(None, False)
BAD_DATE = DateRead(None, True)


def _checked(year: int, month: int, day: int | None) -> DateRead:
    """Return the date if the calendar has it."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return BAD_DATE
    try:
        whole = datetime.date(year, month, day or 1)
    except ValueError:
        return BAD_DATE
    return DateRead(whole.isoformat() if day else whole.isoformat()[:7], False)


def _century(year: str) -> int:
    """Read 78 as 1978 and 05 as 2005: nobody in office was born or hired before 1930."""
    if len(year) == 4:
        return int(year)
    return 1900 + int(year) if int(year) >= 30 else 2000 + int(year)


def _chinese_number(text: str) -> int:
    """Read 一 to 三十一."""
    if "十" not in text:
        return int(text.translate(_CHINESE_DIGITS))
    tens, _, ones = text.partition("十")
    digits = (tens or "一").translate(_CHINESE_DIGITS), (ones or "零").translate(_CHINESE_DIGITS)
    return int(digits[0]) * 10 + int(digits[1])


def _read_text(text: str) -> DateRead:
    text = _TRAILING.sub("", text)
    if found := _SEPARATED.fullmatch(text):
        day = int(found[3]) if found[3] else None
        return BAD_DATE if day == 0 else _checked(_century(found[1]), int(found[2]), day)
    if found := _COMPACT.fullmatch(text):
        day = int(found[3]) if found[3] else None
        return BAD_DATE if day == 0 else _checked(int(found[1]), int(found[2]), day)
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
        return _read_number(float(text))
    if found := _CHINESE_DATE.fullmatch(text):
        try:
            month = _chinese_number(found[2]) if found[2] else 0
            day = _chinese_number(found[3]) if found[3] else None
        except ValueError:
            return BAD_DATE
        return _checked(int(found[1].translate(_CHINESE_DIGITS)), month, day)
    return BAD_DATE


def _read_number(number: float) -> DateRead:
    """Read 19780523, 197805, 1978.05 or an Excel serial number stored as a number."""
    if not 0 < number < 100_000_000:
        return BAD_DATE
    if number == int(number):
        if int(number) in _SERIALS:
            whole = _EXCEL_EPOCH + datetime.timedelta(days=int(number))
            return _checked(whole.year, whole.month, whole.day)
        return _read_text(str(int(number)))
    if EARLIEST_YEAR <= number <= LATEST_YEAR:
        # a number loses its last zero: 1978.1 was typed 1978.10, 1978.01 keeps its own
        return _read_text(f"{number:.2f}")
    return BAD_DATE


def read_date(cell: Cell, *, month_only: bool = False) -> DateRead:
    """Read one cell; `month_only` says its number format shows year and month but no day."""
    if isinstance(cell, datetime.date):
        return _checked(cell.year, cell.month, None if month_only else cell.day)
    if isinstance(cell, (datetime.time, datetime.timedelta, bool)):
        return BAD_DATE
    if isinstance(cell, (int, float)):
        return _read_number(float(cell))
    text = squeezed(_TIME.sub("", cell.strip().lstrip("'")))
    return NO_DATE if text in NOTHING else _read_text(text)
