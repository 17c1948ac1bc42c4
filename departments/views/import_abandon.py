"""Giving an import up."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from departments.actions import imports
from departments.queries.imports import get_import


@require_POST
def import_abandon(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Nothing of the file is written; leads back to the list."""
    user = user_of(request)
    found = get_import(user, pk)
    imports.abandon(workbook_import=found, by=user, at=timezone.now())
    messages.success(request, _("已放弃导入“%(file)s”，没有写入任何内容。") % {"file": found})
    return redirect("import_list")
