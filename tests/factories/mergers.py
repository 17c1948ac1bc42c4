"""Plans without a planner: for pages and lists where only status and figures matter."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from mergers.models import Decision, MergePlan, PlanMode
from tests.factories.organisation import DepartmentFactory
from tests.factories.people import UserFactory

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


class MergePlanFactory(DjangoModelFactory[MergePlan]):
    """A draft 6 → 4 whose bound is 1.25 points above it; it has no big sections."""

    class Meta:
        model = MergePlan

    department = factory.SubFactory(DepartmentFactory)
    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"合并 6→4（{n}）")
    mode = PlanMode.MERGE
    created_at = NOON
    baseline_hash = "0" * 64
    sections_before = 6
    sections_after = 4
    score = 71.25
    today_score = 50.0
    objective = 71_250_000
    bound = 72_500_000


class DecisionFactory(DjangoModelFactory[Decision]):
    """A submission by somebody."""

    class Meta:
        model = Decision

    plan = factory.SubFactory(MergePlanFactory)
    verdict = "submit"
    by = factory.SubFactory(UserFactory)
    at = NOON
    content_hash = "0" * 64
