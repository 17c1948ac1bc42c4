"""Reading text rosters: one paragraph per office, 党政办公室（行政编制10名，实有9名）主任 …；科员 …。"""

from __future__ import annotations

import re
from dataclasses import dataclass

from departments.workbook.cells import HALF_WIDTH, is_blank, shown, squeezed
from departments.workbook.grid import Grid
from departments.workbook.names import (
    clean_section,
    is_leaders,
    is_note,
    looks_like_person,
    strip_numbering,
)
from departments.workbook.synonyms import SURNAMES
from departments.workbook.titles import (
    abbreviates,
    department_in_line,
    department_in_sentence,
    department_in_title,
)

_OFFICE = re.compile(
    r"^(?P<name>[^（(：:；;，,。]{2,24}?)\s*[（(](?P<figures>[^（）()]*(?:编制|编|实有|现有|在编|在岗)[^（）()]*)[)）]\s*[:：]?\s*(?P<people>.*)$"
)
_OFFICE_PLAIN = re.compile(
    r"^(?P<name>[^（(：:；;，,。]{2,24}?)\s*[:：]\s*(?P<figures>(?:[^，,；;。]*?(?:编制|实有|现有)\s*\d+\s*[名人个]?[，,；;。]?\s*)+)(?P<people>.*)$"
)
_QUOTA = re.compile(r"(?:编制|核编|定编|编)(?:数)?(?:为|共|:|：)?\s*(\d+)\s*[名人个]?")
_ACTUAL = re.compile(
    r"((?:实有|现有|在编|在岗|实际)(?:在编|在岗)?(?:人员|人数)?(?:为|共|:|：)?\s*(\d+)\s*[名人个]?)"
)
_ALL = re.compile(r"(?:编制|核编|定编)(?:数|总数)?(?:为|共)?\s*\d+")
_POSTS = (
    "书记|副书记|主任|副主任|[镇乡局所站科股处队部馆院校厂组]长|副[镇乡局所站科股处队部馆院校组]长|主席|副主席|科员|办事员|干事|会计|出纳|"
    r"专干|专员|委员|组织员|统计员|工作人员|助理|秘书|驾驶员|文书|负责人|[一二三四]级(?:主任)?科员|[一二三四]级调研员|成员|职工|人员"
)
_POST_END = re.compile(rf"^(.*?(?:{_POSTS}))\s*[:：]?\s*(?=\S)")
_BRACKET = re.compile(r"[（(]([^（）()]*)[)）]")


@dataclass(frozen=True)
class TextPerson:
    """A person named in a paragraph; `concurrent` for 兼任, who counts in another office."""

    name: str
    post: str | None
    remark: str | None
    concurrent: bool


@dataclass(frozen=True)
class Office:
    """One paragraph: an office with its figures and people, or the leaders' block."""

    row: int
    name: str
    leaders: bool
    quota: int | None
    headcount: int | None
    headcount_text: str
    people: tuple[TextPerson, ...]


@dataclass(frozen=True)
class TextRoster:
    """A sheet of paragraphs."""

    department: str | None
    quota: int | None
    quota_row: int | None
    offices: tuple[Office, ...]


def read_text_roster(grid: Grid) -> TextRoster | None:
    """Return the paragraphs of a sheet when at least two of them are offices, else None."""
    lines = [
        (row, text)
        for row, cells in enumerate(grid.rows)
        if row not in grid.hidden_rows and (text := _line(cells))
    ]
    offices = [office for row, text in lines if (office := read_office(row, text))]
    if len(offices) < 2:
        return None
    first = offices[0].row
    title = sentence = line = None
    quota, quota_row = None, None
    taken = {office.row for office in offices}
    for row, text in lines:
        if row in taken:
            continue
        if row < first:
            sentence = sentence or department_in_sentence(text)
            line = line or department_in_line(text)
            title = title or (department_in_title(text) if not re.search("[:：]", text) else None)
        if quota is None and not is_note(squeezed(text)) and _ALL.search(_digits(text)):
            quota, quota_row = _sum(_QUOTA, text), row
    department = title or sentence or line
    for longer in (sentence, line):
        if title and longer and len(longer) > len(title) and abbreviates(title, longer):
            department = longer
    return TextRoster(department, quota, quota_row, tuple(offices))


def _line(cells: object) -> str:
    parts = [shown(cell) for cell in cells if not is_blank(cell)]  # type: ignore[attr-defined]
    return re.sub(r"[ \t\u3000\u00a0]+", " ", " ".join(parts)).strip()


def _digits(text: str) -> str:
    return text.translate(HALF_WIDTH)


def _sum(pattern: re.Pattern[str], text: str) -> int | None:
    numbers = [int(found[1]) for found in pattern.finditer(_digits(text)) if len(found[1]) < 6]
    return sum(numbers) if numbers else None


def read_office(row: int, text: str) -> Office | None:
    """Return the office a paragraph describes, None for any other text."""
    text = _digits(text)
    plain = strip_numbering(text)
    found = _OFFICE.match(plain) or _OFFICE_PLAIN.match(plain)
    if not found or "现将" in plain:
        return None
    name = clean_section(found["name"])
    actual = _ACTUAL.search(found["figures"])
    quota = _sum(_QUOTA, _ACTUAL.sub("", found["figures"]))
    if quota is None and actual is None:
        return None
    return Office(
        row=row,
        name=name,
        leaders=is_leaders(name),
        quota=quota,
        headcount=int(actual[2]) if actual and len(actual[2]) < 6 else None,
        headcount_text=actual[1] if actual else "",
        people=tuple(read_people(found["people"])),
    )


def read_people(text: str) -> list[TextPerson]:
    """Return the people of 主任 甲；副主任 乙；科员 丙、丁（借调县民政局）。"""
    people = []
    for group in _split(text, "；;。\n"):
        post, names = _post_and_names(group)
        for piece in _split(names, "、，,"):
            if (
                " " in piece
                and not looks_like_person(piece.split()[0])
                and len(piece.split()[0]) > 1
            ):
                inner_post, piece = _post_and_names(piece)
                post = inner_post or post
            words = piece.split()
            several = len(words) > 1 and all(looks_like_person(word) for word in words)
            for word in words if several else [piece]:
                person = _person(word, post)
                if person is None:
                    inner_post, inner = _post_and_names(word)
                    post = inner_post or post
                    person = _person(inner, post)
                if person:
                    people.append(person)
    return people


def _split(text: str, marks: str) -> list[str]:
    """Split at marks that stand outside brackets."""
    pieces, depth, current = [], 0, ""
    for letter in text:
        depth += (letter in "（(") - (letter in "）)")
        if letter in marks and depth <= 0:
            pieces.append(current)
            current = ""
        else:
            current += letter
    return [piece.strip() for piece in [*pieces, current] if piece.strip()]


def _post_and_names(group: str) -> tuple[str | None, str]:
    """Split 主任 钱志健, 主任：钱志健 and 主任钱志健."""
    group = group.strip()
    parted = re.match(r"^([^\s:：、，,（(]+)\s*[:：\s]\s*(.+)$", group)
    if parted and not looks_like_person(parted[1]):
        return parted[1], parted[2]
    if (found := _POST_END.match(group)) and not looks_like_person(_BRACKET.sub("", group)):
        return squeezed(found[1]), group[found.end() :].lstrip(":： ")
    return None, group


def _person(piece: str, post: str | None) -> TextPerson | None:
    remark = _BRACKET.search(piece)
    name = squeezed(_BRACKET.sub("", piece)).strip(":：.")
    if not looks_like_person(name) and not (2 <= len(name) <= 3 and post and name[:1] in SURNAMES):
        return None
    note = remark[1] if remark else None
    concurrent = bool(note and "兼" in note)
    return TextPerson(name, post, note, concurrent)
