"""Where duties land: to another big section, to an end, or with their section again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import DutiesForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_duties(request: HttpRequest, pk: int) -> HttpResponse:
    """Do with the ticked duties what the pressed button says."""

    def land(plan: MergePlan, who: Who) -> None:
        chosen = checked(DutiesForm(request.POST, plan=plan)).cleaned_data
        duties = list(chosen["duty"])
        if chosen["do"] == "move":
            reason = chosen["reason"]
            edits.move_duties(plan=plan, duties=duties, to=chosen["to"], reason=reason, **who)
        elif chosen["do"] == "end":
            edits.end_duties(plan=plan, duties=duties, reason=chosen["end_reason"], **who)
        else:
            edits.return_duties(plan=plan, duties=duties, **who)

    return perform(request, pk, land)
