"""Doing an undone edit of a plan again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_redo(request: HttpRequest, pk: int) -> HttpResponse:
    """Redo it, and say what was done."""

    def redo(plan: MergePlan, who: Who) -> str:
        return f"已重做：{edits.redo(plan=plan, **who).words}"

    return perform(request, pk, redo)
