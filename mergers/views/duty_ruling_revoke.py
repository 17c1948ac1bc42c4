"""Taking a ruling back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.actions import rulings
from mergers.queries import boundaries


@require_POST
def duty_ruling_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke the ruling and lead to the register; refusals are told by the error page."""
    user = user_of(request)
    ruling = boundaries.get_ruling(user, pk)
    region = ruling.region_id
    reason = request.POST.get("reason", "")
    rulings.revoke(ruling=ruling, by=user, at=timezone.now(), reason=reason)
    messages.success(request, "已撤销裁定，这对职责重新列为未裁定。")
    return redirect("duty_boundaries", region)
