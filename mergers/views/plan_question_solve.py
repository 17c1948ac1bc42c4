"""Asking for a plan by what an answer showed: the plan's own request with one thing changed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from bigsection.accounts.requests import user_of
from mergers.questions.changed_request import changed_request
from mergers.scope import get_plan
from mergers.views.plan_create import solve


@require_POST
def plan_question_solve(request: HttpRequest, pk: int) -> HttpResponse:
    """Solve for ``count``, for the pair ``a`` and ``b`` together, or without ``rule``."""
    plan = get_plan(user_of(request), pk)
    return solve(request, plan.department, changed_request(plan, request.POST))
