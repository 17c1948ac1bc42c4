"""Putting the sheets of a workbook together: names departments, orders the parsing, collects."""

from __future__ import annotations

from collections.abc import Mapping

from departments.workbook.blocks import tables_of
from departments.workbook.cells import squeezed
from departments.workbook.findings import Findings
from departments.workbook.grid import Grid
from departments.workbook.names import (
    clean_section,
    is_no_section,
    is_total,
    section_key,
)
from departments.workbook.owners import departments_of
from departments.workbook.parse_departments import parse_departments
from departments.workbook.parse_duties import parse_duties
from departments.workbook.parse_links import Links, parse_links
from departments.workbook.parse_sections import parse_sections, sections_in_roster
from departments.workbook.parse_staff import parse_staff
from departments.workbook.parse_text import TextRoster, read_text_roster
from departments.workbook.records import Block, Reading, Row, Rows
from departments.workbook.registry import Registry
from departments.workbook.sheets import UNNAMED, Sheet, name_departments
from departments.workbook.summary import summarise, unread
from departments.workbook.table import Table
from departments.workbook.take_text import paragraphs_table, take_text_roster
from departments.workbook.titles import (
    Context,
    read_context,
    sheet_section,
)
from departments.workbook.totals import (
    check_head_count,
    check_totals,
    department_totals,
    final_total,
)

_ORDER = ("quota", "sections", "duties", "workload", "staff", "links")


class Assembly:
    """Reads the sheets of one workbook into one `Reading`."""

    def __init__(
        self,
        grids: list[Grid],
        overrides: Mapping[str, Mapping[str, str | None]],
        department: str | None,
        stem: str,
    ) -> None:
        self.registry, self.findings = Registry(), Findings()
        self.people: list[Block] = []
        self.links: Links = {}
        self.wanted, self.stem = department, stem
        self.sheets = [self._sheet(grid, overrides) for grid in grids]
        self.visible = [sheet for sheet in self.sheets if not sheet.grid.hidden]

    @staticmethod
    def _sheet(grid: Grid, overrides: Mapping[str, Mapping[str, str | None]]) -> Sheet:
        tables = tables_of(grid, overrides.get(grid.name or "", overrides.get("*")))
        roster = None
        if not any(table.kind != "unrecognised" for table in tables):
            roster = read_text_roster(grid)
        top = tables[0].header.top if tables else min(3, len(grid.rows))
        return Sheet(grid, tables, roster, read_context(grid, range(top)))

    def reading(self, filename: str) -> Reading:
        """Return everything the workbook says."""
        name_departments(self.sheets, self.wanted, self.stem)
        for sheet in self.visible:
            self._register(sheet)
        for kind in _ORDER:
            for sheet in self.visible:
                if kind == "sections" and sheet.roster:
                    self._text(sheet, sheet.roster)
                for number, table in enumerate(sheet.tables if not sheet.roster else ()):
                    if table.kind == kind:
                        self._parse(table, sheet.owners[number])
        self._unmatched()
        self._unnamed()
        self._hidden_names()
        self._order_people()
        departments, sections = self.registry.departments.values(), self.registry.sections()
        return Reading(
            filename=filename,
            sheets=tuple(summarise(sheet.grid, sheet.tables) for sheet in self.sheets),
            departments=tuple(Row(d.source, d.name, d.values) for d in departments),
            sections=tuple(s.row(s.source, **s.values) for s in sections),
            duties=tuple(duty for s in sections for duty in s.duties.values()),
            workload=tuple(item for s in sections for item in s.work_items),
            staff=Rows(self.people),
            links=tuple(self.links.values()),
            unread=tuple(
                row for sheet in self.visible for table in sheet.tables for row in unread(table)
            ),
            problems=self.findings.in_order([sheet.grid.name for sheet in self.sheets]),
            not_sections=self._not_sections(),
        )

    # tables ------------------------------------------------------------------------------

    def _register(self, sheet: Sheet) -> None:
        """Register departments in the order of the workbook; links only refer to departments."""
        for table in sheet.tables:
            if table.kind not in ("unrecognised", "links") and "department" in table.fields:
                for place, name in enumerate(departments_of(table, None)):
                    if name and name not in self.registry.departments:
                        self.registry.department(name, table.source(table.rows[place]))

    def _parse(self, table: Table, owner: str) -> None:
        if table.context.section is None:
            self._section_from_sheet(table)
        self.findings.no_section(label for _, label in table.totals)
        if table.kind == "quota":
            check_totals(
                table, parse_departments(table, self.registry, self.findings), self.findings
            )
        elif table.kind == "sections":
            self._sections(table, owner)
        elif table.kind in ("duties", "workload"):
            parse_duties(table, owner, self.registry, self.findings)
        elif table.kind == "links":
            parse_links(table, owner, self.registry, self.findings, self.links)
        else:
            sections_in_roster(table, owner, self.registry, self.findings)
            people = parse_staff(table, owner, self.registry, self.findings)
            check_head_count(table, len(table.rows), len(people.lines), self.findings)
            self.people += [people] if people.lines else []

    @staticmethod
    def _section_from_sheet(table: Table) -> None:
        if "section" not in table.fields and (name := sheet_section(table.grid.name)):
            old = table.context
            table.context = Context(old.title_department, old.reporting_department, name)

    def _sections(self, table: Table, owner: str) -> None:
        found = parse_sections(table, owner, self.registry, self.findings)
        check_totals(table, found.items, self.findings)
        if "parent" in table.fields:
            return
        for measure in ("quota", "headcount"):
            if len(found.departments) == 1:
                total = final_total(table, measure)
                totals = {} if total is None else {next(iter(found.departments)): total}
            else:
                totals = department_totals(table, found.items, measure)
            for name, value in totals.items():
                self.registry.departments[name].fill(**{measure: value})

    def _text(self, sheet: Sheet, roster: TextRoster) -> None:
        table, owner = paragraphs_table(sheet.grid), sheet.owners[0]
        sheet.tables, sheet.owners = [table], {0: owner}
        people = take_text_roster(table, roster, owner, self.registry, self.findings)
        self.people += Rows.of(people).blocks

    # what is left over ---------------------------------------------------------------------

    def _unmatched(self) -> None:
        for sheet in self.visible:
            for table in sheet.tables:
                if table.kind == "unrecognised":
                    continue
                for index, decision in enumerate(table.mapped):
                    if decision.known or decision.field:
                        continue
                    header = table.header.name(index)
                    self.findings.add(
                        table, table.header.top, header, "unmatched_column", header,
                        f"不认识“{header}”这一列，未导入。如需要，请在“对应”一步指定它是什么。",
                    )  # fmt: skip

    def _unnamed(self) -> None:
        """Report a table whose department nothing in the file names."""
        named = {link.department for link in self.links.values()} | self.registry.departments.keys()
        if UNNAMED not in named:
            return
        for sheet in self.visible:
            for number, table in enumerate(sheet.tables):
                if table.kind != "unrecognised" and sheet.owners[number] == UNNAMED and table.rows:
                    self.findings.add(
                        table, table.header.top, None, "required_missing", "",
                        "表中没有写明是哪个部门的。请在标题或“填报单位”中写上部门全称，或在导入时指定部门。",
                    )  # fmt: skip
                    return

    def _hidden_names(self) -> None:
        """List the sections of hidden sheets and rows that exist nowhere in sight."""
        for sheet in self.sheets:
            for number, table in enumerate(sheet.tables):
                index = table.fields.get("section")
                if index is None or table.kind not in ("sections", "duties", "workload", "staff"):
                    continue
                rows = table.rows if sheet.grid.hidden else table.hidden
                owner = self.registry.departments.get(sheet.owners[number])
                keys = set(owner.sections) if owner else self._all_keys()
                for row in rows:
                    name = clean_section(table.grid.rows[row][index])
                    if name and section_key(name) not in keys:
                        self.findings.no_section([name])

    def _all_keys(self) -> set[str]:
        return {key for draft in self.registry.departments.values() for key in draft.sections}

    def _not_sections(self) -> tuple[str, ...]:
        keys = self._all_keys()
        names = (name for name in self.findings.not_sections if squeezed(name))
        return tuple(
            n for n in names if is_total(n) or is_no_section(n) or section_key(n) not in keys
        )

    def _order_people(self) -> None:
        """Order people as the workbook does, sheet by sheet."""
        place = {sheet.grid.name: number for number, sheet in enumerate(self.sheets)}
        self.people.sort(key=lambda people: place.get(people.sheet, 0))
