"""数据体检: what is wrong in the lists of the departments a person sees."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.errors import Missing
from departments.actions import data_checks
from departments.health import survey
from departments.health.check import Severity
from departments.health.choosing import chosen_by, kept_of
from departments.health.registry import BY_CODE
from departments.health.stored import StoredResults


@require_safe
def data_health(request: HttpRequest) -> HttpResponse:
    """All checks with their first findings, or with ``?check=`` the pages of one, as they were last
    stored.
    """
    choice = chosen_by(user_of(request), request.GET)
    stored = StoredResults(choice.scope, choice.shown, timezone.now(), with_regions=choice.several)
    context: dict[str, Any] = {
        "choice": choice,
        "stored": stored,
        "running": data_checks.running_job(),
        "kept": kept_of(request.GET),
    }
    code = request.GET.get("check")
    context |= _one(code, stored, request) if code else _all(stored)
    return render(request, "departments/data_health.html", context)


def _one(code: str, stored: StoredResults, request: HttpRequest) -> dict[str, Any]:
    """One check and the page of its findings; Missing for a name that is none."""
    check = BY_CODE.get(code)
    if check is None:
        raise Missing("没有这项检查。", hint="请从“数据体检”页面重新进入。")
    result = survey.page_of(check, stored, request.GET.get("page"))
    return {"check": check, "results": [result], "page": result.page}


def _all(stored: StoredResults) -> dict[str, Any]:
    """Every check, and the totals by severity; nothing where nothing was checked yet."""
    if not stored.counts:
        return {}
    found = survey.survey(stored)
    return {
        "results": found.results,
        "passed": found.passed,
        "totals": [(kind, found.findings(kind), found.checks(kind)) for kind in Severity],
    }
