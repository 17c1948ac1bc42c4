"""Taking the last change of a region's phrase list back."""

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
def phrase_list_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo, and lead back to the list."""
    user = user_of(request)
    region = get_region(user, pk)
    phrase_lists.undo(region=region, by=user, at=timezone.now())
    messages.success(request, _("已撤销上次修改。再撤销一次就恢复。"))
    return redirect("phrase_list", region.pk)
