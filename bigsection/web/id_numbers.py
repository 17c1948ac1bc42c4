"""ID numbers as they may be shown: the middle hidden, alone and within longer texts."""

import datetime
import re
import unicodedata
from collections.abc import Iterable

LONG, SHORT = 18, 15  # GB 11643-1999, and the old numbers without century and check digit
CENTURIES = ("18", "19", "20")
GROUPED = 6  # blanks within a number that is written in groups
_BLANK = r"[ \t\u00a0\u00ad\u200b-\u200f\u2060\ufeff\u3000\-‐‑‒–—－·]"  # those nobody sees, too
_PLACE = rf"(?:{_BLANK}?\d)"
_START, _END = r"(?<![0-9A-Za-z０-９])[1-9１-９]", r"(?![0-9A-Za-z０-９])"
_CANDIDATE = re.compile(rf"{_START}{_PLACE}{{14}}")
_NUMBERS = (
    re.compile(rf"{_START}{_PLACE}{{16}}{_BLANK}?[\dXxＸｘⅩⅹ]{_END}"),
    re.compile(rf"(?<!\d\.){_START}{_PLACE}{{14}}{_END}"),  # no decimals, which may be so long
)
_FIELD = re.compile(r"(<input\b[^>]*>|<textarea\b.*?</textarea>)", re.DOTALL)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def masked(number: str) -> str:
    """An ID number with its middle hidden; up to four characters are left as they are."""
    return number and number[:2] + "*" * max(len(number) - 4, 0) + number[-2:]


def mask_id_numbers(text: str) -> str:
    """The text with every ID number in it masked: 18 or the old 15 places, also in full-width
    digits, with a Roman Ⅹ, in groups with blanks or hyphens between, and with a wrong check digit.
    No character moves.
    """
    for number in _NUMBERS if _CANDIDATE.search(text) else ():
        text = _masked_in(text, number)
    return text


def masked_within(part: str, texts: Iterable[str]) -> str:
    """A part of one of the ``texts`` as it stands in them when ID numbers are masked: a piece of a
    number cannot be told from other digits by itself.
    """
    for text in texts:
        place = text.find(part)
        if place >= 0:
            return mask_id_numbers(text)[place : place + len(part)]
    return part


def mask_page(html: str) -> str:
    """The same for a page: what stands in a field to be edited stays as it is, or saving the form
    would write stars over the text.
    """
    if not _CANDIDATE.search(html):
        return html
    parts = _FIELD.split(html)
    parts[::2] = map(mask_id_numbers, parts[::2])
    return "".join(parts)


def _masked_in(text: str, number: re.Pattern[str]) -> str:
    parts, done, place = [], 0, 0
    while found := number.search(text, place):
        place = found.start() + 1  # an ID number may begin within what is none
        if _is_id_number(found[0]):
            parts += [text[done : found.start()], masked(found[0])]
            done = place = found.end()
    return "".join((*parts, text[done:])) if parts else text


def _is_id_number(text: str) -> bool:
    """Whether the digits hold a day of birth; 18 in a row need the century alone, since typing
    errors are personal too, and with so many blanks that it may be a row of figures, the check
    digit must be right as well.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    number = re.sub(r"[^0-9X]", "", plain)
    scattered = len(plain) - len(number) > GROUPED
    if len(number) == SHORT:
        return not scattered and _is_day(f"19{number[6:12]}")
    if len(plain) == LONG:
        return number[6:8] in CENTURIES
    return _is_day(number[6:14]) and (not scattered or _check_digit(number) == number[-1])


def _is_day(text: str) -> bool:
    try:
        datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return text[:2] in CENTURIES


def _check_digit(number: str) -> str:
    return _CHECK[sum(w * int(d) for w, d in zip(_WEIGHTS, number[:17], strict=True)) % 11]
