"""Having the problems of a large workbook marked by a worker, before it is downloaded."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from bigsection.jobs.views import watch
from departments.actions import imports
from departments.queries.imports import get_import


@require_POST
def import_mark(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Start the marking, and show its progress until the file is there."""
    user = user_of(request)
    found = get_import(user, pk)
    job = imports.start_marking(workbook_import=found, by=user, at=timezone.now())
    return watch(job, "import_marked", found.pk)
