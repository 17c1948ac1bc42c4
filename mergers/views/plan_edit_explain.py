"""Saying why: the reason of a big section, or of what becomes of a section."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mergers.actions import edits
from mergers.forms.edits import ExplainForm, checked
from mergers.models import MergePlan
from mergers.views.plan_edit import Who, perform


@require_POST
def plan_edit_explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the reason; an empty one gives way to what the plan's own figures say."""

    def explain(plan: MergePlan, who: Who) -> None:
        chosen = checked(ExplainForm(request.POST, plan=plan)).cleaned_data
        reason = chosen["reason"]
        if chosen["section"]:
            edits.explain(plan=plan, section=chosen["section"], reason=reason, **who)
        else:
            edits.explain(plan=plan, big_section=chosen["big_section"], reason=reason, **who)

    return perform(request, pk, explain)
