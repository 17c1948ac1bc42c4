"""Imports a person may see, and the rows of a review that one page shows."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from bigsection.accounts.models import User
from bigsection.errors import Missing
from bigsection.jobs.models import OPEN, Job
from departments.models import Department, LifecycleStatus, Region, Section, WorkbookImport
from departments.models.region import code_prefix
from departments.scope import departments_of, regions_of

STATUSES = ("rejected", "updated", "new", "missing", "unchanged", "left_out")
Review = dict[str, Any]


def imports_of(user: User, region: Region | None = None) -> QuerySet[WorkbookImport]:
    """The imports into departments and regions in the person's scope, newest first; under a region
    where one is chosen.
    """
    own = Q(department__in=departments_of(user).values("pk"))
    whole = Q(department=None, region__in=regions_of(user).values("pk"))
    visible = WorkbookImport.objects.filter(own | whole)
    if region is not None:
        visible = visible.filter(region__code__startswith=code_prefix(region.code))
    return visible.select_related("region", "department", "uploaded_by").order_by(
        "-uploaded_at", "-pk"
    )


def get_import(user: User, pk: uuid.UUID) -> WorkbookImport:
    """The import if the person may see it; Missing (404) otherwise."""
    found = imports_of(user).filter(pk=pk).first()
    if found is None:
        raise Missing("没有这次导入，或者您无权查看。", hint="请从“导入”页面重新进入。")
    return found


def with_counts(found: QuerySet[WorkbookImport]) -> QuerySet[WorkbookImport]:
    """With what the review of each counted (None before it), but without the review itself."""
    counts = {name: F(f"review__counts__{name}") for name in ("new", "updated", "rejected")}
    errors = F("review__problem_counts__error")
    return found.defer("review", "choices").annotate(**counts, errors=errors)


def open_jobs(found: Iterable[WorkbookImport]) -> dict[uuid.UUID, Job]:
    """The jobs that are at work on imports, by primary key."""
    jobs = Job.objects.filter(pk__in=[row.job_id for row in found if row.job_id], status__in=OPEN)
    return {job.pk: job for job in jobs}


def job_of(workbook_import: WorkbookImport) -> Job | None:
    """The job that reads or writes the import."""
    return Job.objects.filter(pk__in=[workbook_import.job_id]).first()


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of a review narrowed to rows of one status, or its problems to one severity.

    ``more`` rows are counted, but not listed.
    """

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
    counts = {"left_out": 0, "missing": len(found["missing"]), **found["counts"]}
    if show not in STATUSES:
        show = next((status for status in STATUSES if counts.get(status)), "new")
    if show == "missing":
        rows: Sequence[Any] = found["missing"]
    else:
        rows = [row for row in found["rows"] if row["status"] == show]
    more = 0 if show == "unchanged" else counts[show] - len(rows)
    return TableView(name, found["title"], counts, show, rows, more)


def problems_view(review: Review, show: str) -> TableView:
    """The problems of a review: those of the severity ``show`` if there are any, else all."""
    counts = problem_counts(review)
    show = show if counts.get(show) else "all"
    counts |= {"all": sum(counts.values())}
    rows = [row for row in open_problems(review) if show in ("all", row["severity"])]
    return TableView("problems", "", counts, show, rows, counts[show] - len(rows))


def problem_counts(review: Review) -> dict[str, int]:
    """How many errors and warnings the review counted; one of before problems were counted says
    how many it lists.
    """
    if "problem_counts" in review:
        return dict(review["problem_counts"])
    found = Counter(problem["severity"] for problem in open_problems(review))
    return {"error": found["error"], "warning": found["warning"]}


def open_problems(review: Review) -> list[dict[str, Any]]:
    """The problems of rows that are not left out; reviews of before list the others too."""
    return [found for found in review.get("problems", ()) if not found.get("left_out")]


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


def touched_departments(user: User, workbook_import: WorkbookImport) -> QuerySet[Department]:
    """The departments that an import names, for the links at its end."""
    tables = workbook_import.review.get("tables", [])
    names = {row["department"] for table in tables for row in table["rows"]}
    visible = departments_of(user).standing().filter(region=workbook_import.region)
    return visible.filter(name__in=names)
