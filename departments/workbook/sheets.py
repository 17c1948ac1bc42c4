"""The sheets of a workbook with their tables, and which department each table belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from departments.workbook.grid import Grid
from departments.workbook.owners import departments_of
from departments.workbook.parse_text import TextRoster
from departments.workbook.table import Table
from departments.workbook.titles import (
    Context,
    department_in_title,
    full_name,
    sheet_department,
    sheet_section,
)

UNNAMED = "（未注明部门）"


@dataclass
class Sheet:
    """One sheet with its tables or its text roster, and the department of each table."""

    grid: Grid
    tables: list[Table]
    roster: TextRoster | None
    context: Context
    owners: dict[int, str] = field(default_factory=dict)

    @property
    def useful(self) -> bool:
        """Whether anything on the sheet can be imported."""
        return bool(self.roster) or any(table.kind != "unrecognised" for table in self.tables)

    def titles(self) -> list[str]:
        """Return the departments that the sheet's titles and its text name."""
        names = [self.roster.department] if self.roster else []
        contexts = [self.context, *(table.context for table in self.tables)]
        names += [context.department for context in contexts if context.title_department]
        return [name for name in names if name]

    def column_departments(self) -> list[str]:
        """Return the departments that columns of the sheet name."""
        names: dict[str, None] = {}
        for table in self.tables:
            if "department" in table.fields:
                names.update(dict.fromkeys(n for n in departments_of(table, None) if n))
        return list(names)


def name_departments(sheets: Sequence[Sheet], wanted: str | None, stem: str) -> None:
    """Give every table without a department column the department it belongs to.

    `wanted` is the department that a person chose, `stem` the file's name without its ending.
    """
    visible = [sheet for sheet in sheets if not sheet.grid.hidden]
    titled = dict.fromkeys(name for sheet in visible if sheet.useful for name in sheet.titles())
    known = dict.fromkeys(name for sheet in visible for name in sheet.column_departments())
    known.update(titled)
    if wanted and len(titled) <= 1:
        titled, known = {wanted: None}, {**dict.fromkeys((wanted,)), **known}
    owner = _Owners(wanted, stem, list(titled), list(known))
    for sheet in sheets:
        for number, table in enumerate(sheet.tables):
            sheet.owners[number] = owner.of(sheet, table.context)
        if not sheet.tables:
            own = Context(sheet.roster.department) if sheet.roster else sheet.context
            sheet.owners[0] = owner.of(sheet, own)


@dataclass(frozen=True)
class _Owners:
    """What is known about departments when the owner of a table is looked for."""

    wanted: str | None
    stem: str
    titled: list[str]
    known: list[str]

    def of(self, sheet: Sheet, context: Context) -> str:
        """Return the department of a table: its title, the sheet, the workbook, the file's name."""
        if self.wanted and self.titled == [self.wanted]:
            return self.wanted
        for source in (context, sheet.context):
            if source.title_department and source.department:
                return full_name(source.department, self.titled) or source.department
        for source in (context, sheet.context):
            if source.department:
                return full_name(source.department, self.known) or source.department
        short = sheet_department(sheet.grid.name)
        if short and (found := full_name(short, self.known)):
            return found
        if len(self.titled) == 1:
            return self.titled[0]
        if short and not sheet_section(sheet.grid.name):
            return short
        if len(self.known) == 1:
            return self.known[0]
        return self.wanted or department_in_title(self.stem) or UNNAMED
