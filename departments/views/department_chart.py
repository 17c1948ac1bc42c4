"""The organisation chart of a department as a file to keep: SVG, PNG or PDF."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from bigsection.web.downloads import download
from departments import charts
from departments.scope import get_department


@require_safe
def department_chart(request: HttpRequest, pk: int, as_format: str) -> HttpResponse:
    """The chart of today, as a file named after the department."""
    department = get_department(user_of(request), pk)
    if as_format not in charts.CONTENT_TYPES:
        raise Missing("没有这种图。", hint="请从部门的“机构图”页导出。")
    content = charts.draw(charts.department_chart(department), as_format)
    name = f"{department.name}-机构图.{as_format}"
    return download(content, name, charts.CONTENT_TYPES[as_format])
