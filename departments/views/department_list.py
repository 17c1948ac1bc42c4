"""The departments a person may see: figures beside each other, to filter and to sort."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.pages import KeysFirst
from bigsection.web.rendering import render_page
from departments.models.department import DepartmentKind
from departments.queries import directory
from departments.scope import region_chosen

PER_PAGE = 50


@require_safe
def department_list(request: HttpRequest) -> HttpResponse:
    """The table, narrowed by name or initials, region, kind and one-person sections."""
    words, kind, sort = (request.GET.get(name, "") for name in ("q", "kind", "sort"))
    lonely = request.GET.get("lonely") == "1"
    user = user_of(request)
    region = region_chosen(user, request.GET)
    found = directory.departments_for_list(
        user, words=words, region=region, kind=kind, lonely=lonely, sort=sort
    )
    context = {
        "page": KeysFirst(found, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": [choice for choice in DepartmentKind.choices if choice[0]],
        "words": words,
        "region": region,
        "kind": kind,
        "lonely": lonely,
        "sort": sort,
        "filtered": bool(words or region or kind or lonely),
    }
    return render_page(request, "departments/department_list.html", context)
