"""Compares a reading of a workbook with the database; writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from departments.importing import known
from departments.importing.choices import Choices, Place
from departments.importing.comparing_people import compare_people
from departments.importing.differences import FileRow, TableDifference, compare_table
from departments.importing.ended import ended_duties
from departments.importing.file_rows import FileRows
from departments.importing.refusing import Homes, fitting, without_double_codes, written
from departments.models import Department, Region, Section
from departments.workbook.collector import collector_paused
from departments.workbook.records import Problem, Reading, Row, Source, blocks_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of every table, in the order in which they are applied.

    ``problems`` are warnings that only the database gives rise to.
    """

    departments: TableDifference
    sections: TableDifference
    duties: TableDifference
    workload: TableDifference
    staff: TableDifference
    links: TableDifference
    problems: tuple[Problem, ...] = ()

    def tables(self) -> tuple[TableDifference, ...]:
        """All tables, in the order of applying."""
        return (
            *(self.departments, self.sections, self.duties),
            *(self.workload, self.staff, self.links),
        )


@collector_paused()
def compare(
    reading: Reading,
    region: Region,
    only: Department | None = None,
    choices: Choices | None = None,
) -> Comparison:
    """Compare ``reading`` with the departments of ``region``, minding what a person chose.

    With ``only``, rows of other departments are rejected. About ten queries, whatever the size.
    """
    choices = choices or Choices()
    rows = FileRows(only)
    named = {row.department: row for row in reading.departments if row.department}
    people = blocks_of(reading.staff)
    for block in people:
        for department, line in zip(block.departments, block.lines, strict=True):
            if department and department not in named:
                named[department] = Row(Source(block.sheet, line), department, {})
    found = _found(reading, named, region)
    pks = [department.pk for department in found]
    renamed = _renamed(reading, pks, choices)
    needed = _needed(reading, named, choices.left_out)

    def table(
        name: str, file_rows: Iterable[FileRow], known_rows: known.Rows, homes: Homes | None
    ) -> TableDifference:
        abolish = choices.abolish.get(name, frozenset())
        left_out = choices.left_out - needed if homes is None else choices.left_out
        wanted = (*fitting(name, file_rows, homes), *unread_rows(name, reading))
        return compare_table(name, wanted, known_rows, left_out=left_out, abolish=abolish)

    known_departments, known_sections = known.departments(found), known.sections(pks, renamed)
    departments = table("departments", rows.departments(named.values()), known_departments, None)
    names = {name for (name,) in written(departments, known_departments)}
    sections = table("sections", rows.sections(reading), known_sections, Homes(names))
    sections = without_double_codes(sections, known_sections.values())
    homes = Homes(names, written(sections, known_sections))
    duties = table("duties", rows.duties(reading), known.duties(pks, renamed), homes)
    return Comparison(
        departments,
        sections,
        duties,
        table("workload", rows.work_items(reading), known.work_items(pks, renamed), homes),
        compare_people(
            people,
            known.People(pks, renamed),
            rows,
            homes,
            unread=tuple(unread_rows("staff", reading)),
            left_out=choices.left_out,
            abolish=choices.abolish.get("staff", frozenset()),
        ),
        table("links", rows.links(reading), known.links(pks, renamed), homes),
        ended_duties(duties, known.ended_duties(pks, renamed)),
    )


def unread_rows(table: str, reading: Reading) -> Iterator[FileRow]:
    """The rows of a table that the reader could not take, so that every row is in its table."""
    return (
        FileRow(*row.source, "", "", (), {}, row.reason)
        for row in reading.unread
        if row.table == table
    )


def _found(reading: Reading, named: dict[str, Row], region: Region) -> list[Department]:
    """The departments that the file means. One that only its links name is added to ``named`` if
    it is known: links refer to what is there, they found nothing.
    """
    linked = {link.department or "": link._replace(values={}) for link in reading.links}
    standing = Department.objects.standing().filter(region__code=region.code)
    found = list(standing.filter(name__in=[*named, *linked]))
    for department in found:
        if department.name not in named:
            named[department.name] = linked[department.name]
    return found


def _needed(reading: Reading, named: Mapping[str, Row], left_out: Set[Place]) -> set[Place]:
    """The places of departments that a row which is not left out belongs to.

    A department without a row of its own has the place of its first section, person or link.
    """
    kept = {
        department or ""
        for table in (reading.sections, reading.staff, reading.links)
        for block in blocks_of(table)
        for department, line in zip(block.departments, block.lines, strict=True)
        if (block.sheet, line) not in left_out
    }
    return {named[department].source for department in kept if department in named}


def _renamed(reading: Reading, pks: list[int], choices: Choices) -> dict[int, str]:
    """The name in the file of sections that the database knows by another: chosen by a person, or
    recognised by their code.
    """
    by_code = {
        (row.department, code): row.values["section"]
        for row in reading.sections
        if (code := row.values.get("code")) and row.source not in choices.left_out
    }
    chosen = {(department, old): new for (department, new), old in choices.renames.items()}
    if not by_code and not chosen:
        return {}
    renamed: dict[int, str] = {}
    names: dict[int, tuple[str, str]] = {}
    standing = Section.objects.standing().filter(department__in=pks)
    for pk, department, name, code in standing.values_list(
        "pk", "department__name", "name", "code"
    ):
        new = chosen.get((department, name)) or by_code.get((department, code or "-"))
        names[pk] = (department, name)
        if new is not None and new != name:
            renamed[pk] = new
    while True:  # a name that another section has and keeps is not free
        kept = {named for pk, named in names.items() if pk not in renamed}
        free = {pk: new for pk, new in renamed.items() if (names[pk][0], new) not in kept}
        if free == renamed:
            return renamed
        renamed = free
