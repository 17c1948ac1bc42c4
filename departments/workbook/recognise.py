"""Recognising a column by what it contains, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from departments.workbook import synonyms as words
from departments.workbook.cells import NOTHING, Cell, is_blank, is_number, squeezed
from departments.workbook.dates import read_date
from departments.workbook.names import (
    is_leaders,
    looks_like_department,
    looks_like_person,
    looks_like_section,
    strip_numbering,
)

SAMPLE = 240
_ID = re.compile(r"\d{17}[\dXx]|\d{15}")
_CLEAR_SECTION = re.compile(r".*(?:科|股|处|[^公]室|中心|队|站|所|组|党委|工会)(?:[(（].*[)）])?$")
_CLEAR_DEPARTMENT = re.compile(
    r".*(?:局|委员会|[^党工团][委]|委组织部|部|厅|镇|乡|街道|[市县区]委.{0,8}办公室|政府办公室|检察院|法院)$"
)
_PLACE = re.compile(r".{1,6}[市县区州盟旗省镇乡].")
_RANK = re.compile(r".*(?:主任科员|科员|调研员|巡视员|办事员|主办|主管|警长|主任法官)$")
_LEVEL_RANK = re.compile(r"[一二三四]级.*")
_POST = re.compile(
    r".*(?:[科股处局部镇乡所队站厂校院]长|主任|书记|科员|委员|干事|职员|人员|驾驶员|会计|出纳|司机|主席|负责人|"
    r"主办|调研员|副职|正职|秘书|专干|监察员|组长|总[工经统审][^员]*师)(?:[(（].*[)）])?$"
)
_VERB = re.compile(
    r"^(?:\d|[（(一二三四五六七八九十]|负责|承担|组织|拟[订定]|指导|承办|管理|监督|协调|协助|推进|参与|研究|"
    r"统筹|制定|落实|审核|开展|完成|受理|办理|起草|建立|监管|联系|配合|做好|牵头|综合|贯彻|执行|调查|汇总|检查)"
)


def _one_of(group: Sequence[str]) -> Callable[[str], bool]:
    members = frozenset(group)
    return lambda text: text in members


def _is_duty(text: str) -> bool:
    return len(text) >= 6 and (bool(_VERB.match(text)) or len(text) >= 14)


def _is_date(text: str) -> bool:
    return not read_date(text).bad


def _is_section(text: str) -> bool:
    text = strip_numbering(text)
    return looks_like_section(text) or is_leaders(text)


# field -> does one text (without blanks) look like it?
TESTS: dict[str, Callable[[str], bool]] = {
    "id_number": lambda text: (
        bool(_ID.fullmatch(text)) or bool(re.fullmatch(r"9?\d?\.\d+E\+1[47]", text))
    ),
    "gender": _one_of(("男", "女")),
    "ethnicity": lambda text: (
        len(text) <= 6 and (text.endswith("族") or text in ("汉", "回", "满"))
    ),
    "political_status": _one_of(words.POLITICAL),
    "quota_type": lambda text: (
        text.replace("编制", "") in words.QUOTA_TYPES or text in words.QUOTA_TYPES
    ),
    "education": _one_of(words.EDUCATIONS),
    "unit": _one_of(words.UNITS),
    "duty_kind": lambda text: (
        text in ("三定", "其他", "三定职责", "其他工作", "其他职责", "三定规定")
    ),
    "kind": lambda text: (
        any(text.startswith(kind) for kind in words.SECTION_KINDS) and len(text) <= 6
    ),
    "unit_type": _one_of(
        words.DEPARTMENT_ROW_TYPES + words.SECTION_ROW_TYPES + words.INSTITUTION_ROW_TYPES
    ),
    "department_kind": _one_of((*words.DEPARTMENT_ROW_TYPES, "事业单位")),
    "name": looks_like_person,
    "section": _is_section,
    "department": looks_like_department,
    "rank": lambda text: bool(_LEVEL_RANK.match(text) and _RANK.match(text)),
    "post": lambda text: bool(_POST.match(text)),
    "birth_date": _is_date,
    "work_since": _is_date,
    "held_since": _is_date,
    "duty": _is_duty,
}


class Profile:
    """The share of a column's distinct sample that looks like each field, worked out when asked."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        step = max(1, len(cells) // SAMPLE)
        sample = [cell for cell in cells[::step] if not is_blank(cell)]
        self.filled = len(sample)
        texts = dict.fromkeys(squeezed(cell) for cell in sample)
        self.texts = [text for text in texts if text not in NOTHING][:SAMPLE]
        numbers = sum(is_number(cell) or squeezed(cell).isdecimal() for cell in sample)
        dashes = sum(squeezed(cell) in NOTHING for cell in sample)
        self.numeric = (numbers + dashes) / self.filled if self.filled else 0.0
        self._shares: dict[str, float] = {}

    def share(self, field: str) -> float:
        """Return the share (0 to 1) of distinct values that look like `field`."""
        if field not in self._shares:
            test = TESTS.get(field)
            hits = sum(test(text) for text in self.texts) if test else 0
            self._shares[field] = hits / len(self.texts) if self.texts else 0.0
        return self._shares[field]

    def clearly_sections(self) -> float:
        """Return the share that can only be sections (科, 股, 处…), not departments."""
        hits = sum(bool(_CLEAR_SECTION.match(strip_numbering(text))) for text in self.texts)
        return hits / len(self.texts) if self.texts else 0.0

    def with_place(self) -> float:
        """Return the share that begins with a place (示例市…), as departments do."""
        hits = sum(bool(_PLACE.match(text)) for text in self.texts)
        return hits / len(self.texts) if self.texts else 0.0

    def clearly_departments(self) -> float:
        """Return the share that can only be departments (局, 委员会, 镇…)."""
        hits = sum(bool(_CLEAR_DEPARTMENT.match(strip_numbering(text))) for text in self.texts)
        return hits / len(self.texts) if self.texts else 0.0


# fields that the contents alone may give away, with the share of values that must agree
BY_CONTENT = {
    "id_number": 0.6,
    "gender": 0.95,
    "political_status": 0.9,
    "rank": 0.9,
    "name": 0.85,
    "quota_type": 0.9,
    "section": 0.8,
    "unit_type": 0.95,
    "ethnicity": 0.95,
}


def looks_like(field: str, text: str) -> bool:
    """Tell whether one text (without blanks) looks like a value of a field."""
    return TESTS[field](text)


def content_field(cells: Sequence[Cell]) -> str | None:
    """Return the field that a column shows by its contents alone, if there are at least two."""
    profile = Profile(cells)
    if profile.filled < 2:
        return None
    return next((f for f, needed in BY_CONTENT.items() if profile.share(f) >= needed), None)
