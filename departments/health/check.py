"""What a check is, whose data it looks at, and what it finds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from departments.models import Department, HealthMatch, Section, StaffMember
from departments.models.department import DepartmentQuerySet
from departments.models.section import SectionQuerySet
from departments.models.staff_member import StaffQuerySet

Row = dict[str, Any]
# Columns that a query adds are unknown to the models, hence to the type checker.
Rows = QuerySet[Any, Any]


class Severity(StrEnum):
    """How bad a finding is; shown as a sign and a word, never as a colour alone."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def word(self) -> str:
        """错误: surely wrong; 警告: probably wrong; 提示: look at it."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self]

    @property
    def sign(self) -> str:
        """A sign that also prints in black and white."""
        return {"error": "✕", "warning": "▲", "info": "○"}[self]

    @property
    def tone(self) -> str:
        """The tone of its chip."""
        return {"error": "bad", "warning": "watch", "info": ""}[self]


@dataclass(frozen=True, slots=True)
class Area:
    """The departments that are checked, all of them standing, and the day of the check."""

    shown: DepartmentQuerySet
    today: date

    def departments(self) -> QuerySet[Department]:
        """The departments to check, in their usual order."""
        return self.shown.order_by("region__code", "pk")

    def sections(self) -> SectionQuerySet:
        """Their standing sections."""
        return Section.objects.standing().filter(department__in=self.shown.values("pk"))

    def people(self) -> StaffQuerySet:
        """The people on their rosters."""
        return StaffMember.objects.standing().filter(department__in=self.shown.values("pk"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right: where it is, and what is wrong in a sentence."""

    department_id: int
    department: str
    section_id: int | None
    section: str
    person: str
    detail: str

    def to_json(self) -> list[Any]:
        """What is stored of it beneath its department: ``Finding(department_id, department, *stored)``
        is the same again.
        """
        return [self.section_id, self.section, self.person, self.detail]

    @property
    def department_url(self) -> str:
        """The page of the department."""
        return reverse("department_detail", args=[self.department_id])

    @property
    def section_url(self) -> str:
        """The page of the section; empty where the finding is about none."""
        return reverse("section_detail", args=[self.section_id]) if self.section_id else ""

    @property
    def person_url(self) -> str:
        """The people of the department, narrowed to the name; empty where it is about nobody."""
        wanted = {"tab": "staff", "q": self.person}
        place = [self.department_id]
        return reverse("department_detail", args=place, query=wanted) if self.person else ""


Teller = Callable[[Sequence[Row], Area], list[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """What is said of a check; ``subject`` is what a finding is about (department, section or
    person) and so which columns it has.
    """

    code: str
    title: str
    severity: Severity
    why: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class InDepartment(Check):
    """A check of every department on its own: ``rows`` is a single query for what is wrong, ``tell``
    puts some rows into words and may ask the database once more for all of them together.
    """

    rows: Callable[[Area], Rows]
    tell: Teller


@dataclass(frozen=True, slots=True)
class Across(Check):
    """A check of what two departments share: ``members`` gives, unsaved, everybody in all departments
    who shares something with the area, ``tell`` says it of one of them, the others being named.

    What a person is told depends on the departments they see, hence only the members are stored.
    """

    members: Callable[[Area], Iterable[HealthMatch]]
    tell: Callable[[HealthMatch, Sequence[tuple[HealthMatch, str]]], str]


def told(describe: Callable[[Row], str]) -> Teller:
    """A teller that needs no more than the row: ``describe`` gives the sentence."""

    def tell(rows: Sequence[Row], area: Area) -> list[Finding]:
        return [finding_of(row, describe(row)) for row in rows]

    return tell


def finding_of(row: Row, detail: str) -> Finding:
    """The finding about the place that a row names (``places.py`` says by which columns)."""
    return Finding(
        department_id=row["department_id"],
        department=row["department_name"],
        detail=detail,
        section_id=row.get("section_id"),
        section=row.get("section_name") or "",
        person=row.get("person_name", ""),
    )
