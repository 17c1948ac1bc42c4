"""Taking the paragraphs of a text roster: its offices into the registry, its people as records."""

from __future__ import annotations

from departments.workbook.columns import columns_of
from departments.workbook.detect import Header
from departments.workbook.findings import Findings
from departments.workbook.grid import Grid
from departments.workbook.names import is_ambiguous, is_no_section
from departments.workbook.parse_text import Office, TextPerson, TextRoster
from departments.workbook.records import Row, Source
from departments.workbook.registry import Registry
from departments.workbook.table import Table
from departments.workbook.titles import Context


def paragraphs_table(grid: Grid) -> Table:
    """Return a table without columns that stands for a sheet of paragraphs."""
    return Table(grid, Header(0, -1, ()), [], Context(), "staff", {})


def take_text_roster(
    table: Table, roster: TextRoster, owner: str, registry: Registry, findings: Findings
) -> list[Row]:
    """Return the people of the paragraphs, 兼任 once, and add the offices to the registry."""
    first = table.source(roster.offices[0].row)
    draft = registry.department(owner, first)
    draft.fill(quota=roster.quota)
    main = {p.name for office in roster.offices for p in office.people if not p.concurrent}
    people = []
    for office in roster.offices:
        section = _take_office(table, owner, office, registry, findings)
        source = table.source(office.row)
        people += [
            _record(person, owner, section, source)
            for person in office.people
            if not (person.concurrent and person.name in main)
        ]
    _check_sum(table, roster, findings)
    return people


def _take_office(
    table: Table, owner: str, office: Office, registry: Registry, findings: Findings
) -> str | None:
    """Return the office's section, None for the leaders' block; checks the number of people."""
    table.rows.append(office.row)
    listed = sum(not person.concurrent for person in office.people)
    if office.headcount is not None and office.people and listed != office.headcount:
        stated = office.headcount_text
        message = f"“{office.name}”写明{stated}，名单中有 {listed} 人（兼任不计）。请核对。"
        findings.add(table, office.row, None, "total_mismatch", stated, message)
    if office.leaders or is_no_section(office.name):
        findings.no_section([office.name])
        return None
    source = table.source(office.row)
    section = registry.section(owner, office.name, source)
    if section is None:
        return None
    section.values |= {"quota": office.quota, "headcount": office.headcount}
    if is_ambiguous(section.name):
        findings.ambiguous(table, office.row, None, office.name)
    return section.name


def _record(person: TextPerson, owner: str, section: str | None, source: Source) -> Row:
    status = None
    if person.remark and any(word in person.remark for word in ("借调", "挂职", "抽调")):
        status = "挂职" if "挂职" in person.remark else "借调"
    unsaid = dict.fromkeys(column.name for column in columns_of("staff") if column.read)
    said = {"name": person.name, "section": section, "id_number": None, "post": person.post}
    return Row(source, owner, unsaid | said | {"employment": status, "remark": person.remark})


def _check_sum(table: Table, roster: TextRoster, findings: Findings) -> None:
    """Report a stated quota of the whole that the offices do not add up to."""
    quotas = [office.quota for office in roster.offices]
    if roster.quota is None or roster.quota_row is None or None in quotas:
        return
    every = sum(quota or 0 for quota in quotas)
    without = sum(office.quota or 0 for office in roster.offices if not office.leaders)
    if roster.quota not in (every, without):
        message = f"写明编制 {roster.quota} 名，各办公室合计 {every} 名。请核对。"
        stated = f"编制{roster.quota}名"
        findings.add(table, roster.quota_row, None, "total_mismatch", stated, message)
