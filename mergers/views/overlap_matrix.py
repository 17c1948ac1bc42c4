"""The overlap matrix: how alike the functions of every two sections of a department are."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from departments.models import Department
from departments.permissions import may_configure
from departments.scope import get_department
from mergers import permissions
from mergers.planning.overlap import age_of, overlap_of
from mergers.presenting import heat

PER_PAGE = 100


@require_safe
def overlap_matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """The heat map of the current state in cluster order, and its table twin (``?view=list``)."""
    user = user_of(request)
    department = get_department(user, pk)
    context = {
        "department": department,
        "view": "list" if request.GET.get("view") == "list" else "map",
        "may_propose": permissions.may_propose(user, department),
        "may_configure": may_configure(user, department.region),
        **_matrix(department, request.GET.get("page")),
    }
    return render(request, "mergers/overlap_matrix.html", context)


def _matrix(department: Department, page: str | None) -> dict[str, Any]:
    """Rows, ranking and legend; only the number of sections when there is nothing to compare."""
    overlap = overlap_of(department)
    sections = overlap.sections
    if len(sections) < 2:
        return {"sections": sections, "comparable": False}
    pair_root = reverse("overlap_matrix", args=[department.pk])
    cells = heat.cells_of(overlap.similarity.tolist(), overlap.closeness.tolist())
    ranking = [(sections[cell.row], sections[cell.column], cell) for cell in heat.ranked(cells)]
    return {
        "sections": sections,
        "comparable": True,
        "rows": zip(sections, heat.rows_html(pair_root, sections, cells), strict=True),
        "ranking": ranking,
        "page": Paginator(ranking, PER_PAGE).get_page(page),
        "link_count": len(overlap.similarity_blend.between),
        "hubs": [
            section.name for section in sections if section.pk in overlap.similarity_blend.hubs
        ],
        "legend": heat.legend(overlap.p50, overlap.p95),
        "p50": 100 * overlap.p50,
        "p95": 100 * overlap.p95,
        "calibration": overlap.calibration,
        "age": age_of(overlap),
        "pair_root": pair_root,
    }
