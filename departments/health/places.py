"""The columns by which a row names its department, section and person, in the usual order."""

from django.db.models import F, QuerySet

from departments.health.check import Rows
from departments.models import Department, Section, StaffMember


def ordered(rows: Rows, *columns: str) -> Rows:
    """The rows by ``columns``, so that pages neither repeat nor miss one."""
    in_order: Rows = rows.order_by(*columns)
    return in_order


def of_departments(found: QuerySet[Department], *more: str) -> Rows:
    """Departments as rows, with the columns ``more`` beside their name."""
    rows: Rows = found.values(*more, department_id=F("pk"), department_name=F("name"))
    return ordered(rows, "region__code", "pk")


def of_sections(found: QuerySet[Section], *more: str) -> Rows:
    """Sections as rows, with the columns ``more`` beside department and name."""
    rows: Rows = found.values(
        "department_id",
        *more,
        department_name=F("department__name"),
        section_id=F("pk"),
        section_name=F("name"),
    )
    return ordered(rows, "department_id", "position", "pk")


def of_people(found: QuerySet[StaffMember], *more: str) -> Rows:
    """People as rows, with the columns ``more`` beside department, section and name."""
    rows: Rows = found.values(
        "department_id",
        "section_id",
        *more,
        department_name=F("department__name"),
        section_name=F("section__name"),
        person_name=F("name"),
    )
    return ordered(rows, "department_id", "position", "pk")
