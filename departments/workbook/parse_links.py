"""Reading tables of links: which two sections pass work to one another, how much, and what."""

from __future__ import annotations

from departments.link_strengths import USUAL
from departments.workbook.cells import Cell, memoised, shown
from departments.workbook.findings import Findings
from departments.workbook.names import clean_section, is_no_section, section_key
from departments.workbook.owners import sections_of
from departments.workbook.records import Row
from departments.workbook.registry import Registry
from departments.workbook.row_reader import RowReader
from departments.workbook.table import Table
from departments.workbook.values import Figure, read_strength

Pair = tuple[str, frozenset[str]]
Links = dict[Pair, Row]
HOW = "请填 0 到 1 之间的数、百分数，或主要、经常、偶尔"
SUPPOSED = f"新增的业务往来按“{USUAL.word}”（{USUAL.value:g}）记，已有的强度不变"


def parse_links(
    table: Table, default: str, registry: Registry, findings: Findings, links: Links
) -> None:
    """Add the links of a table to ``links``, and report rows that cannot be taken.

    A link holds in both directions: the same pair again adds what is handed over, and is a
    duplicate when it states another strength. Sections are never made here; where the workbook
    lists a department's sections, the names must be among them.
    """
    reader = _Reader(table, default, registry, findings, links)
    if "strength" not in table.fields and table.rows:
        findings.add(
            table, table.header.bottom, None, "no_strength", "",
            f"表中没有强度一列：{SUPPOSED}。如不是这样，请加上这一列，{HOW}。",
        )  # fmt: skip
    for place in range(len(table.rows)):
        reader.row(place)


class _Reader(RowReader):
    """Walks down a table of links."""

    def __init__(
        self, table: Table, default: str, registry: Registry, findings: Findings, links: Links
    ) -> None:
        super().__init__(table, default, registry, findings)
        self.links = links
        self.names, self.written, _ = sections_of(table, table.context.section)
        self.partners = table.filled("partner", down=False)[0]
        self.strengths = table.filled("strength", down=False)[0]
        note = "note" if "note" in table.fields else "remark"
        self.notes = table.filled(note, down=False)[0]
        percent = "strength" in table.fields and "%" in table.title("strength").replace("％", "%")
        self.figures: list[Figure] = memoised(
            self.strengths, lambda cell: read_strength(cell, percent=percent)
        )

    def row(self, place: int) -> None:
        """Read one data row."""
        owner = self.owners[place]
        if not owner:
            self.need(place, "department", "部门")
            return
        section = self._section(place, owner, "section", self.names[place], self.written[place])
        cell = self.partners[place]
        partner = self._section(place, owner, "partner", clean_section(cell), cell)
        if section is None or partner is None:
            return
        if section_key(section) == section_key(partner):
            self.reject(
                place, "partner", "same_section", cell,
                f"“{section}”与自己没有业务往来，本行未导入。请改为另一个科室，或删去本行。",
            )  # fmt: skip
        elif self._readable(place):
            self._take(place, owner, section, partner)

    def _section(self, place: int, owner: str, field: str, name: str, written: Cell) -> str | None:
        """Return the section's name as the workbook lists it; None, reported, if it cannot be."""
        if not name:
            self.need(place, field, "科室" if field == "section" else "往来科室")
            return None
        department = self.registry.departments.get(owner)
        found = department.find(name) if department else None
        if found is not None:
            return found.name
        if is_no_section(name) or (department is not None and department.listed):
            self.reject(
                place, field, "unknown_section", written,
                f"“{name}”不在{owner}的科室名单中，本行业务往来未导入。请核对名称，或先在科室表中补上。",
            )  # fmt: skip
            return None
        return name

    def _readable(self, place: int) -> bool:
        """Tell whether the strength can be read, or is left open; reports what is wrong with it."""
        figure, cell = self.figures[place], self.strengths[place]
        if figure.code:
            what = "应大于 0、不超过 1" if figure.code == "bad_number" else "不是能读懂的强度"
            self.reject(
                place, "strength", "bad_number", cell,
                f"“{shown(cell)}”{what}，本行未导入。{HOW}；没有往来的请删去本行。",
            )  # fmt: skip
            return False
        if figure.value is None and "strength" in self.table.fields:
            self.report(
                place, "strength", "no_strength", "",
                f"没有写明强度：{SUPPOSED}。{HOW}。",
            )  # fmt: skip
        return True

    def _take(self, place: int, owner: str, section: str, partner: str) -> None:
        strength = self.figures[place].value
        note = " ".join(shown(self.notes[place]).split()) or None
        pair = owner, frozenset((section_key(section), section_key(partner)))
        earlier = self.links.get(pair)
        if earlier is None:
            values = {"section": section, "partner": partner, "strength": strength, "note": note}
            self.links[pair] = Row(self.source(place), owner, values)
            return
        stated = earlier.values["strength"]
        if None not in (strength, stated) and strength != stated:
            where = f"“{earlier.source.sheet}”" if earlier.source.sheet else ""
            self.reject(
                place, "strength", "duplicate", self.strengths[place],
                f"与{where}第 {earlier.source.row} 行是同一对科室，强度却不同"
                f"（{stated:g} 与 {strength:g}），本行未导入。请核对后只留一个。",
            )  # fmt: skip
            return
        earlier.values["strength"] = strength if stated is None else stated
        earlier.values["note"] = _joined(earlier.values["note"], note)


def _joined(one: str | None, other: str | None) -> str | None:
    """Return both notes, each thing handed over once."""
    notes = [*(one or "").split("；"), *(other or "").split("；")]
    return "；".join(dict.fromkeys(note for note in notes if note)) or None
