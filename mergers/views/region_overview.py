"""The first page: what the reform has come to, department by department."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from mergers.queries.overview import overview_of


@require_safe
def region_overview(request: HttpRequest) -> HttpResponse:
    """Headline figures, what waits, and the table of departments."""
    return render(
        request, "mergers/region_overview.html", {"overview": overview_of(user_of(request))}
    )
