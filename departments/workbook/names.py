"""Names of people and organisations: cleaning, and telling sections, leaders, totals and notes apart."""

from __future__ import annotations

import re

from departments.workbook.cells import Cell, spaced, squeezed
from departments.workbook.synonyms import (
    DEPARTMENT_SUFFIXES,
    NOT_SECTION_GROUPS,
    SECTION_SUFFIXES,
    SURNAMES,
)

_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十百]+[、.．:：]|[(（][一二三四五六七八九十百\d]+[)）][、.．]?"
    r"|\d+[、.．)）](?!\d)|[①-⑳]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[、.．])"
)
_TOTAL = re.compile(
    r"^(?:[总合小共累]计|本页小?计|汇总|总数|计|全[局委部镇乡厅院街市县区]?合计)(?:[(（:：].*)?[:：]?$"
    r"|^.{0,20}(?:[总合小共累]计)(?:[(（].*[)）])?$"
)
_LEADERS = re.compile(
    r"^.{0,12}(?:领导|领导班子|领导成员|班子成员|班子|领导职数|领导干部)(?:[(（].*[)）])?$|^领导班子|^班子$"
    r"|^(?:局|委|部|厅|院|办|县|市|区|镇|乡)?党[组委](?:班子|成员)$|^[^科室]{0,4}(?:厅|处|县|科|局)级干部$"
)
_NOTE = re.compile(
    r"^(?:[*※★＊])|^(?:备?注|说\s*明|填表说明|填报说明|附注|注释|备注说明|附)\s*[\d一]?\s*[:：.、]"
    r"|^注[\d①]|^以上|^本表|^此表|^（以下空白）|^以下空白"
)
_SIGNATURE = re.compile(
    r"^[^:：]{0,12}(?:负责人|审核人?|审批人?|填[表报]人|制表人?|经办人?|联系人|联系电话|电话"
    r"|填[表报]日期|填[表报]时间|日期|签[字章名]|盖章|公章|单位[（(]盖章[)）])\s*(?:[（(][^）)]*[)）])?\s*[:：]"
)
_TRAILING_BRACKET = re.compile(r"^(.+?)[(（]([^()（）]+)[)）]$")
_LATIN = re.compile("[A-Za-z]")
_CONTINUED = re.compile(r"[(（]?(?:续表?|接上页|续上)[)）]?$")
_PERSON = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,10}}[·•・.．][{_HAN}]{{1,14}}")
_MARK = re.compile(
    r"[(（](?:兼|兼任|兼职|挂职|借调|借|退二线|病假|女|男|聘用?|见习|试用期?|公益性?岗位?)[^)）]*[)）]$"
)
_TELLING = re.compile("[计总注说备以本此附※*★＊：:数]")
FORMULA_STARTS = ("=", "+", "@")


def clean_name(cell: Cell) -> str:
    """Return a name without stray blanks; words in Latin letters keep one blank between them."""
    if isinstance(cell, str) and cell.isalpha() and not _LATIN.search(cell):
        return cell
    text = spaced(cell)
    if _LATIN.search(text):
        text = re.sub(rf"(?<=[{_HAN}（）()]) | (?=[{_HAN}（）()])", "", text)
        return re.sub(r"\s+", " ", text)
    return squeezed(text)


def clean_section(cell: Cell) -> str:
    """Return a section's name: no numbering, no 续 mark, a trailing bracket in full width."""
    text = clean_name(cell)
    text = _CONTINUED.sub("", text) or text
    stripped = _NUMBERING.sub("", text)
    text = stripped or text
    if found := _TRAILING_BRACKET.match(text):
        return f"{found[1]}（{found[2]}）"
    return text


def section_key(name: str) -> str:
    """Return what two spellings of one section share."""
    return (
        name.replace("(", "（").replace(")", "）").replace("〔", "（").replace("〕", "）").lower()
    )


def base_of(name: str) -> str:
    """Return the name without its trailing bracket."""
    found = _TRAILING_BRACKET.match(name)
    return found[1] if found else name


def is_continued(cell: Cell) -> bool:
    """Tell a name such as 基础教育科（续）, which goes on with the section above."""
    text = squeezed(cell)
    return bool(re.search(r"[(（](?:续表?|接上页|续上)[)）]$", text))


def is_ambiguous(name: str) -> bool:
    """Tell a name that may be two: a bracket at its end, or two names with a slash."""
    if "/" in name.strip("/") or "／" in name.strip("／"):
        return True
    return bool(_TRAILING_BRACKET.match(name))


def is_total(text: str) -> bool:
    """Tell 合计, 小计 and their kin (text without blanks)."""
    return bool(_TOTAL.match(text)) and len(text) <= 30


def is_leaders(text: str) -> bool:
    """Tell 局领导, 部领导, 班子成员: people above the sections."""
    return bool(_LEADERS.match(text)) and len(text) <= 16


def is_no_section(text: str) -> bool:
    """Tell groups of people or posts that are no section: leaders, 离退休人员, 机动编制."""
    return is_leaders(text) or bool(NOT_SECTION_GROUPS.match(text))


def is_note(text: str) -> bool:
    """Tell notes and signature lines under a table."""
    return bool(_NOTE.match(text) or _SIGNATURE.match(text))


def may_be_total_or_note(text: str) -> bool:
    """Tell quickly whether a text can be a total or a note at all (most cells cannot)."""
    return bool(_TELLING.search(text))


def is_signature(text: str) -> bool:
    """Tell a label such as 填表人： that waits for a signature or a date."""
    return bool(_SIGNATURE.match(text))


def strip_numbering(text: str) -> str:
    """Return the text without a leading 一、（一） 1. or ①."""
    return _NUMBERING.sub("", text).strip()


def has_chinese_numbering(text: str) -> bool:
    """Tell 一、… headings."""
    return bool(
        re.match(r"^(?:第?[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])", text)
    )


def looks_like_section(text: str) -> bool:
    """Tell whether a short text has the ending of a section's name."""
    name = base_of(text)
    return 2 <= len(name) <= 24 and name.endswith(SECTION_SUFFIXES) and not is_total(name)


def looks_like_department(text: str) -> bool:
    """Tell whether a short text has the ending of a department's name."""
    name = base_of(text)
    return 3 <= len(name) <= 30 and name.endswith(DEPARTMENT_SUFFIXES)


def looks_like_person(text: str) -> bool:
    """Tell whether a text reads as a person's name: known surname, two to four characters."""
    name = _MARK.sub("", squeezed(text))
    if not _PERSON.fullmatch(name):
        return False
    known = name[:2] in SURNAMES or name[0] in SURNAMES or "·" in name
    return known and not name.endswith(("科", "室", "股", "处", "局", "办", "长", "任", "员"))


def formula_text(text: str) -> bool:
    """Tell text that Excel would run as a formula if it were written back."""
    return text.startswith(FORMULA_STARTS)
