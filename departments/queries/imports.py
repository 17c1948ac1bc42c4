"""Imports a person may see, and the rows of a review that one page shows."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from bigsection.accounts.models import User
from bigsection.errors import Missing
from bigsection.jobs.models import OPEN, Job
from departments.models import Department, LifecycleStatus, Section, WorkbookImport
from departments.scope import departments_of, regions_of

STATUSES = ("rejected", "updated", "new", "missing", "unchanged", "left_out")
Review = dict[str, Any]


def imports_of(user: User) -> QuerySet[WorkbookImport]:
    """The imports into departments and regions in the person's scope, newest first."""
    own = Q(department__in=departments_of(user).values("pk"))
    whole = Q(department=None, region__in=regions_of(user).values("pk"))
    visible = WorkbookImport.objects.filter(own | whole)
    return visible.select_related("region", "department", "uploaded_by")


def get_import(user: User, pk: uuid.UUID) -> WorkbookImport:
    """The import if the person may see it; Missing (404) otherwise."""
    found = imports_of(user).filter(pk=pk).first()
    if found is None:
        raise Missing("没有这次导入，或者您无权查看。", hint="请从“导入”页面重新进入。")
    return found


def with_counts(found: QuerySet[WorkbookImport]) -> QuerySet[WorkbookImport]:
    """With what the review of each counted (None before it), but without the review itself."""
    counts = {name: F(f"review__counts__{name}") for name in ("new", "updated", "rejected")}
    return found.defer("review", "choices").annotate(**counts)


def open_jobs(found: Iterable[WorkbookImport]) -> dict[uuid.UUID, Job]:
    """The jobs that are at work on imports, by primary key."""
    jobs = Job.objects.filter(pk__in=[row.job_id for row in found if row.job_id], status__in=OPEN)
    return {job.pk: job for job in jobs}


def job_of(workbook_import: WorkbookImport) -> Job | None:
    """The job that reads or writes the import."""
    return Job.objects.filter(pk__in=[workbook_import.job_id]).first()


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of a review, narrowed to rows of one status."""

    table: str
    title: str
    counts: dict[str, int]
    show: str
    rows: Sequence[Any]
    more: int


def table_view(review: Review, name: str, show: str) -> TableView | None:
    """The table ``name`` of a review; without a valid ``show`` what needs attention comes first."""
    tables: list[dict[str, Any]] = review.get("tables", [])
    found = next((table for table in tables if table["table"] == name), None)
    if found is None:
        return None
    counts = {"left_out": 0, **found["counts"], "missing": len(found["missing"])}
    if show not in STATUSES:
        show = next((status for status in STATUSES if counts.get(status)), "new")
    if show == "missing":
        rows: Sequence[Any] = found["missing"]
    else:
        rows = [row for row in found["rows"] if row["status"] == show]
    return TableView(name, found["title"], counts, show, rows, found.get("more", 0))


def consequences(sections: Iterable[int]) -> dict[int, tuple[int, int]]:
    """What abolishing sections does: by primary key, the people who stay without a section and
    the duties that end.
    """
    found = Section.objects.filter(pk__in=list(sections)).annotate(
        people=Count("staff", Q(staff__standing=LifecycleStatus.ACTIVE), distinct=True),
        clauses=Count("duties", Q(duties__ended_on__isnull=True), distinct=True),
    )
    return {
        pk: (people, duties) for pk, people, duties in found.values_list("pk", "people", "clauses")
    }


def problem_counts(review: Review) -> dict[str, int]:
    """How many errors and warnings the reader found in rows that are not left out."""
    counts = {"error": 0, "warning": 0}
    for problem in review.get("problems", []):
        if not problem.get("left_out"):
            counts[problem["severity"]] += 1
    return counts


def touched_departments(user: User, workbook_import: WorkbookImport) -> QuerySet[Department]:
    """The departments that an import names, for the links at its end."""
    tables = workbook_import.review.get("tables", [])
    names = {row["department"] for table in tables for row in table["rows"]}
    visible = departments_of(user).standing().filter(region=workbook_import.region)
    return visible.filter(name__in=names)
