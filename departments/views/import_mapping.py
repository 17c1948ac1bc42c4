"""Step 对应 of an import: what every column of the file was taken for, and saying otherwise."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from departments import importing, permissions
from departments.actions import imports
from departments.models import ImportStatus
from departments.queries.columns import has_table, sheets_of, unmatched_columns
from departments.queries.imports import get_import


@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The columns of every sheet; saved decisions have the file read anew. An import that is not
    under review has its own page.
    """
    user = user_of(request)
    found = get_import(user, pk)
    if request.method == "POST":
        imports.revise(
            workbook_import=found,
            change=lambda choices: importing.mapped(found.review, choices, request.POST),
            by=user,
            at=timezone.now(),
            seen=request.POST.get("seen", ""),
        )
        return redirect(reverse("import_detail", args=[found.pk], query={"step": "review"}))
    if found.status != ImportStatus.REVIEW:
        return redirect("import_detail", found.pk)
    context = {
        "workbook_import": found,
        "sheets": sheets_of(found.review),
        "unmatched": unmatched_columns(found.review),
        "has_table": has_table(found.review),
        "not_sections": found.review.get("not_sections", []),
        "may_decide": permissions.may_import_into(user, found.region, found.department),
    }
    return render(request, "departments/import_mapping.html", context)
