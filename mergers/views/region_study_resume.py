"""Continuing a study: what is missing, and what has changed since."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions import studies
from mergers.scope import get_study


@require_POST
def region_study_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the study again."""
    user = user_of(request)
    study = get_study(user, pk)
    studies.resume(study=study, by=user, at=timezone.now())
    return redirect("region_study", pk)
