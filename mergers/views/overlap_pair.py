"""The evidence of one pair: two duty lists side by side, and what they share."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from bigsection.web.rendering import render_page
from departments.models import Department, Section
from departments.scope import get_department
from mergers.planning.overlap import pair_evidence, text_of
from mergers.presenting import sharing


@require_safe
def overlap_pair(request: HttpRequest, pk: int, a: int, b: int) -> HttpResponse:
    """The whole page, or for htmx the panel beside the matrix."""
    department = get_department(user_of(request), pk)
    left, right = _section(department, a), _section(department, b)
    if left == right:
        raise Missing("一个科室不能与自己比较。", hint="请在重叠矩阵中选择两个不同的科室。")
    evidence = pair_evidence(department, left, right)
    text = text_of(department.region)
    context = {
        "standing": sharing.standing(evidence.similarity, text.p50, text.p95),
        "p50": 100 * text.p50,
        "p95": 100 * text.p95,
        "department": department,
        "left": left,
        "right": right,
        "pair": sharing.on_screen(evidence),
    }
    return render_page(
        request, "mergers/overlap_pair.html", context, fragment="mergers/_overlap_pair.html"
    )


def _section(department: Department, pk: int) -> Section:
    """A standing section of the department; Missing otherwise."""
    found = department.sections.standing().filter(pk=pk).first()
    if found is None:
        raise Missing("没有这个科室，或者它已经撤销。", hint="请从职能重叠矩阵重新选择。")
    return found
