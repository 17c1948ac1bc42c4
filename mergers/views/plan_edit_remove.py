"""Removing a big section that nothing lands in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import BigSectionForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the big section out of the plan."""

    def remove(plan: MergePlan, who: Who) -> None:
        chosen = checked(BigSectionForm(request.POST, plan=plan)).cleaned_data
        edits.remove_big_section(plan=plan, big_section=chosen["big_section"], **who)

    return perform(request, pk, remove)
