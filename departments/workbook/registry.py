"""Departments and sections as they are gathered from all tables, found again under any spelling."""

from __future__ import annotations

from dataclasses import dataclass, field

from departments.workbook.names import base_of, section_key
from departments.workbook.records import DepartmentRow, DutyRow, SectionRow, Source, WorkItemRow


@dataclass
class SectionDraft:
    """A section while its figures, duties and work items are being gathered."""

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
    duties: dict[str, DutyRow] = field(default_factory=dict)
    work_items: list[WorkItemRow] = field(default_factory=list)

    def add_duty(self, duty: DutyRow) -> None:
        """Add a clause unless the section has it already."""
        self.duties.setdefault(duty.text, duty)

    def record(self) -> SectionRow:
        """Return the finished record."""
        values = {name: getattr(self, name) for name in SectionRow.__slots__}
        values["duties"] = tuple(self.duties.values())
        values["work_items"] = tuple(self.work_items)
        return SectionRow(**values)


@dataclass
class DepartmentDraft:
    """A department while it is being gathered; `listed` says a section list names its sections."""

    name: str
    source: Source
    kind: str | None = None
    code: str | None = None
    quota: int | None = None
    headcount: int | None = None
    listed: bool = False
    sections: dict[str, SectionDraft] = field(default_factory=dict)

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

    def record(self) -> DepartmentRow:
        """Return the finished record."""
        return DepartmentRow(
            name=self.name,
            source=self.source,
            kind=self.kind,
            code=self.code,
            quota=self.quota,
            headcount=self.headcount,
            sections=tuple(section.record() for section in self.sections.values()),
        )


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
