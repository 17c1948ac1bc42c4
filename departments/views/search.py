"""Search across departments, sections and people, by name or pinyin initials."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.queries import directory
from departments.scope import region_chosen


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What matches inside the person's scope, grouped by what it is."""
    user, words = user_of(request), request.GET.get("q", "").strip()
    region = region_chosen(user, request.GET)
    context = {
        "search_words": words,
        "region": region,
        "found": directory.search(user, words, region),
        "limit": directory.FOUND_AT_MOST,
    }
    return render(request, "departments/search.html", context)
