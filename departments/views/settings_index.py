"""设置: what a person may set, region by region and department by department."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.queries import settings
from departments.queries.column_mappings import mappings_for


@require_safe
def settings_index(request: HttpRequest) -> HttpResponse:
    """The regions with their phrase list and rule set, and the departments with their links."""
    user = user_of(request)
    context = {
        "regions": settings.regions_to_configure(user),
        "departments": settings.departments_to_link(user),
        "mappings": len(mappings_for(user)),
    }
    return render(request, "departments/settings_index.html", context)
