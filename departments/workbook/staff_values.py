"""Reading the text cells of a roster: names with marks, nationalities, quota types, remarks."""

from __future__ import annotations

import re
from collections.abc import Callable

from departments.workbook.cells import NOTHING, Cell, shown, squeezed
from departments.workbook.names import clean_name

_NAME_MARK = re.compile(r"[(（]([^)）]*)[)）]$")
_STATUS = (("借调", "借调"), ("挂职", "挂职"), ("抽调", "借调"), ("病假", "长期病假"), ("病休", "长期病假"),
           ("退二线", "退二线"), ("退居二线", "退二线"), ("离岗", "离岗"), ("内退", "退二线"))  # fmt: skip


def person_name(cell: Cell) -> str:
    """Return a person's name without blanks and without a mark such as （兼）."""
    name = clean_name(cell) if isinstance(cell, str) else shown(cell)
    marked = _NAME_MARK.search(name) if name.endswith((")", "）")) else None
    return name[: marked.start()] if marked and marked.start() >= 2 else name


def name_mark(cell: Cell) -> str:
    """Return the mark behind a name, without its brackets."""
    found = _NAME_MARK.search(squeezed(cell))
    return found[1] if found else ""


def plain_text(cell: Cell) -> str | None:
    """Return a short text without blanks; dashes and blanks are None."""
    text = shown(cell)
    text = squeezed(text) if len(text) <= 24 else text
    return None if text in NOTHING else text


def remark_text(cell: Cell) -> str | None:
    """Return a remark as written, None when there is none."""
    return shown(cell) or None


def _ethnicity(cell: Cell) -> str | None:
    text = plain_text(cell)
    return text + "族" if text and len(text) <= 4 and not text.endswith("族") else text


def _politics(cell: Cell) -> str | None:
    text = plain_text(cell)
    return "中共党员" if text in ("党员", "中国共产党党员", "共产党员") else text


def _quota_type(cell: Cell) -> str | None:
    text = plain_text(cell)
    return text.removesuffix("编制") or text if text else text


def status_in(remark: str) -> str | None:
    """Return the status a remark tells: 借调, 挂职, 长期病假…"""
    return next((status for word, status in _STATUS if word in remark), None)


TEXT_READERS: dict[str, Callable[[Cell], str | None]] = {
    "gender": plain_text,
    "ethnicity": _ethnicity,
    "political_status": _politics,
    "post": plain_text,
    "rank": plain_text,
    "quota_type": _quota_type,
    "education": plain_text,
}
