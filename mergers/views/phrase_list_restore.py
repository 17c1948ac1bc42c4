"""Putting the built-in phrase list of a region back in force."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from departments.scope import get_region
from mergers.actions import phrase_lists


@require_POST
def phrase_list_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Restore, and lead back to the list."""
    user = user_of(request)
    region = get_region(user, pk)
    phrase_lists.restore(region=region, by=user, at=timezone.now())
    messages.success(request, _("已恢复内置词表。如果点错了，可以撤销上次修改。"))
    return redirect("phrase_list", region.pk)
