"""The audit trail: who did what to which thing, when and why."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.audit import chain
from bigsection.audit.wording import GROUPS
from bigsection.web.keyset import keyset_page
from bigsection.web.rendering import render_page
from departments import permissions
from departments.forms.choosing import DepartmentFilterForm
from departments.queries import directory, trail
from departments.scope import departments_seen, region_chosen

PER_PAGE = 50


class TrailForm(DepartmentFilterForm):
    """What of the trail to list."""

    q = forms.CharField(required=False, max_length=100)
    person = forms.CharField(required=False, max_length=40)
    group = forms.ChoiceField(required=False, choices=[("", ""), *GROUPS.items()])
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)


def wanted_by(request: HttpRequest) -> trail.TrailFilter:
    """What a request asks of the trail."""
    user = user_of(request)
    region = region_chosen(user, request.GET)
    form = TrailForm(request.GET, among=departments_seen(user, region))
    return trail.TrailFilter(**form.good(), region=region)


@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """The events in the person's scope, newest first, fifty to a page."""
    user = user_of(request)
    permissions.check_see_audit(user)
    wanted = wanted_by(request)
    page = keyset_page(trail.events_of(user, wanted), request.GET.get("page"), PER_PAGE)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": page,
        "events": trail.placed(page),
        "wanted": wanted,
        "groups": GROUPS.items(),
        "department": directory.department_chosen(user, wanted.department),
        "kept": kept.urlencode(),
        "head": chain.head(),
    }
    return render_page(request, "departments/audit_trail.html", context)
