"""Deleting a study."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions import studies
from mergers.scope import get_study


@require_POST
def region_study_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the study and go back to the list; plans that were made from it stay."""
    user = user_of(request)
    study = get_study(user, pk)
    studies.discard(study=study, by=user, at=timezone.now())
    messages.success(request, f"已删除测算“{study}”；由它生成的方案都还在。")
    return redirect("region_study_list")
