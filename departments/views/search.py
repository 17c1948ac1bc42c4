"""Search across departments, sections and people, by name or pinyin initials."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.queries import directory


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What matches inside the person's scope, grouped by what it is."""
    words = request.GET.get("q", "").strip()
    context = {
        "search_words": words,
        "found": directory.search(user_of(request), words),
        "limit": directory.FOUND_AT_MOST,
    }
    return render(request, "departments/search.html", context)
