"""One department with its tabs: sections, people, duties, chart, plans and history."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.keyset import keyset_page
from departments import charts, permissions
from departments.models import Department
from departments.queries import roster
from departments.scope import get_department

PER_PAGE = 100
TabContext = Callable[[HttpRequest, Department], dict[str, Any]]


@require_safe
def department_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of the department and the tab that ``?tab=`` names."""
    user = user_of(request)
    department = get_department(user, pk)
    sections, listed = roster.sections_of(department), department.staff.standing().count()
    totals = roster.add_totals(department, sections, listed)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "sections"
    context = {
        "department": department,
        "tab": tab,
        "tab_template": f"departments/_department_{tab}.html",
        "may_edit": permissions.may_edit(user, department),
        "staff_count": listed,
        "sections": sections,
        "totals": totals,
        **TABS[tab](request, department),
    }
    return render(request, "departments/department_detail.html", context)


def _sections(request: HttpRequest, department: Department) -> dict[str, Any]:
    return {}


def _staff(request: HttpRequest, department: Department) -> dict[str, Any]:
    words, chosen = request.GET.get("q", ""), request.GET.get("section", "")
    sections = list(department.sections.standing())
    section = next((one.pk for one in sections if str(one.pk) == chosen), None)
    people = roster.staff_of(department, words=words, section=section)
    return {
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "sections": sections,
        "words": words,
        "chosen": section,
        "filtered": bool(words or section),
    }


def _duties(request: HttpRequest, department: Department) -> dict[str, Any]:
    return {"sections": roster.duties_by_section(department)}


def _chart(request: HttpRequest, department: Department) -> dict[str, Any]:
    return {"svg": charts.drawing(charts.department_chart(department))}


def _plans(request: HttpRequest, department: Department) -> dict[str, Any]:
    return {}


def _history(request: HttpRequest, department: Department) -> dict[str, Any]:
    history = roster.history_of(department)
    page = keyset_page(history.events, request.GET.get("page"), PER_PAGE)
    return {"history": history, "page": page}


TABS: dict[str, TabContext] = {
    "sections": _sections,
    "staff": _staff,
    "duties": _duties,
    "chart": _chart,
    "plans": _plans,
    "history": _history,
}
