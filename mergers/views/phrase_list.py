"""The phrase list of a region: read, edited with a preview of what it does, saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from bigsection.errors import ChangedSince, Invalid
from bigsection.web.rendering import render_page, wants_fragment
from departments.models import Region
from departments.permissions import check_configure, may_configure
from departments.scope import get_region
from mergers.actions import phrase_lists as actions
from mergers.planning import phrase_lists
from mergers.planning.phrase_preview import preview
from mergers.presenting import phrase_columns


@require_http_methods(["GET", "HEAD", "POST"])
def phrase_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; posted with ``do=preview`` it shows the effect, with ``do=save`` it saves."""
    user = user_of(request)
    region = get_region(user, pk)
    if request.method != "POST":
        current = phrase_lists.phrases_of(region)
        return _page(request, region, {"columns": phrase_columns.of(current), **_state(current)})
    check_configure(user, region)
    texts = {name: request.POST.get(name, "") for name in phrase_lists.COLUMNS}
    builtin = request.POST.get("builtin_catch_alls") == "on"
    seen = request.POST.get("seen", "")
    written = {
        "columns": phrase_columns.as_written(texts),
        "builtin_catch_alls": builtin,
        "seen": seen,
    }
    try:
        phrases = phrase_lists.read_phrases(texts, builtin_catch_alls=builtin)
        if request.POST.get("do") == "save":
            actions.save(
                region=region,
                phrases=phrases,
                seen=seen,
                by=user,
                at=timezone.now(),
            )
            messages.success(request, _("词表已保存，重叠矩阵和以后求的方案都按它计算。"))
            return redirect("phrase_list", region.pk)
    except Invalid as error:
        if wants_fragment(request):
            raise
        return _page(request, region, {**written, "refused": error}, status=422)
    except ChangedSince as error:
        met = {
            "met": error,
            "differences": phrase_columns.differences(phrases, error.theirs),
            "seen": phrase_lists.fingerprint(error.theirs),
        }
        return _page(request, region, {**written, **met}, status=409)
    return _page(request, region, {**written, "preview": preview(region, phrases)})


def _state(current: Any) -> dict[str, Any]:
    return {
        "builtin_catch_alls": current.builtin_catch_alls,
        "seen": phrase_lists.fingerprint(current),
    }


def _page(
    request: HttpRequest, region: Region, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The whole page, or for htmx what stands in the panel beside the list."""
    shown = {
        "region": region,
        "examples": phrase_lists.builtin_examples(),
        "may_edit": may_configure(user_of(request), region),
        "last": actions.last_change(region),
        **context,
    }
    page, effect = "mergers/phrase_list.html", "mergers/_phrase_preview.html"
    return render_page(request, page, shown, fragment=effect, status=status)
