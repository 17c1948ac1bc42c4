"""Ending a section outright (撤销)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import AbolishForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_abolish(request: HttpRequest, pk: int) -> HttpResponse:
    """Its people go to one big section; every duty then needs a place of its own."""

    def abolish(plan: MergePlan, who: Who) -> None:
        chosen = checked(AbolishForm(request.POST, plan=plan)).cleaned_data
        edits.abolish_section(plan=plan, **chosen, **who)

    return perform(request, pk, abolish)
