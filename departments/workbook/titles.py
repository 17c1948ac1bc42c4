"""Whose table it is: department and section names in titles, reporting lines and sheet names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from departments.workbook.cells import is_blank, spaced, squeezed
from departments.workbook.grid import Grid
from departments.workbook.names import (
    clean_section,
    is_leaders,
    looks_like_department,
    looks_like_section,
    strip_numbering,
)
from departments.workbook.synonyms import DEPARTMENT_SUFFIXES

_SUFFIXES = "|".join(sorted(DEPARTMENT_SUFFIXES, key=len, reverse=True))
_AFTER = (
    r"(?=机关|内设|科室|处室|股室|人员|职责|职能|编制|机构|工作|花名册|名单|名册|[“\"'‘]|三定|信息|基本|各|在编|在职|在岗|"
    r"干部|职工|岗位|情况|中层|下属|所属|本级|实名|公务员|现有|行政|全体|部门|主要|领导|定员|定岗|定编|分工|设置|统计|"
    r"20\d\d|二〇|年|上报|关于|事项|业务|的|[-—_ （(]|$)"
)
_TITLE = re.compile(rf"^((?:(?!年度?).){{1,28}}?(?:{_SUFFIXES})){_AFTER}")
_BEFORE_TITLE = re.compile(
    r"^(?:附件\s*\d*|附表\s*\d*|表[一二三四五六七八九十\d]+|关于|中共|填报|[《【\[（(]|20\d\d年度?(?:\d{1,2}月)?|\d{4}[-.]\d+|"
    r"[:：、.\-—\s])+"
)
_REPORTING = re.compile(
    r"(?:(?:填报|编报|上报|报送|制表|编制|申报|报表|所在|本)(?:单位|部门|机关|局)|单位名称|部门名称|机关名称|单位|部门|机关)"
    r"(?:名称)?\s*(?:[(（](?:盖章|公章|章|签章)[)）])?\s*[:：]\s*([^:：]+?)"
    r"(?=\s{2,}|[(（](?:盖章|公章|章|签章)|\s*(?:填报|填表|制表|日期|时间|单位|截至|联系|审核|\d{4})|$)"
)
_SECTION_LINE = re.compile(
    r"(?:填报|所在|责任|被测|测算|承办)?(?:科室|处室|股室|内设机构|部门科室)(?:名称)?(?:[(（](?:盖章|章|签章)[)）])?\s*[:：]\s*"
    r"([^:：\s]+(?:\s(?=\S{1,2}(?:\s|$))[^:：\s]+)*)"
)
_HAS_NOW = re.compile(
    rf"^(.{{2,28}}?(?:{_SUFFIXES}))(?:机关)?(?:现有|核定|共有|共核定|现核定|编制)"
)
_NO_OFFICE = frozenset(("人", "名", "个", "元", "万元", "小时", "件", "项"))


@dataclass(frozen=True)
class Context:
    """What the lines above a table say, each None when they say nothing."""

    title_department: str | None = None
    reporting_department: str | None = None
    section: str | None = None

    @property
    def department(self) -> str | None:
        """Return the department: the title wins, unless the reporting line only adds the place."""
        title, line = self.title_department, self.reporting_department
        if title and line and len(line) > len(title) and line.endswith(title):
            return line
        return title or line


def department_in_title(text: str) -> str | None:
    """Return the department a title begins with: 示例市财政局内设机构…表 → 示例市财政局."""
    text = strip_numbering(_BEFORE_TITLE.sub("", squeezed(text)))
    if found := _TITLE.match(text):
        name = found[1].strip('“”"')
        if (
            len(name) >= 3
            and not name.endswith(("内设", "人员"))
            and not re.search(r"[，。；:：]", name)
        ):
            return name
    return None


def department_in_line(text: str) -> str | None:
    """Return the department of a reporting line: 填报单位：示例市财政局（盖章）."""
    for found in _REPORTING.finditer(text):
        name = squeezed(found[1])
        if name not in _NO_OFFICE and looks_like_department(name):
            return name
    return None


def department_in_sentence(text: str) -> str | None:
    """Return the department of a sentence: 示例县清河镇现有行政编制46名… → 示例县清河镇."""
    found = _HAS_NOW.match(strip_numbering(squeezed(text)))
    return found[1] if found else None


def section_in_line(text: str) -> str | None:
    """Return the section of a line such as 科室：办公室."""
    found = _SECTION_LINE.search(text)
    if not found:
        return None
    name = clean_section(found[1])
    return name if 2 <= len(name) <= 24 else None


def read_context(grid: Grid, rows: Iterable[int]) -> Context:
    """Return what the given rows (those above a header) say about the table."""
    title = reporting = section = None
    for row in rows:
        for cell in grid.rows[row]:
            if not isinstance(cell, str) or is_blank(cell):
                continue
            line = spaced_wide(cell)
            section = section or section_in_line(line)
            reporting = reporting or department_in_line(line)
            if title is None and not re.search(r"[:：]", line):
                title = department_in_title(line)
    return Context(title, reporting, section)


def spaced_wide(text: str) -> str:
    """Return the text with runs of blanks kept as two blanks: they separate fields in one cell."""
    return re.sub(r"[\s\u3000\u00a0]{2,}", "  ", text.strip())


def abbreviates(short: str, full: str) -> bool:
    """Tell whether a short name such as 人社局 can stand for a full one (its letters in order)."""
    short, full = squeezed(short), squeezed(full)
    if not short or len(short) > len(full) or short[-1] not in full:
        return False
    rest = iter(full)
    return all(letter in rest for letter in short)


def full_name(short: str, known: Sequence[str]) -> str | None:
    """Return the one known department that `short` can stand for."""
    ending = [name for name in known if name != short and name.endswith(short)]
    if len(ending) == 1:
        return ending[0]
    if short in known:
        return short
    fitting = [name for name in known if abbreviates(short, name)]
    return fitting[0] if len(fitting) == 1 else None


def sheet_section(name: str | None) -> str | None:
    """Return the sheet's name when it reads as a section."""
    text = clean_section(name or "")
    if sheet_department(name) and not re.search(r"(?:办公室|中心|部|院)$", text):
        return None
    return text if looks_like_section(text) and not is_leaders(text) else None


def sheet_department(name: str | None) -> str | None:
    """Return the sheet's name when it reads as a department (发改委, 市财政局)."""
    text = squeezed(spaced(name or ""))
    strong = re.search(
        r"(?:局|[^党工团]委|委员会|部|厅|镇|乡|街道|办事处|院|中心|编办|办公室)$", text
    )
    return text if strong and looks_like_department(text) else None
