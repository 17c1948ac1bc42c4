"""A duty transfer to another department, by a ruling of the staffing office, in the plan or not."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import RulingForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the transfer part of the plan, or take it out again."""

    def rule(plan: MergePlan, who: Who) -> None:
        chosen = checked(RulingForm(request.POST, plan=plan)).cleaned_data
        act = edits.apply_ruling if chosen["do"] == "apply" else edits.drop_ruling
        act(plan=plan, ruling=chosen["ruling"], **who)

    return perform(request, pk, rule)
