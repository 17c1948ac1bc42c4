"""One plan: what it joins, why, which rules it keeps, what changes, its charts and its record."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bigsection.accounts.requests import user_of
from bigsection.web.rendering import render_page
from mergers.scope import get_plan
from mergers.views.plan_page import page_of


@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of the plan and the tab that ``?tab=`` names; for htmx the tabs alone."""
    plan = get_plan(user_of(request), pk)
    context = page_of(request, plan, request.GET.get("tab", ""))
    return render_page(
        request, "mergers/plan_detail.html", context, fragment="mergers/_plan_tab.html"
    )
