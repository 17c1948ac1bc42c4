"""设置: what a person may set, region by region and department by department."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.pages import KeysFirst
from departments.queries import settings
from departments.queries.column_mappings import mappings_for

PER_PAGE = 100


@require_safe
def settings_index(request: HttpRequest) -> HttpResponse:
    """The regions with their phrase list and rule set, and a page of the departments with their links."""
    user = user_of(request)
    context = {
        "regions": settings.regions_to_configure(user),
        "page": KeysFirst(settings.departments_to_link(user), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "mappings": mappings_for(user).count(),
    }
    return render(request, "departments/settings_index.html", context)
