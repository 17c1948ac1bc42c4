"""设置 → 列的对应: what is remembered about columns of workbooks, and forgetting it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bigsection.accounts.buttons import button
from bigsection.accounts.requests import user_of
from departments.actions import column_mappings as actions
from departments.permissions import check_import_anywhere
from departments.queries.column_mappings import get_mapping, mappings_for, remembered

PER_PAGE = 50


@require_safe
def column_mappings(request: HttpRequest) -> HttpResponse:
    """The mappings that files of the person's departments are read with, page by page."""
    user = user_of(request)
    check_import_anywhere(user)
    page = Paginator(mappings_for(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "mappings": remembered(user, page)}
    return render(request, "departments/column_mappings.html", context)


column_mapping_forget = button(
    get_mapping,
    actions.forget,
    "mapping",
    leads_to="column_mappings",
    key="",
    done=_("已删除“{}”。以后的文件遇到这个表头会重新询问。"),
)
"""Take a mapping back; leads back to the list."""
