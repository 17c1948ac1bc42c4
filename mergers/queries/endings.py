"""The plan that abolished a section (departments/queries/last_state.py)."""

from django.urls import reverse

from departments.models import Section
from departments.queries.last_state import Ending
from mergers.domain.snapshot import snapshot_of
from mergers.models import MergePlan, PlanStatus


def ended_by_plan(section: Section) -> Ending | None:
    """How a section ended that an executed plan places: its plan has duties and people as they
    were. None for a section that no plan ended.
    """
    plans = MergePlan.objects.filter(status=PlanStatus.EXECUTED, placements__section=section.pk)
    plan = plans.order_by("-executed_at").only("title", "baseline").first()
    frozen = snapshot_of(plan).by_id().get(section.pk) if plan else None
    if plan is None or frozen is None:
        return None
    duties = tuple(duty for duty, _ in frozen.duties)
    return Ending(f"执行方案“{plan}”", reverse("plan_detail", args=[plan.pk]), duties, frozen.staff)
