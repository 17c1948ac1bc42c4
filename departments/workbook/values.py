"""Reading numbers as clerks write them: 5人, ４, 3（含1名兼职）, 若干, —, -1."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from departments.link_strengths import STRENGTHS
from departments.workbook.cells import HALF_WIDTH, NOTHING, Cell, is_blank, squeezed
from departments.workbook.synonyms import STRENGTH_WORDS

LARGEST_COUNT = 10_000_000
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?:[人名个件项次份]|位)?")
_SIGNED = re.compile(r"[-－−+]?\d+(?:\.\d+)?(?:[人名个件项次份]|位)?")
_COUNT_THEN_NOTE = re.compile(r"(\d+)(?:[人名个件项次份]|位)?[(（].*[)）]?")
_CHIEF_AND_DEPUTIES = re.compile(
    r"([\d一二两三四五])正(?:[科股处]级?)?[、，,；]?(?:([\d一二两三四五])副(?:[科股处]级?)?)?"
    r"|正(?:[科股处]级?)?([\d一二两三四五])[、，,；]?副(?:[科股处]级?)?([\d一二两三四五])"
)
_HOURS = re.compile(r"(\d+(?:\.\d+)?)(小时|h|H|个小时|分钟|分|天|日|个工作日|工作日)?")
_SHARE = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(%)?")
_IN_BRACKETS = re.compile(r"[(（][^)）]*[)）]$")
STRENGTH_OF = {
    word: strength.value
    for strength in STRENGTHS
    for word in (strength.word, *STRENGTH_WORDS[strength.word])
}
HOURS_PER = {"分钟": 1 / 60, "分": 1 / 60, "天": 8.0, "日": 8.0, "个工作日": 8.0, "工作日": 8.0}


class Figure(NamedTuple):
    """A number read from a cell, or None, and the code of what is wrong with the cell."""

    value: float | None
    code: str | None


BLANK = Figure(None, None)


def read_count(cell: Cell) -> Figure:
    """Read a count of people, posts or cases: a whole number from 0; blank and dashes are None."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        good = math.isfinite(cell) and cell >= 0 and cell == int(cell) and cell < LARGEST_COUNT
        return Figure(int(cell), None) if good else Figure(None, "bad_number")
    text = squeezed(cell).replace("，", ",").replace("．", ".") if isinstance(cell, str) else "日期"
    if text in NOTHING:
        return BLANK
    if found := _COUNT.fullmatch(text):
        value = int(found[1].replace(",", "")) if len(found[1]) <= 12 else LARGEST_COUNT
        return Figure(value, None) if value < LARGEST_COUNT else Figure(None, "bad_number")
    if _SIGNED.fullmatch(text):
        return Figure(None, "bad_number")
    if (found := _COUNT_THEN_NOTE.fullmatch(text)) and len(found[1]) <= 7:
        return Figure(int(found[1]), "text_in_number")
    return Figure(None, "text_in_number")


def read_chief_and_deputies(cell: Cell) -> tuple[int, int] | None:
    """Read both posts of one cell: 1正2副, 一正一副, 正1副2; None for anything else."""
    text = squeezed(cell) if isinstance(cell, str) else ""
    if found := _CHIEF_AND_DEPUTIES.fullmatch(text):
        first, second = (found[1], found[2]) if found[1] else (found[3], found[4])
        return _digit(first), _digit(second)
    return None


def _digit(text: str | None) -> int:
    """Read 0 to 9 in either writing; a rank without a number (正科) is not one of these texts."""
    if not text:
        return 0
    return (
        "零一二三四五六七八九".index(text)
        if text in "零一二三四五六七八九"
        else int(text.replace("两", "2"))
    )


def read_hours(cell: Cell, factor: float = 1.0) -> Figure:
    """Read working hours, which may be fractions; `factor` turns the header's unit into hours."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        good = math.isfinite(cell) and 0 <= cell < LARGEST_COUNT
        return Figure(round(cell * factor, 6), None) if good else Figure(None, "bad_number")
    text = squeezed(cell) if isinstance(cell, str) else "日期"
    if text in NOTHING:
        return BLANK
    if (found := _HOURS.fullmatch(text)) and len(found[1]) <= 12:
        unit = HOURS_PER.get(found[2], 1.0) if found[2] else factor
        return Figure(round(float(found[1]) * unit, 6), None)
    if _SIGNED.fullmatch(text):
        return Figure(None, "bad_number")
    return Figure(None, "text_in_number")


def header_hours_factor(header: str) -> float:
    """Return what one unit named in a header such as 单件工时（分钟） is in hours."""
    text = header.translate(HALF_WIDTH)
    if "分钟" in text:
        return 1 / 60
    return 8.0 if re.search(r"[(（](?:个)?(?:天|日|工作日)[)）]", text) else 1.0


def read_strength(cell: Cell, *, percent: bool = False) -> Figure:
    """Read how much work passes between two sections: above 0 to 1, a percentage or a word.

    ``percent`` says that the header gives plain numbers in %. Blank is None; a dash, 无 or 0 is a
    bad number, since a link of no strength is none. Six decimals are kept.
    """
    if is_blank(cell):
        return BLANK
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _share(float(cell), percent=percent)
    text = squeezed(cell) if isinstance(cell, str) else "日期"
    text = text.replace("％", "%").replace("．", ".").replace("。", ".")
    if text in NOTHING:
        return Figure(None, "bad_number")
    if (word := _IN_BRACKETS.sub("", text)) in STRENGTH_OF:
        return Figure(STRENGTH_OF[word], None)
    if (found := _SHARE.fullmatch(text)) and len(text) <= 40:
        return _share(float(found[1]), percent=percent or bool(found[2]))
    return Figure(None, "bad_number" if _SIGNED.fullmatch(text) else "text_in_number")


def _share(value: float, *, percent: bool) -> Figure:
    value = round(value / 100 if percent else value, 6) if math.isfinite(value) else 0.0
    return Figure(value, None) if 0 < value <= 1 else Figure(None, "bad_number")
