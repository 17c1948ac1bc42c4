"""Agreeing to a reviewed import."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from departments.actions import imports
from departments.queries.imports import get_import


@require_POST
def import_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Have the reviewed changes written; leads to the progress."""
    user = user_of(request)
    found = get_import(user, pk)
    imports.confirm(
        workbook_import=found, by=user, at=timezone.now(), seen=request.POST.get("seen", "")
    )
    return redirect("import_detail", found.pk)
