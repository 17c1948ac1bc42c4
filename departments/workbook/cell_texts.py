"""Reading cells of text: names with marks, nationalities, kinds, lines, remarks."""

from __future__ import annotations

import re

from departments.workbook.cells import NOTHING, Cell, shown, squeezed
from departments.workbook.names import clean_name
from departments.workbook.synonyms import SECTION_KINDS

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


def squeezed_text(cell: Cell) -> str | None:
    """Return a text without blanks, None when there is none."""
    return squeezed(cell) or None


def section_kind(cell: Cell) -> str | None:
    """Return 业务, 综合, 党务 or 执法 from a section-type cell."""
    text = squeezed(cell)
    return next((kind for kind in SECTION_KINDS if kind in text), None)


def lines_in(cell: Cell) -> list[str] | None:
    """Return the lines of a section: several are written with 、 or / between them."""
    text = squeezed(cell)
    return [line for line in re.split("[/，,；;、]", text) if line] if text else None


def remark_text(cell: Cell) -> str | None:
    """Return a remark as written, None when there is none."""
    return shown(cell) or None


def ethnicity(cell: Cell) -> str | None:
    """Return 汉族 for 汉."""
    text = plain_text(cell)
    return text + "族" if text and len(text) <= 4 and not text.endswith("族") else text


def political_status(cell: Cell) -> str | None:
    """Return a party member's status in one wording."""
    text = plain_text(cell)
    return "中共党员" if text in ("党员", "中国共产党党员", "共产党员") else text


def quota_type(cell: Cell) -> str | None:
    """Return a type of quota without 编制 behind it."""
    text = plain_text(cell)
    return text.removesuffix("编制") or text if text else text


def status_in(remark: str) -> str | None:
    """Return the status a remark tells: 借调, 挂职, 长期病假…"""
    return next((status for word, status in _STATUS if word in remark), None)
