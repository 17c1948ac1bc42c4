"""Whose row is it: the department and the section of every data row of a table."""

from __future__ import annotations

import re

from departments.workbook.cells import Cell, memoised, squeezed
from departments.workbook.names import (
    clean_name,
    clean_section,
    is_continued,
    is_no_section,
    looks_like_department,
    looks_like_section,
    strip_numbering,
)
from departments.workbook.table import Table
from departments.workbook.titles import department_in_line, department_in_title, section_in_line

_COUNT_NOTE = re.compile(r"(?:[(（][^)）]*\d+\s*[人名个][^)）]*[)）]|[:：]?\s*\d+\s*[人名]|[:：])$")


def clean_department(cell: Cell) -> str:
    """Return a department's name without blanks, numbering and seal remarks."""
    name = strip_numbering(clean_name(cell))
    return re.sub(r"[(（](?:盖章|公章|章)[)）]$", "", name)


def departments_of(table: Table, default: str | None) -> list[str | None]:
    """Return the department of every data row: column, else heading row, else the table's own."""
    if "department" in table.fields:
        cells, _ = table.filled("department")
        names = memoised(cells, clean_department)
        known = dict.fromkeys(name for name in names if name)
        if len(known) > 1:  # whose row a blank is cannot be guessed
            return [name or None for name in names]
        return [next(iter(known), default)] * len(names)
    if not table.banners:
        return [default] * len(table.rows)
    named = {text: banner_department(text) for _, text in table.banners}
    current, result = default, []
    banners = list(table.banners)
    for row in table.rows:
        while banners and banners[0][0] < row:
            current = named[banners.pop(0)[1]] or current
        result.append(current)
    return result


def banner_department(text: str) -> str | None:
    """Return the department a heading row names, None when it names a section or a category."""
    line = department_in_line(text)
    if line:
        return line
    plain = _COUNT_NOTE.sub("", strip_numbering(text))
    if re.search(
        r"(?:局|委员会|[^党工团]委|部|厅|镇|乡|街道|[市县区]委.*办公室|政府办公室)$", plain
    ):
        return plain if looks_like_department(plain) and not is_no_section(plain) else None
    titled = department_in_title(plain)
    return titled if titled and titled != plain else None


def sections_of(table: Table, default: str | None) -> tuple[list[str], list[Cell], list[bool]]:
    """Return clean section name, cell as written and "has its own value" of every data row."""
    if "section" in table.fields:
        cells, own = table.filled("section")
        if any(squeezed(cell) for cell in cells):
            return memoised(cells, clean_section), cells, own
    headings = table.banner_of_rows()
    named = {text: banner_section(text) or "" for text in set(headings)}
    names = [named[text] or default or "" for text in headings]
    return names, list(names), [False] * len(names)


def banner_section(text: str) -> str | None:
    """Return the section (or leaders' block) a heading row names."""
    if line := section_in_line(text):
        return line
    plain = clean_section(_COUNT_NOTE.sub("", clean_section(text)))
    return plain if looks_like_section(plain) or is_no_section(plain) else None


def continued_names(cells: list[Cell]) -> list[str]:
    """Return the spellings that only continue a section: 基础教育科（续）."""
    return [squeezed(cell) for cell in dict.fromkeys(cells) if is_continued(cell)]
