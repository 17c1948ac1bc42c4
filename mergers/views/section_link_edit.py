"""Changing one link between two sections."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bigsection.accounts.requests import user_of
from bigsection.errors import ChangedSince, Missing
from departments.actions import section_links as actions
from departments.forms.links import LinkForm
from departments.models import Department, SectionLink
from departments.permissions import check_edit
from departments.scope import get_department


def get_link(department: Department, pk: int) -> SectionLink:
    """A link of the department; Missing when there is none."""
    found = SectionLink.objects.select_related("a", "b", "department")
    link = found.filter(department=department, pk=pk).first()
    if link is None:
        raise Missing("没有这条业务往来，可能刚被他人删除。", hint="请从“业务往来”页面重新选择。")
    return link


@require_http_methods(["GET", "HEAD", "POST"])
def section_link_edit(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """The form with the present values; saved it leads back to the list.

    Somebody else's change meanwhile is shown beside the person's own, and nothing is overwritten.
    """
    user = user_of(request)
    department = get_department(user, pk)
    link = get_link(department, link_pk)
    check_edit(user, department)
    now = {"percent": f"{100 * link.strength:g}", "note": link.note}
    if request.method != "POST":
        return _page(request, link, {"form": LinkForm(initial=now), "seen": link.version})
    form = LinkForm(request.POST)
    seen = request.POST.get("seen", "")
    if not form.is_valid():
        return _page(request, link, {"form": form, "seen": seen}, status=422)
    try:
        actions.change(
            link=link,
            strength=form.strength(),
            note=form.cleaned_data["note"],
            seen=seen,
            by=user,
            at=timezone.now(),
        )
    except ChangedSince as error:
        seen = get_link(department, link_pk).version
        return _page(request, link, {"form": form, "seen": seen, "met": error}, status=409)
    messages.success(request, _("已修改“%(a)s”与“%(b)s”的往来。") % {"a": link.a, "b": link.b})
    return redirect("section_links", department.pk)


def _page(
    request: HttpRequest, link: SectionLink, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shown = {"department": link.department, "link": link, **context}
    return render(request, "mergers/section_link_edit.html", shown, status=status)
