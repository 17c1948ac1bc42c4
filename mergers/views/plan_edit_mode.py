"""Choosing how the members of one big section come together."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import ModeForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_mode(request: HttpRequest, pk: int) -> HttpResponse:
    """合并, 合署办公 or 统筹."""

    def choose(plan: MergePlan, who: Who) -> None:
        chosen = checked(ModeForm(request.POST, plan=plan)).cleaned_data
        edits.set_mode(plan=plan, big_section=chosen["big_section"], mode=chosen["mode"], **who)

    return perform(request, pk, choose)
