"""Taking a finished import back."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from departments.actions import imports
from departments.queries.imports import get_import


@require_POST
def import_undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Have what was before the import restored, unless something changed since; leads to the
    progress.
    """
    user = user_of(request)
    found = get_import(user, pk)
    imports.start_undo(workbook_import=found, by=user, at=timezone.now())
    return redirect("import_detail", found.pk)
