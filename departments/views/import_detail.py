"""One import on its way: progress, review, and what came of it."""

import uuid
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from bigsection.accounts.requests import user_of
from bigsection.jobs.waiting import words_of
from bigsection.web.rendering import render_page, wants_fragment
from departments import permissions
from departments.importing.answers import error_rows, header_rows, key_of, may_fix, may_leave_out
from departments.importing.choices import Choices
from departments.models import ImportJournal, ImportStatus, WorkbookImport
from departments.queries import imports
from departments.queries.columns import has_table, unmatched_columns
from departments.queries.decisions import decisions_of
from departments.queries.undo_obstacles import obstacles_of

ROWS_PER_PAGE = 100
UNDER_WORK = (ImportStatus.READING, ImportStatus.APPLYING)
STEP_OF = {
    ImportStatus.READING: "mapping",
    ImportStatus.REFUSED: "file",
    ImportStatus.REVIEW: "review",
    ImportStatus.APPLYING: "done",
    ImportStatus.APPLIED: "done",
    ImportStatus.ABANDONED: "review",
    ImportStatus.UNDONE: "done",
}


@require_safe
def import_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The page for the import's status; while a job works on it, its progress.

    A file with columns that nobody understands, or without any table, goes to the mapping first.
    """
    user = user_of(request)
    found = imports.get_import(user, pk)
    if not request.GET and not wants_fragment(request) and _needs_mapping(found):
        return redirect("import_mapping", found.pk)
    job = imports.job_of(found)
    undoing = job is not None and job.kind == "undo_import"
    working = job is not None and job.is_open and (found.status in UNDER_WORK or undoing)
    if "waiting" in request.GET and not working:
        return (
            HttpResponseClientRefresh()
            if wants_fragment(request)
            else redirect("import_detail", found.pk)
        )
    part = "working" if working else _part_of(found)
    context: dict[str, Any] = {
        "workbook_import": found,
        "job": job,
        "undoing": undoing,
        "working": working,
        "job_words": words_of(job),
        "here": request.get_full_path(),
        "may_watch": job is not None and job.owner_id == user.pk,
        "may_decide": permissions.may_import_into(user, found.region, found.department),
        "current_step": STEP_OF[ImportStatus(found.status)],
        "step_template": f"departments/_import_{part}.html",
    }
    if part in (ImportStatus.REVIEW, ImportStatus.APPLIED, ImportStatus.UNDONE):
        context |= _review(request, found)
    if found.status == ImportStatus.APPLIED:
        context["touched"] = imports.touched_departments(user, found)
        context["undoable"] = ImportJournal.objects.filter(workbook_import=found).exists()
        if undoing and not working:
            context["obstacles"] = obstacles_of(found)
    return render_page(
        request,
        "departments/import_detail.html",
        context,
        fragment=f"departments/_import_{part}.html",
    )


def _needs_mapping(found: WorkbookImport) -> bool:
    """Whether the mapping is the next thing to look at."""
    if found.status != ImportStatus.REVIEW:
        return False
    return bool(unmatched_columns(found.review)) or not has_table(found.review)


def _part_of(found: WorkbookImport) -> str:
    """Which part of the page to show; work without an open job has stopped on its way."""
    return "stopped" if found.status in UNDER_WORK else found.status


def _review(request: HttpRequest, found: WorkbookImport) -> dict[str, Any]:
    """The open tab of the review: a table, the problems, or what was decided so far."""
    review, choices = found.review, Choices.from_json(found.choices)
    tables, counts = review.get("tables", []), review.get("counts", {})
    decisions = decisions_of(review, choices)
    problems = imports.problems_view(review, request.GET.get("show", ""))
    tab = request.GET.get("tab") or ("problems" if problems.counts["all"] else _first_tab(tables))
    view = imports.table_view(review, tab, request.GET.get("show", ""))
    if view is None and tab != "decisions":
        tab, view = "problems", problems
    page = Paginator(view.rows if view else decisions, ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    if tab == "problems":
        _place_problems(review, page)
    elif view:
        _place_rows(review, choices, page, view)
    abolished = sum(len(table.get("abolished", ())) for table in tables)
    return {
        "review": review,
        "tab": tab,
        "view": view,
        "page": page,
        "counts": counts,
        "abolished": abolished,
        "decisions": len(decisions),
        "matches": review.get("matches", ()),
        "left_errors": len(error_rows(review) - choices.left_out),
        "problem_counts": problems.counts,
        "changes_anything": bool(counts.get("new") or counts.get("updated") or abolished),
        "has_table": has_table(review),
    }


def _first_tab(tables: list[dict[str, Any]]) -> str:
    """The first table in which anything happens, else the first of all, else the problems."""
    busy = (
        table["table"]
        for table in tables
        if table["missing"]
        or any(table["counts"].get(status) for status in ("new", "updated", "rejected"))
    )
    return next(busy, str(tables[0]["table"]) if tables else "problems")


def _place_problems(review: dict[str, Any], page: "Page[Any]") -> None:
    """Say of every problem on the page how its cell and its row are named, and what can be done."""
    heads = header_rows(review)
    for problem in page.object_list:
        sheet, row = problem["sheet"], problem["row"]
        problem["row_key"] = may_leave_out(problem, heads) and key_of(review, sheet, row)
        if may_fix(problem):
            problem["cell_key"] = key_of(review, sheet, row, problem["column_index"])


def _place_rows(
    review: dict[str, Any], choices: Choices, page: "Page[Any]", view: imports.TableView
) -> None:
    """Say of every row on the page how it is named; of a missing one, what abolishing it does."""
    if view.show != "missing":
        for row in page.object_list:
            row["row_key"] = key_of(review, row["sheet"], row["row"])
        return
    chosen = choices.abolish.get(view.table, frozenset())
    pks = [row["pk"] for row in page.object_list]
    after = imports.consequences(pks) if view.table == "sections" else {}
    for row in page.object_list:
        row["chosen"] = row["pk"] in chosen
        row["people"], row["duties"] = after.get(row["pk"], (0, 0))
