"""The calibration of a region: what is in force, what calibrating anew would change, all of before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict
from departments.models import Region
from departments.permissions import check_configure, may_configure
from departments.scope import get_region
from mergers.actions import calibrations as actions
from mergers.planning.calibration_preview import preview
from mergers.queries.calibrations import calibrations_of


@require_http_methods(["GET", "HEAD", "POST"])
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """The page with the preview; posted, it calibrates anew as the preview said."""
    user = user_of(request)
    region = get_region(user, pk)
    if request.method != "POST":
        return render(request, "mergers/calibration.html", _context(request, region))
    check_configure(user, region)
    seen = request.POST.get("seen", "")
    try:
        made = actions.recalibrate(region=region, seen=seen, by=user, at=timezone.now())
    except Conflict as error:
        context = _context(request, region) | {"refused": error}
        return render(request, "mergers/calibration.html", context, status=409)
    words = _("已重新校准（第 %(n)d 次）。重叠矩阵和以后求的方案都按它计算，已有的方案不变。")
    messages.success(request, words % {"n": made.number})
    return redirect("calibration", region.pk)


def _context(request: HttpRequest, region: Region) -> dict[str, Any]:
    stored = calibrations_of(region)
    present = stored[0] if stored else None
    found = preview(region, present)
    return {
        "region": region,
        "calibrations": stored,
        "present": present,
        "preview": found,
        "changes": found.changes_something(present),
        "may_edit": may_configure(user_of(request), region),
    }
