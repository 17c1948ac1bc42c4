"""职责交叉: the pairs of duties in different departments that look like one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of
from bigsection.jobs.views import watch
from bigsection.web.rendering import render_page
from departments.models import Region
from departments.queries.directory import department_chosen
from mergers import permissions
from mergers.actions import rulings as actions
from mergers.forms.rulings import RadarFilterForm
from mergers.planning import radar
from mergers.presenting import radar as presenting
from mergers.queries import boundaries

PER_PAGE = 15
COMMON_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def duty_radar(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; a POST starts the comparison of a region that is too large to wait for."""
    user = user_of(request)
    region = boundaries.get_region(user, pk)
    if request.method == "POST":
        job = actions.compare_soon(region=region, by=user, at=timezone.now())
        return watch(job, "duty_radar", region.pk)
    found = radar.radar_of(region)
    context = {
        "region": region,
        "regions": boundaries.regions_with_radar(user),
        "may_rule": permissions.may_rule(user, region),
        "radar": found,
        **({} if found is None else _list(request, user, region, found)),
    }
    return render_page(request, "mergers/duty_radar.html", context)


def _list(
    request: HttpRequest, user: User, region: Region, found: radar.RegionRadar
) -> dict[str, Any]:
    """What was chosen of the list, one page of it, and the figures above it."""
    choice = RadarFilterForm(request.GET, among=region.departments.all()).choice()
    ruled = boundaries.ruled_pairs(region)
    pairs = presenting.chosen_pairs(found, choice, ruled)
    page = Paginator(presenting.items_of(found, pairs), PER_PAGE).get_page(request.GET.get("page"))
    shown = [pair.hash for item in page for pair in item.pairs]
    rulings = boundaries.rulings_by_hash(region, shown)
    kept = request.GET.copy()
    kept.pop("page", None)
    return {
        "choice": choice,
        "steps": sorted({*presenting.STEPS, choice.likeness}),
        "department": department_chosen(user, choice.department),
        "page": page,
        "items": presenting.on_list(found, list(page), rulings),
        "pair_count": len(pairs),
        "ruled_count": sum(pair.hash in ruled for pair in pairs),
        "matter_count": sum(item.topic is not None for item in page.paginator.object_list),
        "ruling_count": len(ruled),
        "kept": kept.urlencode(),
        "common": found.common[:COMMON_SHOWN],
        "common_count": len(found.common),
    }
