"""The links between the sections of a department: listed with their effect, added."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bigsection.accounts.models import User
from bigsection.accounts.requests import user_of
from bigsection.errors import Conflict
from departments.actions import section_links as actions
from departments.forms.links import NewLinkForm
from departments.models import Department, RuleSet
from departments.permissions import check_edit, may_configure, may_edit
from departments.scope import get_department
from mergers.planning.link_effects import link_effects

REMOVED = "removed_link"
"""Under this name the session keeps what was removed last, so that it can be put back."""


@require_http_methods(["GET", "HEAD", "POST"])
def section_links(request: HttpRequest, pk: int) -> HttpResponse:
    """The table with a form below it; a good form adds a link."""
    user = user_of(request)
    department = get_department(user, pk)
    effects = link_effects(department)
    if request.method != "POST":
        form = NewLinkForm(sections=effects.sections, initial=_wanted(request))
        return _page(request, user, department, {"effects": effects, "form": form})
    check_edit(user, department)
    form = NewLinkForm(request.POST, sections=effects.sections)
    if form.is_valid():
        a, b = form.ends()
        try:
            actions.add(
                department=department,
                a=a,
                b=b,
                strength=form.strength(),
                note=form.cleaned_data["note"],
                by=user,
                at=timezone.now(),
            )
        except Conflict as error:
            form.add_error("b", f"{error.message}{error.hint}")
        else:
            messages.success(request, _("已添加“%(a)s”与“%(b)s”的往来。") % {"a": a, "b": b})
            return redirect("section_links", department.pk)
    return _page(request, user, department, {"effects": effects, "form": form}, status=422)


def _wanted(request: HttpRequest) -> dict[str, str]:
    """The sections that a link to this page names, to be chosen already."""
    return {name: request.GET[name] for name in ("a", "b") if name in request.GET}


def _page(
    request: HttpRequest,
    user: User,
    department: Department,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    removed = request.session.pop(REMOVED, None)
    shown = {
        "department": department,
        "may_edit": may_edit(user, department),
        "may_configure": may_configure(user, department.region),
        "weight": 100 * RuleSet.objects.of(department.region).link_weight,
        "removed": removed if removed and removed["department"] == department.pk else None,
        **context,
    }
    return render(request, "mergers/section_links.html", shown, status=status)
