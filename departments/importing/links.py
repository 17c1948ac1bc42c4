"""Writes the links between sections of an import."""

from departments.importing.differences import NEW, UPDATED, RowDifference, TableDifference
from departments.importing.fields import fields_of
from departments.importing.journal import Journal
from departments.importing.writing import Names, changed, create, known_pk, write_updates
from departments.link_strengths import USUAL
from departments.models import SectionLink


def write(
    table: TableDifference, departments: dict[str, int], sections: Names, journal: Journal
) -> None:
    """Write new and changed links; a new one about whose strength the file is silent counts as
    one of usual strength.
    """
    create(SectionLink, [_link(row, departments, sections) for row in table.having(NEW)], journal)
    updates = {known_pk(row): changed(row, fields_of("links")) for row in table.having(UPDATED)}
    write_updates(SectionLink, updates, journal)


def _link(row: RowDifference, departments: dict[str, int], sections: Names) -> SectionLink:
    department, *names = row.file.key
    a, b = sorted(sections[department, name] for name in names)
    return SectionLink(
        department_id=departments[department],
        a_id=a,
        b_id=b,
        strength=row.file.values["strength"] or USUAL.value,
        note=row.file.values["note"] or "",
    )
