"""Abolishes what a person chose among the rows that a file no longer has."""

from datetime import date

from departments.importing import people
from departments.importing.comparing import Comparison
from departments.importing.journal import Journal
from departments.importing.writing import remove, write_updates
from departments.models import Duty, Section, SectionLink, WorkItem

END_REASON = "导入时选择撤销：文件中已没有这条职责"


def abolish(comparison: Comparison, journal: Journal, on: date) -> None:
    """Sections, people and duties keep their record and end on that day; work items and links,
    which say only how things are today, are removed.
    """
    for model, rows in (
        (WorkItem, comparison.workload.abolished),
        (SectionLink, comparison.links.abolished),
    ):
        remove(model._base_manager.filter(pk__in=[row.pk for row in rows]), journal)
    ended = {"ended_on": on, "end_reason": END_REASON}
    write_updates(Duty, {row.pk: ended for row in comparison.duties.abolished}, journal)
    people.retire([row.pk for row in comparison.staff.abolished], journal)
    pks = [row.pk for row in comparison.sections.abolished]
    people.leave_sections(pks, journal)
    write_updates(
        Section, {pk: {"standing": "abolished", "abolished_on": on} for pk in pks}, journal
    )
