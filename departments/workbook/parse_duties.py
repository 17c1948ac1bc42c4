"""Reading duty tables and workload tables: clauses of duty and the countable tasks under them."""

from __future__ import annotations

import re

from departments.workbook.cells import Cell, is_blank, memoised, shown, squeezed
from departments.workbook.findings import Findings, number_message
from departments.workbook.names import is_ambiguous, is_no_section, section_key
from departments.workbook.owners import continued_names, sections_of
from departments.workbook.records import Row
from departments.workbook.registry import Registry, SectionDraft
from departments.workbook.row_reader import RowReader
from departments.workbook.table import Table
from departments.workbook.values import Figure, header_hours_factor, read_count, read_hours

_NUMBER = r"(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、．]|\d{1,2}\.(?!\d)|[①-⑳]|\d{1,2}[)）])"
_LEADING = re.compile(rf"^\s*{_NUMBER}\s*")
_INNER = re.compile(rf"(?<=[。；;.\n])\s*(?={_NUMBER})|(?<=[。；;])\s*(?=\S)|\n+")
_END = re.compile(r"[\s。；;，,、.．]+$")


def split_clauses(text: str) -> list[str]:
    """Return the clauses of a duty cell without numbering and final punctuation.

    A clause ends at a line break, a full stop, a semicolon or before the next number.
    """
    clauses = []
    for piece in _INNER.split(text.replace("\r", "\n")):
        clause = _END.sub("", _LEADING.sub("", piece.strip()))
        clause = re.sub(r"\s+", "", clause) if not re.search("[A-Za-z]", clause) else clause
        if clause:
            clauses.append(clause)
    return clauses


def duty_kind(cell: Cell) -> str:
    """Return 三定 or 其他; duties outside the 三定 rules are duties too."""
    text = squeezed(cell)
    return "其他" if text.startswith(("其他", "其它", "临时", "非三定", "交办", "额外")) else "三定"


def parse_duties(table: Table, default: str, registry: Registry, findings: Findings) -> None:
    """Read a duty table or a workload table into the sections of the registry."""
    reader = _Reader(table, default, registry, findings)
    for place in range(len(table.rows)):
        reader.row(place)


class _Reader(RowReader):
    """Walks down a table, remembering the duty that merged or left-out cells go on with."""

    def __init__(self, table: Table, default: str, registry: Registry, findings: Findings) -> None:
        super().__init__(table, default, registry, findings)
        self.names, self.written, self.own = sections_of(table, table.context.section)
        findings.no_section(continued_names(self.written))
        self.duties, self.own_duty = table.filled("duty")
        self.plain_duties = table.column("duty")
        self.kinds = memoised(table.filled("duty_kind")[0], duty_kind)
        self.dense = self.own.count(True) > 0.8 * max(len(self.own), 1)
        self.missing: dict[tuple[str, str], None] = {}
        self.asked: set[str] = set()
        self.counts = _count_fields(table)
        self.hours_factor = (
            header_hours_factor(table.title("hours_per_unit"))
            if "hours_per_unit" in table.fields
            else 1.0
        )

    def row(self, place: int) -> None:
        """Read one data row."""
        name = self.names[place]
        if is_no_section(name):
            self.findings.no_section([squeezed(self.written[place])])
            return
        section = self._section(place, self.owners[place], name)
        if section is None:
            return
        clauses = split_clauses(shown(self._duty(place)))
        matter = _END.sub("", shown(self.cell(place, "matter")))
        if not clauses and not matter:
            self.need(place, "duty" if "duty" in self.table.fields else "matter", "职责")
            return
        if not clauses and "duty" in self.table.fields and not self.counts:
            self.need(place, "duty", "职责")
            return
        for clause in clauses:
            section.add_duty(clause, self.kinds[place], self.source(place))
        if matter and (self.counts or "hours_per_unit" in self.table.fields):
            section.work_items.append(self._work_item(place, section, clauses, matter))

    def _duty(self, place: int) -> Cell:
        """Return the duty of a row; a blank under a newly named section is a missing duty."""
        cell = self.duties[place]
        if "duty" not in self.table.fields:
            return ""
        if is_blank(self.plain_duties[place]) and self.own[place] and not self.own_duty[place]:
            merged = self._inside_merge(place)
            same = place > 0 and self.names[place] == self.names[place - 1]
            if not merged and not (self.dense and same):
                return ""
        return cell

    def _inside_merge(self, place: int) -> bool:
        row, index = self.table.rows[place], self.table.fields["duty"]
        return any(
            merge.top < row <= merge.bottom and merge.left <= index <= merge.right
            for merge in self.table.grid.merges
        )

    def _section(self, place: int, owner: str | None, name: str) -> SectionDraft | None:
        """Return the row's section; reports rows without one and sections the list leaves out."""
        if not name or not owner:
            self.need(
                place, "section" if not name else "department", "科室" if not name else "部门"
            )
            return None
        section = self.registry.section(owner, name, self.source(place))
        if section is None:
            self._unknown(place, owner, name)
        elif not self.registry.departments[owner].listed:
            written = self.written[place]
            if is_ambiguous(section.name) and section_key(section.name) not in self.asked:
                self.asked.add(section_key(section.name))
                if section.source == self.source(place):
                    self.ambiguous(place, written)
        return section

    def _unknown(self, place: int, owner: str, name: str) -> None:
        self.findings.no_section([name])
        why = f"“{name}”不在{owner}的科室名单中，其职责未导入。请核对名称，或先在科室表中补上。"
        self.table.rejected[self.table.rows[place]] = why
        if (owner, name) in self.missing:
            return
        self.missing[owner, name] = None
        self.reject(place, "section", "unknown_section", self.written[place], why)

    def _work_item(self, place: int, section: SectionDraft, clauses: list[str], matter: str) -> Row:
        counts = []
        for field, year in self.counts:
            count = self._number(place, field, read_count(self.cell(place, field)))
            counts.append((year, None if count is None else int(count)))
        hours = read_hours(self.cell(place, "hours_per_unit"), self.hours_factor)
        return section.row(
            self.source(place),
            **self.values(place, "workload"),
            duty=clauses[0] if clauses else None,
            matter=matter,
            counts=tuple(counts),
            hours_per_unit=self._number(place, "hours_per_unit", hours),
            duty_kind=self.kinds[place],
        )

    def _number(self, place: int, field: str, figure: Figure) -> float | None:
        """Return a figure's value; reports what is wrong with its cell."""
        if figure.code:
            cell = self.cell(place, field)
            message = number_message(figure.code, cell, figure.value)
            self.report(place, field, figure.code, cell, message)
        return figure.value


def _count_fields(table: Table) -> list[tuple[str, int | None]]:
    """Return the columns of yearly counts with their years, oldest first, at most three."""
    found = []
    for name in table.fields:
        if name.startswith("counts"):
            _, _, year = name.partition(":")
            found.append((name, int(year) if year else None))
    found.sort(key=lambda item: (item[1] is None, item[1] or 0))
    return found[-3:]
