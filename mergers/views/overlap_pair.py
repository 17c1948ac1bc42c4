"""The evidence of one pair: two duty lists side by side, and what they share."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from bigsection.web.rendering import render_page
from departments.models import Department, Section
from departments.permissions import may_edit
from departments.scope import get_department
from mergers.planning.overlap import pair_view
from mergers.presenting import sharing


@require_safe
def overlap_pair(request: HttpRequest, pk: int, a: int, b: int) -> HttpResponse:
    """The whole page, or for htmx the panel beside the matrix."""
    user = user_of(request)
    department = get_department(user, pk)
    left, right = _section(department, a), _section(department, b)
    if left == right:
        raise Missing("一个科室不能与自己比较。", hint="请在重叠矩阵中选择两个不同的科室。")
    view = pair_view(department, left, right)
    context = {
        "standing": sharing.standing(view.evidence.similarity, view.p50, view.p95),
        "p50": 100 * view.p50,
        "p95": 100 * view.p95,
        "department": department,
        "left": left,
        "right": right,
        "pair": sharing.on_screen(view.evidence),
        "link": view.similarity_blend.of(left.pk, right.pk),
        "text_percent": 100 * (1 - view.similarity_blend.weight),
        "may_edit": may_edit(user, department),
    }
    return render_page(request, "mergers/overlap_pair.html", context)


def _section(department: Department, pk: int) -> Section:
    """A standing section of the department; Missing otherwise."""
    found = department.sections.standing().filter(pk=pk).first()
    if found is None:
        raise Missing("没有这个科室，或者它已经撤销。", hint="请从职能重叠矩阵重新选择。")
    return found
