"""One import on its way: progress, review, and what came of it."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.rendering import render_page
from departments import permissions
from departments.models import ImportStatus, WorkbookImport
from departments.queries import imports

ROWS_PER_PAGE = 100
UNDER_WORK = (ImportStatus.READING, ImportStatus.APPLYING)


@require_safe
def import_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page for the import's status; while a job works on it, its progress."""
    user = user_of(request)
    found = imports.get_import(user, pk)
    job = imports.job_of(found)
    working = found.status in UNDER_WORK and job is not None and job.is_open
    step = "working" if working else _step_of(found)
    context = {
        "workbook_import": found,
        "job": job,
        "may_watch": job is not None and job.owner_id == user.pk,
        "may_decide": permissions.may_import_into(user, found.region, found.department),
        "step_template": f"departments/_import_{step}.html",
        **_review(request, found.review),
    }
    if found.status == ImportStatus.APPLIED:
        context["touched"] = imports.touched_departments(user, found)
    return render_page(
        request,
        "departments/import_detail.html",
        context,
        fragment=f"departments/_import_{step}.html",
    )


def _step_of(found: WorkbookImport) -> str:
    """Which part of the page to show; work without an open job has stopped on its way."""
    return "stopped" if found.status in UNDER_WORK else found.status


def _review(request: HttpRequest, review: dict[str, Any]) -> dict[str, Any]:
    """The open tab of the review: a table, the problems, or how the sheets were understood."""
    tables, problems = review.get("tables", []), review.get("problems", [])
    tab = request.GET.get("tab") or (tables[0]["table"] if tables else "problems")
    view = imports.table_view(review, tab, request.GET.get("show", ""))
    rows = view.rows if view else problems if tab == "problems" else []
    counts = review.get("counts", {})
    return {
        "review": review,
        "tab": tab,
        "view": view,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "counts": counts,
        "problem_counts": imports.problem_counts(review),
        "changes_anything": bool(counts.get("new") or counts.get("updated")),
    }
