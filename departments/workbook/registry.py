"""Departments and sections as they are gathered from all tables, found again under any spelling."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from departments.workbook.names import base_of, section_key
from departments.workbook.records import Row, Source


@dataclass
class SectionDraft:
    """A section while its figures, duties and work items are being gathered."""

    department: str
    name: str
    source: Source
    values: dict[str, Any] = field(default_factory=dict)
    duties: dict[str, Row] = field(default_factory=dict)
    work_items: list[Row] = field(default_factory=list)

    def row(self, source: Source, **values: Any) -> Row:
        """Return a row of the section."""
        return Row(source, self.department, {"section": self.name, **values})

    def add_duty(self, text: str, kind: str, source: Source) -> None:
        """Add a clause unless the section has it already."""
        if text not in self.duties:
            self.duties[text] = self.row(source, duty=text, duty_kind=kind)


@dataclass
class DepartmentDraft:
    """A department while it is being gathered; `listed` says a section list names its sections."""

    name: str
    source: Source
    values: dict[str, Any] = field(default_factory=dict)
    listed: bool = False
    sections: dict[str, SectionDraft] = field(default_factory=dict)

    def fill(self, **values: Any) -> None:
        """Take the values that are not known yet."""
        self.values |= {n: value for n, value in values.items() if self.values.get(n) is None}

    def find(self, name: str) -> SectionDraft | None:
        """Return the section of that name, also without or within its bracket if only one fits."""
        key = section_key(name)
        if key in self.sections:
            return self.sections[key]
        base = base_of(key)
        fitting = [
            s for k, s in self.sections.items() if base_of(k) == base and (k == base or key == base)
        ]
        return fitting[0] if len(fitting) == 1 else None


class Registry:
    """All departments in the order in which the workbook names them."""

    def __init__(self) -> None:
        self.departments: dict[str, DepartmentDraft] = {}

    def department(self, name: str, source: Source) -> DepartmentDraft:
        """Return the department, new if it was not known."""
        if name not in self.departments:
            self.departments[name] = DepartmentDraft(name, source)
        return self.departments[name]

    def section(self, department: str, name: str, source: Source) -> SectionDraft | None:
        """Return the section; new unless a section list of the department leaves it out (None)."""
        draft = self.department(department, source)
        found = draft.find(name)
        if found is None and not draft.listed:
            found = SectionDraft(department, name, source)
            draft.sections[section_key(name)] = found
        return found

    def sections(self) -> list[SectionDraft]:
        """Return the sections in the order of their departments."""
        return [
            section for draft in self.departments.values() for section in draft.sections.values()
        ]
