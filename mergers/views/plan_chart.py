"""The charts of a plan as files to keep: SVG, PNG and PDF."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from bigsection.web.downloads import download
from departments.charts import CONTENT_TYPES, draw
from mergers.charts import charts_of
from mergers.planning import plan_facts
from mergers.scope import get_plan

NAMES = {"before": "调整前", "after": "调整后", "changes": "变化"}


@require_safe
def plan_chart(request: HttpRequest, pk: int, view: str, as_format: str) -> HttpResponse:
    """One chart of the plan as a file named after department, plan and view."""
    plan = get_plan(user_of(request), pk)
    if view not in NAMES or as_format not in CONTENT_TYPES:
        raise Missing("没有这种图。", hint="请从方案的“机构图”页导出。")
    chart = getattr(charts_of(plan, plan_facts(plan)), view)
    name = f"{plan.department.name}-方案{plan.pk}-{NAMES[view]}.{as_format}"
    return download(draw(chart, as_format), name, CONTENT_TYPES[as_format])
