"""Plans without a planner: for pages and lists where only status and figures matter."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from mergers.domain.duty_pairs import pair_hash
from mergers.models import Decision, DutyRuling, MergePlan, PlanMode
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


class DutyRulingFactory(DjangoModelFactory[DutyRuling]):
    """A boundary between two departments on a duty that both have."""

    class Meta:
        model = DutyRuling

    department_a = factory.SubFactory(DepartmentFactory)
    department_b = factory.SubFactory(DepartmentFactory)
    text_a = "组织安全生产事故调查"
    text_b = "组织安全生产事故调查"
    pair_hash = factory.LazyAttribute(
        lambda made: pair_hash(made.department_a.pk, made.text_a, made.department_b.pk, made.text_b)
    )
    similarity = 1.0
    verdict = "keep"
    boundary = "施工现场归住建，其他归应急。"
    by = factory.SubFactory(UserFactory)
    at = NOON
