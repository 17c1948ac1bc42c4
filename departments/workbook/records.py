"""What a workbook says, as immutable records that carry the sheet and row they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Source(NamedTuple):
    """Where a record stands: sheet name (None for CSV) and 1-based Excel row."""

    sheet: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a clerk should look at; `rejected` says the row was not taken.

    `column` is the header; `column_index` (1-based) and `field` are known where one cell is meant.
    """

    severity: str
    sheet: str | None
    row: int
    column: str | None
    code: str
    value: str
    message: str
    rejected: bool = False
    column_index: int | None = None
    field: str | None = None


class WorkItemRow(NamedTuple):
    """A countable task: yearly counts as (year or None, count or None), hours per unit."""

    department: str | None
    section: str | None
    duty: str | None
    matter: str
    unit: str | None
    counts: tuple[tuple[int | None, int | None], ...]
    hours_per_unit: float | None
    duty_kind: str
    source: Source


class DutyRow(NamedTuple):
    """One clause of duty; `duty_kind` is 三定 or 其他."""

    department: str | None
    section: str | None
    text: str
    duty_kind: str
    source: Source


class StaffRow(NamedTuple):
    """One person. Dates are ISO text, YYYY-MM where the sheet shows only year and month."""

    name: str
    department: str | None
    section: str | None
    gender: str | None
    ethnicity: str | None
    id_number: str | None
    birth_date: str | None
    political_status: str | None
    work_since: str | None
    post: str | None
    held_since: str | None
    rank: str | None
    quota_type: str | None
    education: str | None
    employment: str | None
    remark: str | None
    source: Source


class LinkRow(NamedTuple):
    """Work that passes between two sections of a department, in both directions.

    ``strength`` is above 0 to 1, None where the sheet states none; ``note`` is what is handed over.
    """

    department: str | None
    section: str
    partner: str
    strength: float | None
    note: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section with its figures; None means the sheet says nothing, never zero."""

    department: str | None
    name: str
    source: Source
    kind: str | None = None
    lines: str | None = None
    code: str | None = None
    quota: int | None = None
    quota_by_type: tuple[tuple[str, int], ...] = ()
    headcount: int | None = None
    chief_posts: int | None = None
    deputy_posts: int | None = None
    document_number: str | None = None
    remark: str | None = None
    duties: tuple[DutyRow, ...] = ()
    work_items: tuple[WorkItemRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department with its sections in the order of the workbook."""

    name: str
    source: Source
    kind: str | None = None
    code: str | None = None
    quota: int | None = None
    headcount: int | None = None
    sections: tuple[SectionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: 1-based index, header with levels joined by "/", our field or None.

    `known` is False for a column nobody understands; `samples` are its first values as text.
    """

    index: int
    header: str
    field: str | None
    known: bool = True
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How one sheet was understood; `rows` counts its data rows, `rejected` those not taken.

    A sheet of an unrecognised table has columns too where a header was found.
    """

    name: str | None
    table: str
    header_rows: tuple[int, ...] = ()
    columns: tuple[Column, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    hidden: bool = False
    hidden_rows: int = 0
    rows: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Reading:
    """Everything read out of one workbook, before the database is asked."""

    filename: str
    sheets: tuple[SheetReading, ...] = ()
    departments: tuple[DepartmentRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_sections: tuple[str, ...] = ()
    fatal: str | None = None

    @property
    def rejected(self) -> int:
        """Rows that carry a blocking problem and were not taken."""
        return sum(sheet.rejected for sheet in self.sheets)
