"""Moving a section of today to another place in a plan."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import MoveForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_move(request: HttpRequest, pk: int) -> HttpResponse:
    """To another big section, to one of its own, or onto the bench (待安置)."""

    def move(plan: MergePlan, who: Who) -> None:
        chosen = checked(MoveForm(request.POST, plan=plan)).cleaned_data
        section, to = chosen["section"], chosen["to"]
        if to == "alone":
            edits.found_big_section(plan=plan, name=section.name, section=section, **who)
        else:
            edits.move_section(plan=plan, section=section, to=None if to == "bench" else to, **who)

    return perform(request, pk, move)
