"""Decisions of a review: values put right, rows left out, renames, missing rows."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from departments import importing
from departments.actions import imports
from departments.queries.imports import get_import

PLACE = ("tab", "show", "page")


@require_POST
def import_choose(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the answers of one page of the review over; leads back to the same place of it."""
    user = user_of(request)
    found = get_import(user, pk)
    imports.revise(
        workbook_import=found,
        change=lambda choices: importing.answered(found.review, choices, request.POST),
        by=user,
        at=timezone.now(),
    )
    place = {name: request.POST[name] for name in PLACE if request.POST.get(name)}
    return redirect(reverse("import_detail", args=[found.pk], query={"step": "review", **place}))
