"""Founding a new big section (新设) in a plan."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import FoundForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_found(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty one, into which sections, duties and people can then be moved."""

    def found(plan: MergePlan, who: Who) -> None:
        chosen = checked(FoundForm(request.POST, plan=plan)).cleaned_data
        edits.found_big_section(
            plan=plan,
            name=chosen["name"],
            mode=chosen["mode"] or None,
            reason=chosen["reason"],
            **who,
        )

    return perform(request, pk, found)
