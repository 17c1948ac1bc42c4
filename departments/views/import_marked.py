"""The uploaded workbook with its problems marked, for putting right in Excel."""

import uuid
from pathlib import PurePath

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.downloads import download
from departments.actions import exports
from departments.queries.imports import get_import


@require_safe
def import_marked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file as .xlsx with coloured cells and a column 问题."""
    user = user_of(request)
    found = get_import(user, pk)
    data = exports.marked_workbook(workbook_import=found, by=user, at=timezone.now())
    return download(data, f"{PurePath(found.file_name).stem}-问题标注.xlsx")
