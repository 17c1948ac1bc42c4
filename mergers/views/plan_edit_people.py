"""People who go along with the duties of a section that is split (随转人员)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import PeopleForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_people(request: HttpRequest, pk: int) -> HttpResponse:
    """So many people of the section go to the big section, with names where they are known."""

    def move(plan: MergePlan, who: Who) -> None:
        chosen = checked(PeopleForm(request.POST, plan=plan)).cleaned_data
        chosen["staff"] = list(chosen["staff"])
        edits.move_people(plan=plan, **chosen, **who)

    return perform(request, pk, move)
