"""The departments that a field offers while somebody types: the options of a combobox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.queries import directory


@require_safe
def department_options(request: HttpRequest) -> HttpResponse:
    """The first departments that match ``q``; only those of a ``region`` (its key), ``below`` one
    (its code), or that the person may edit (``edited=1``).
    """
    asked = request.GET
    found = directory.departments_to_choose(
        user_of(request),
        words=asked.get("q", ""),
        region=asked.get("region", ""),
        below=asked.get("below", ""),
        edited=asked.get("edited") == "1",
    )
    return render(request, "departments/department_options.html", {"departments": found})
