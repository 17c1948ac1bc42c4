"""The first page: what the reform has come to, department by department."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.sorting import sorted_rows
from mergers.queries.overview import SORT_KEYS, overview_of


@require_safe
def region_overview(request: HttpRequest) -> HttpResponse:
    """Headline figures, what waits, and the table of departments, for each region of its own."""
    overview, sort = overview_of(user_of(request)), request.GET.get("sort", "")
    regions = [
        (region, part, sorted_rows(part.rows, sort, SORT_KEYS))
        for region, part in overview.by_region()
    ]
    return render(
        request,
        "mergers/region_overview.html",
        {"overview": overview, "regions": regions, "sort": sort},
    )
