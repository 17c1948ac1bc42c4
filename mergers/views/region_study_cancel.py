"""Stopping the work on a study."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions import studies
from mergers.scope import get_study


@require_POST
def region_study_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the work to stop; what is done stays."""
    user = user_of(request)
    study = get_study(user, pk)
    studies.cancel(study=study, by=user)
    messages.info(request, "正在停止，算完的部门都会保留。")
    return redirect("region_study", pk)
