"""The first page: what the reform has come to, region by region and department by department."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.sorting import sorted_rows
from mergers.queries.overview import BY_DISTANCE, SORT_KEYS, overview_of, with_distances

PER_PAGE = 30


@require_safe
def region_overview(request: HttpRequest) -> HttpResponse:
    """Headline figures, what waits, the regions where there are several, and a page of their
    departments; with ``?region=`` of one region and all below it.
    """
    user, asked = user_of(request), request.GET
    whole, sort = overview_of(user), asked.get("sort", "")
    region = whole.region(asked.get("region", ""))
    overview = whole.under(region.code) if region else whole
    rows = overview.rows
    if sort.removeprefix("-") in BY_DISTANCE:
        rows = with_distances(user, rows)
    page = Paginator(sorted_rows(rows, sort, SORT_KEYS), PER_PAGE).get_page(asked.get("page"))
    page.object_list = with_distances(user, list(page))
    context = {
        "overview": overview,
        "region": region,
        "regions": overview.by_region(),
        "page": page,
        "sort": sort,
    }
    return render(request, "mergers/region_overview.html", context)
