"""Places text character by character, across and down, so that every renderer draws it alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

PITCH = 1.12  # from one upright character to the next, in em
COLUMN = 1.3  # from one column to the next, in em
CENTRE = 0.38  # the middle of a Chinese character above its baseline, in em (Noto Sans SC)

Tone = Literal["ink", "muted", "tag"]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A piece of text centred on x with its baseline at y, or turned 90° about its middle."""

    text: str
    x: float
    y: float
    size: float
    turned: bool = False
    bold: bool = False
    tone: Tone = "ink"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a column: its text, how it stands, and its length in em."""

    text: str
    way: Literal["upright", "group", "turned", "open", "close", "point"]
    length: float


def width(text: str) -> float:
    """Return the width of horizontal text in em: never less than Noto Sans SC needs."""
    return sum(_advance(character) for character in text)


def wrap(text: str, most: float) -> tuple[str, ...]:
    """Break horizontal text into lines of at most `most` em (at least one character each)."""
    lines, line = [], ""
    for piece in re.findall(r"[0-9A-Za-z.%-]+|\s+|.", text):
        if line and width(line + piece) > most:
            lines.append(line.strip())
            line = ""
        while width(piece) > most and len(piece) > 1:
            fits = max(1, next(n for n in range(1, len(piece) + 1) if width(piece[:n]) > most) - 1)
            lines.append(piece[:fits])
            piece = piece[fits:]
        line += piece
    return tuple(part for part in (*lines, line.strip()) if part)


def columns(text: str, most: float, group: int) -> tuple[tuple[Cell, ...], ...]:
    """Break vertical text into columns of about equal length, at most `most` em each.

    Up to `group` digits or letters stand side by side, more are turned. A column never begins with
    a closing bracket or a point nor ends with an opening one, and may be longer for it.
    """
    cells = tuple(_cells(text, group))
    total = sum(cell.length for cell in cells)
    if not cells:
        return ()
    number = max(1, -int(-total // most))
    target = max(total / number, 1.0)
    result: list[list[Cell]] = [[]]
    for cell in cells:
        full = length(result[-1]) + cell.length > min(most, target + 0.5)
        if result[-1] and full and cell.way not in ("close", "point"):
            carried: list[Cell] = []
            while result[-1] and result[-1][-1].way == "open":
                carried.insert(0, result[-1].pop())
            result.append(carried)
        result[-1].append(cell)
    return tuple(tuple(column) for column in result if column)


def length(column: Sequence[Cell]) -> float:
    """Return the length of a column in em, before the pitch."""
    return sum(cell.length for cell in column)


def down(
    column: Sequence[Cell], x: float, top: float, size: float, room: float, tone: Tone = "ink"
) -> Iterator[Glyph]:
    """Yield the glyphs of a column centred on x from `top` on; groups shrink to `room` px."""
    y = top
    for cell in column:
        step = cell.length * size * PITCH
        middle = y + step / 2
        baseline = middle + CENTRE * size
        if cell.way == "upright":
            yield Glyph(cell.text, x, baseline, size, tone=tone)
        elif cell.way == "group":
            small = min(size, room / width(cell.text))
            yield Glyph(cell.text, x, middle + CENTRE * small, small, tone=tone)
        elif cell.way == "point":
            yield Glyph(cell.text, x + 0.55 * size, baseline - 0.35 * size, size, tone=tone)
        else:
            # A bracket's ink fills half its square; the other half lies outside the cell.
            shift = {"open": -0.25, "close": 0.25}.get(cell.way, 0.0) * size
            yield Glyph(cell.text, x, middle + shift, size, turned=True, tone=tone)
        y += step


_OPEN, _CLOSE = "（《〈「『【〔［“‘", "）》〉」』】〕］”’"
_FULL = str.maketrans("()[]<>", "（）［］〈〉")
_POINTS = "、，。；：,;:"
_TURNED = "—–-－～~…‥"


def _cells(text: str, group: int) -> Iterator[Cell]:
    text = "".join(character for character in text if character.isprintable())
    for piece in re.findall(r"[0-9A-Za-z]+(?:[.%][0-9A-Za-z]+)*|\S" + _FOLLOWING, text):
        if piece[0].isascii() and piece[0].isalnum():
            if len(piece) <= group:
                yield Cell(piece, "group", 1.0)
            else:
                yield Cell(piece, "turned", width(piece) / PITCH + 0.2)
            continue
        mark = piece.translate(_FULL)
        if mark in _OPEN:
            yield Cell(mark, "open", 0.5)
        elif mark in _CLOSE:
            yield Cell(mark, "close", 0.5)
        elif mark in _POINTS:
            yield Cell(mark, "point", 0.5)
        else:
            yield Cell(piece, "turned" if piece in _TURNED else "upright", 1.0)


# Marks and variation selectors belong to the character before them.
_FOLLOWING = "[\u0300-\u036f\u20dd-\u20e0\ufe00-\ufe0f\U000e0100-\U000e01ef]*"

# Advances of Noto Sans SC Bold, the wider of the two weights, rounded up by class.
_ADVANCES = {
    **dict.fromkeys(" |ijl',.:;I!-f()[]{}/\\tr", 0.45),
    **dict.fromkeys("0123456789", 0.6),
    **dict.fromkeys("MWmw%@", 1.01),
    "⸺": 1.71,
    "⸻": 2.5,
}


def _advance(character: str) -> float:
    if character in _ADVANCES:
        return _ADVANCES[character]
    if character.isascii():
        return 0.65 if character.islower() else 0.78
    if not character.isprintable():
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 1.1  # Щ, №
