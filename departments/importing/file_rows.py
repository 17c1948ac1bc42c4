"""Turns the rows of a workbook into rows to compare with the database."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from departments.importing import known
from departments.importing.differences import FileRow, Values, numbered
from departments.importing.fields import DUTY_KINDS, Kept, kept_columns
from departments.models import Department
from departments.workbook.records import Reading, Row
from departments.workbook.sheets import UNNAMED

OUTSIDE = "不在您的部门范围内"
NO_DEPARTMENT = "无法确定所属部门：请在表中填写部门，或导入时选择部门"


@dataclass(frozen=True, slots=True)
class FileRows:
    """Turns rows of the workbook into rows to compare, and rejects what is out of scope."""

    only: Department | None

    def row(self, row: Row, label: str, key: tuple[Any, ...], values: Values) -> FileRow:
        department, reason = row.department, ""
        if not department or department == UNNAMED:
            reason = NO_DEPARTMENT
        elif self.only is not None and department != self.only.name:
            reason = OUTSIDE
        return FileRow(*row.source, department or "", label, key, values, reason)

    def departments(self, rows: Iterable[Row]) -> Iterator[FileRow]:
        kept = kept_columns("quota")
        for row in rows:
            name = row.department or ""
            yield self.row(row, name, (name,), _values(row, kept))

    def sections(self, reading: Reading) -> Iterator[FileRow]:
        kept = kept_columns("sections")
        for row in reading.sections:
            name = row.values["section"]
            types = {"quota_by_type": row.values.get("quota_by_type") or None}
            values = {"name": name} | _values(row, kept) | types
            yield self.row(row, name, (row.department, name), values)

    def duties(self, reading: Reading) -> Iterator[FileRow]:
        times: Counter[known.Key] = Counter()
        for row in reading.duties:
            section, text = row.values["section"], row.values["duty"]
            values = {"duty_kind": DUTY_KINDS.get(row.values["duty_kind"]), "section": section}
            yield self.row(row, text, numbered(times, row.department, section, text), values)

    def work_items(self, reading: Reading) -> Iterator[FileRow]:
        kept = kept_columns("workload")
        times: Counter[known.Key] = Counter()
        for row in reading.workload:
            section, duty, matter = (row.values[name] for name in ("section", "duty", "matter"))
            key = numbered(times, row.department, section, duty or "", matter)
            counts = {"counts": _counts(row.values["counts"]) or None, "duty": duty}
            yield self.row(row, matter, key, _values(row, kept) | counts)

    def links(self, reading: Reading) -> Iterator[FileRow]:
        """A link is the same whichever of its sections is named first."""
        kept = kept_columns("links")
        for row in reading.links:
            pair = row.values["section"], row.values["partner"]
            key = (row.department, *sorted(pair))
            yield self.row(row, known.link_label(*pair), key, _values(row, kept))

    def person(self, row: Row, key: known.Key) -> FileRow:
        """A person; leaders have no section, of which None would say nothing."""
        values = row.values if row.values["section"] else row.values | {"section": ""}
        return self.row(row, values["name"], key, values)


def _values(row: Row, kept: Iterable[Kept]) -> Values:
    """The fields that the model keeps, choices by their codes; None for a word that is none."""
    values = row.values.get
    return {
        field: codes.get(values(column) or "") if codes else values(column)
        for column, field, codes in kept
    }


def _counts(pairs: Iterable[tuple[int | None, float | None]]) -> dict[str, float]:
    """Counts by year as the model keeps them, one without a year by its place."""
    return {
        str(nth if year is None else year): count
        for nth, (year, count) in enumerate(pairs, start=1)
        if count is not None
    }
