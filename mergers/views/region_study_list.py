"""全域测算: the studies of the person's regions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.keyset import keyset_page
from departments.models import Role
from departments.scope import memberships_of, region_chosen
from mergers import permissions
from mergers.queries.studies import rejudged_since, studies_for_list

PER_PAGE = 50


@require_safe
def region_study_list(request: HttpRequest) -> HttpResponse:
    """The studies a person may see, newest first."""
    user = user_of(request)
    permissions.check_see_studies(user)
    region = region_chosen(user, request.GET)
    page = keyset_page(studies_for_list(user, region), request.GET.get("page"), PER_PAGE)
    context = {
        "page": page,
        "region": region,
        "rejudged": rejudged_since(page.object_list),
        "may_start": any(member.role == Role.OFFICER for member in memberships_of(user)),
    }
    return render(request, "mergers/region_study_list.html", context)
