"""数据体检: what is wrong in the lists of the departments a person sees."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from departments.health import survey
from departments.health.check import Severity
from departments.health.choosing import Choice, chosen_by, regions_in
from departments.health.registry import BY_CODE


@require_safe
def data_health(request: HttpRequest) -> HttpResponse:
    """All checks with their first findings, or with ``?check=`` the pages of one."""
    choice = chosen_by(user_of(request), request.GET)
    kept = request.GET.copy()
    for name in ("check", "page"):
        kept.pop(name, None)
    context: dict[str, Any] = {
        "choice": choice,
        "regions": regions_in(choice.area.scope),
        "departments": choice.offered.select_related("region"),
        "kept": kept.urlencode(),
    }
    code = request.GET.get("check")
    context |= _one(code, choice, request) if code else _all(choice)
    return render(request, "departments/data_health.html", context)


def _one(code: str, choice: Choice, request: HttpRequest) -> dict[str, Any]:
    """One check and the page of its findings; Missing for a name that is none."""
    check = BY_CODE.get(code)
    if check is None:
        raise Missing("没有这项检查。", hint="请从“数据体检”页面重新进入。")
    result = survey.page_of(check, choice.area, request.GET.get("page"))
    return {"check": check, "results": [result], "page": result.page}


def _all(choice: Choice) -> dict[str, Any]:
    """Every check, and the totals by severity."""
    found = survey.survey(choice.area)
    return {
        "results": found.results,
        "passed": found.passed,
        "totals": [(kind, found.findings(kind), found.checks(kind)) for kind in Severity],
    }
