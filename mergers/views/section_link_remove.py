"""Removing one link between two sections, which can be put back from the next page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from departments.actions import section_links as actions
from departments.permissions import check_edit
from departments.scope import get_department
from mergers.views.section_link_edit import get_link
from mergers.views.section_links import REMOVED


@require_POST
def section_link_remove(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """Remove, and lead back to the list, which offers to undo it."""
    user = user_of(request)
    department = get_department(user, pk)
    check_edit(user, department)
    link = get_link(department, link_pk)
    seen = request.POST.get("seen", "")
    actions.remove(link=link, by=user, at=timezone.now(), seen=seen)
    request.session[REMOVED] = {
        "department": department.pk,
        "a": link.a_id,
        "b": link.b_id,
        "names": [link.a.name, link.b.name],
        "percent": f"{100 * link.strength:g}",
        "note": link.note,
    }
    return redirect("section_links", department.pk)
