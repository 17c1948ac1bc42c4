"""The audit trail: who did what to which thing, when and why."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.audit.wording import GROUPS
from bigsection.web.filters import FilterForm
from bigsection.web.rendering import render_page
from departments import permissions
from departments.queries import trail

PER_PAGE = 50


class TrailForm(FilterForm):
    """What of the trail to list."""

    q = forms.CharField(required=False, max_length=100)
    group = forms.ChoiceField(required=False, choices=[("", ""), *GROUPS.items()])
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)


@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """The events in the person's scope, newest first, fifty to a page."""
    user = user_of(request)
    permissions.check_see_audit(user)
    wanted = trail.TrailFilter(**TrailForm(request.GET).good())
    page = Paginator(trail.events_of(user, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "groups": GROUPS.items()}
    return render_page(request, "departments/audit_trail.html", context)
