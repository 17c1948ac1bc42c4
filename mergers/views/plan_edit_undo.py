"""Taking the newest edit of a plan back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo it, and say what was undone."""

    def undo(plan: MergePlan, who: Who) -> str:
        return f"已撤销：{edits.undo(plan=plan, **who).words}"

    return perform(request, pk, undo)
