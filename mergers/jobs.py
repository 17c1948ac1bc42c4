"""Background work of the mergers application: questions to the planner that take a while."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.jobs.progress import Progress
from bigsection.jobs.registry import job
from departments.models import Department
from mergers.actions import plans
from mergers.planning import PlanRequest


@job("propose_plans")
def run_propose(
    progress: Progress, department_pk: int, request: dict[str, Any], by_pk: int, moment: str
) -> dict[str, Any]:
    """Ask the planner and store its plans; a second run stores them once more, as other drafts."""
    start = timezone.now()

    def tell(words: str) -> None:
        spent = (timezone.now() - start).total_seconds()
        progress(min(spent / settings.PLANNER_TIME_LIMIT_S, 0.99), words)

    found = plans.propose(
        department=Department.objects.select_related("region").get(pk=department_pk),
        request=PlanRequest.from_json(request),
        by=User.objects.get(pk=by_pk),
        at=datetime.fromisoformat(moment),
        on_progress=tell,
    )
    return {"plan": found[0].pk, "others": len(found) - 1}
