"""Reading section lists, department lists and the wide 一览表 that holds both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from departments.workbook import synonyms as words
from departments.workbook.cells import Cell, is_blank, memoised, shown, squeezed
from departments.workbook.figures_read import (
    RowFigures,
    by_type,
    check_parts,
    first_known,
    read_figures,
    total_of,
)
from departments.workbook.findings import Findings
from departments.workbook.names import (
    clean_section,
    formula_text,
    has_chinese_numbering,
    is_ambiguous,
    is_continued,
    is_no_section,
    looks_like_department,
    section_key,
)
from departments.workbook.owners import clean_department
from departments.workbook.parse_duties import split_clauses
from departments.workbook.registry import DepartmentDraft, Registry, SectionDraft
from departments.workbook.row_reader import RowReader
from departments.workbook.table import Table
from departments.workbook.titles import full_name
from departments.workbook.totals import Item
from departments.workbook.values import read_chief_and_deputies

_STRONG = re.compile(r"(?:[^分]局|委员会|[市县区]委.{0,8}|政府.{0,4}办公室|厅|镇|乡|街道)$")
_PLACE = re.compile(r".{1,6}[市县区州盟旗省].")
_FOOTER = re.compile(r"\d{4}年\d{1,2}月")


@dataclass
class SectionList:
    """What a list was made of: its rows for the check of totals, its departments."""

    items: list[Item]
    departments: dict[str, None]


def parse_sections(
    table: Table, default: str, registry: Registry, findings: Findings
) -> SectionList:
    """Read every row of a section list into the registry and return its rows for the totals."""
    reader = _Reader(table, default, registry, findings)
    for place in range(len(table.rows)):
        reader.row(place)
    return SectionList(reader.items, reader.departments)


def row_type(text: str) -> str | None:
    """Return department, section or institution from a 机构类别 cell."""
    if text in words.SECTION_ROW_TYPES or "内设" in text:
        return "section"
    if text in words.INSTITUTION_ROW_TYPES or "事业" in text:
        return "institution"
    if text in words.DEPARTMENT_ROW_TYPES or text.endswith("机关"):
        return "department"
    return None


class _Reader(RowReader):
    """Walks down one list, knowing under which department it is."""

    def __init__(self, table: Table, default: str, registry: Registry, findings: Findings) -> None:
        super().__init__(table, default, registry, findings)
        self.items: list[Item] = []
        self.departments: dict[str, None] = {}
        self.figures = read_figures(table, findings)
        self.cells, self.own = table.filled("section")
        self.types = memoised(table.filled("unit_type")[0], squeezed)
        self.parents = memoised(table.filled("parent")[0], clean_department)
        self.above: str | None = None
        self.above_parent = ""
        self.last: SectionDraft | None = None

    def row(self, place: int) -> None:
        """Read one data row."""
        cell, figures = self.cells[place], self.figures[place]
        formula = self.table.formula(self.table.rows[place], "section")
        if formula is not None or formula_text(shown(cell)):
            self._formula(place, cell if formula is None else formula)
            return
        name = clean_section(cell)
        if not self.own[place] and self._same_section(place, name):
            return
        if not name:
            self._nameless(place)
            return
        if _FOOTER.search(name) and not any(figures.values.values()):
            return
        kind = self._kind_of_row(place, cell, name)
        check_parts(self.table, self.findings, place, figures)
        if kind == "section":
            self._section(place, cell, name, figures)
        elif kind == "leaders":
            self.findings.no_section([squeezed(cell)])
            self._item(place, "leaders", figures)
        else:
            self._department(place, kind, clean_department(cell), figures)

    def _same_section(self, place: int, name: str) -> bool:
        """Add a further row of a merged section: it can only bring duties."""
        if not name or self.last is None or section_key(self.last.name) != section_key(name):
            return False
        self._duties(place, self.last)
        return True

    def _kind_of_row(self, place: int, cell: Cell, name: str) -> str:
        if found := row_type(self.types[place]):
            return found
        if is_no_section(name):
            return "leaders"
        return "department" if self._is_department(place, cell, name) else "section"

    def _is_department(self, place: int, cell: Cell, name: str) -> bool:
        """Tell a department's row in a list without types: 一、示例市财政局 over its sections."""
        if "department" in self.table.fields or not _STRONG.search(name):
            return False
        number = squeezed(self.cell(place, "ordinal"))
        headed = has_chinese_numbering(squeezed(cell)) or has_chinese_numbering(number + "、")
        return looks_like_department(name) and (headed or bool(_PLACE.match(name)))

    def _formula(self, place: int, value: Cell) -> None:
        self.reject(
            place, "section", "required_missing", value,
            "科室名称是公式，不是名称。请把公式粘贴为数值（选择性粘贴→值）后再导入；本行未导入。",
        )  # fmt: skip

    def _nameless(self, place: int) -> None:
        self.reject(
            place, "section", "required_missing", "",
            "本行有数据但没有科室名称，未导入。请补上名称，或删去本行。",
        )  # fmt: skip

    def _owner(self, place: int) -> str | None:
        if "department" in self.table.fields:
            return self.owners[place]
        parent = self.parents[place]
        if self.above and (not parent or parent == self.above_parent):
            return self.above
        if parent:
            return full_name(parent, list(self.registry.departments)) or parent
        return self.owners[place]

    def _department(self, place: int, kind: str, name: str, figures: RowFigures) -> None:
        draft = self.registry.department(name, self.source(place))
        self.departments[name] = None
        draft.fill(
            quota=total_of(self.table, figures, "quota"),
            headcount=total_of(self.table, figures, "headcount"),
            department_kind="事业单位" if kind == "institution" else self.types[place] or None,
        )
        self._item(place, kind, figures)
        if kind == "department":
            self.above, self.last = name, None
            self.above_parent = self.parents[place]

    def _section(self, place: int, cell: Cell, name: str, figures: RowFigures) -> None:
        owner = self._owner(place)
        if not owner:
            self.reject(
                place, "department", "required_missing", "",
                f"“{name}”没有写明所属部门，未导入。请补上部门名称。",
            )  # fmt: skip
            return
        draft = self.registry.department(owner, self.source(place))
        self.departments[owner] = None
        draft.listed = True
        if is_continued(cell):
            self.findings.no_section([squeezed(cell)])
        elif is_ambiguous(name) and section_key(name) not in draft.sections:
            self.ambiguous(place, cell)
        known = draft.sections.get(section_key(name))
        if known is not None:
            if not is_continued(cell):
                self._duplicate(place, cell, known)
                return
            self.last = known
        else:
            self.last = self._new_section(place, draft, name, figures)
        self._item(place, "section", figures)
        self._duties(place, self.last)

    def _new_section(
        self, place: int, draft: DepartmentDraft, name: str, figures: RowFigures
    ) -> SectionDraft:
        posts = read_chief_and_deputies(self.cell(place, "posts_approved")) or (None, None)
        values = self.values(place, "sections") | {
            "quota": total_of(self.table, figures, "quota"),
            "quota_by_type": by_type(self.table, figures),
            "headcount": total_of(self.table, figures, "headcount"),
            "chief_posts": first_known(figures.values.get("chief_posts"), posts[0]),
            "deputy_posts": first_known(figures.values.get("deputy_posts"), posts[1]),
        }
        section = SectionDraft(draft.name, name, self.source(place), values)
        draft.sections[section_key(name)] = section
        return section

    def _duties(self, place: int, section: SectionDraft) -> None:
        cell = self.cell(place, "duty")
        for clause in () if is_blank(cell) else split_clauses(shown(cell)):
            section.add_duty(clause, "三定", self.source(place))

    def _duplicate(self, place: int, cell: Cell, known: SectionDraft) -> None:
        self.reject(
            place, "section", "duplicate", cell,
            f"“{known.name}”在本部门已出现过（第 {known.source.row} 行），本行未导入。请删去重复行或改正名称。",
        )  # fmt: skip

    def _item(self, place: int, kind: str, figures: RowFigures) -> None:
        owner = self._owner(place) if kind in ("section", "leaders") else None
        self.items.append(Item(self.table.rows[place], kind, figures, owner))


def sections_in_roster(table: Table, default: str, registry: Registry, findings: Findings) -> None:
    """Read the figures of sections that stand in the first row of each section of a roster."""
    figures = [name for name in table.fields if name.partition(":")[0] in ("quota", "headcount")]
    if "section" not in table.fields or not figures:
        return
    reader = _Reader(table, default, registry, findings)
    seen: set[tuple[str | None, str]] = set()
    for place, cell in enumerate(reader.cells):
        name, owner = clean_section(cell), reader.owners[place]
        if not name or not owner or (owner, name) in seen:
            continue
        seen.add((owner, name))
        if is_no_section(name):
            reader._item(place, "leaders", reader.figures[place])
        elif not is_continued(cell):
            reader._section(place, cell, name, reader.figures[place])
