"""The plans that stand in the way of undoing an import (departments/queries/undo_obstacles.py)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from departments.queries.undo_obstacles import Obstacle
from mergers.models import MergePlan, PlanStatus


def plans_in_the_way(departments: Collection[int], since: datetime) -> list[Obstacle]:
    """Plans of these departments that were made of what an import of that moment brought and wait
    for approval, or that were carried out since. A draft is not in the way: it becomes outdated.
    """
    waiting = Q(status=PlanStatus.SUBMITTED, created_at__gte=since)
    executed = Q(status=PlanStatus.EXECUTED, executed_at__gte=since)
    plans = MergePlan.objects.filter(waiting | executed, department__in=departments)
    found = []
    for plan in plans.select_related("department").only("title", "status", "department__name"):
        waits = plan.status == PlanStatus.SUBMITTED
        state = "正在等待审批，撤销会使它失效" if waits else "已批准并执行，不能撤销"
        words = f"“{plan.department}”的方案“{plan}”{state}"
        found.append(Obstacle(words, reverse("plan_detail", args=[plan.pk]), forbids=waits))
    return found
