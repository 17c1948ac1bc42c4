"""提交、撤回、作废、同意、退回: each step by its page, in its order, by those who may."""

import pytest
from django.urls import reverse

from mergers.actions import approvals
from mergers.models import PlanStatus
from tests.integration.mergers.conftest import NOON

STEPS = ["submit", "recall", "withdraw", "approve", "return"]


def url(plan, step) -> str:
    return reverse(f"plan_{step}", args=[plan.pk])


@pytest.fixture
def submitted(plan, clerk):
    return approvals.submit(plan=plan, by=clerk, at=NOON)


def test_the_author_submits_recalls_and_withdraws(log_in, clerk, plan):
    client = log_in(clerk)
    for step, status in (
        ("submit", PlanStatus.SUBMITTED),
        ("recall", PlanStatus.DRAFT),
        ("withdraw", PlanStatus.WITHDRAWN),
    ):
        response = client.post(url(plan, step))
        assert response["Location"] == reverse("plan_detail", args=[plan.pk])
        plan.refresh_from_db()
        assert plan.status == status


def test_the_leader_approves(log_in, leader, submitted):
    response = log_in(leader).post(url(submitted, "approve"), follow=True)
    submitted.refresh_from_db()
    assert submitted.status == PlanStatus.EXECUTED
    assert "notice-good" in response.text


def test_the_leader_returns_with_a_reason(log_in, leader, submitted):
    log_in(leader).post(url(submitted, "return"), {"reason": "职责划转不清"})
    submitted.refresh_from_db()
    assert submitted.status == PlanStatus.RETURNED
    assert submitted.decisions.get(verdict="return").reason == "职责划转不清"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_return_without_a_reason_changes_nothing(log_in, leader, submitted, reason):
    response = log_in(leader).post(url(submitted, "return"), {"reason": reason})
    assert response.status_code == 422
    assert "必须写明理由" in response.text
    assert response.templates[0].name == "mergers/plan_detail.html"
    assert 'aria-describedby="return-refused"' in response.text
    submitted.refresh_from_db()
    assert submitted.status == PlanStatus.SUBMITTED


def test_the_author_cannot_approve(log_in, clerk, submitted):
    assert log_in(clerk).post(url(submitted, "approve")).status_code == 403


@pytest.mark.parametrize(
    ("role", "step"), [("clerk", "recall"), ("leader", "approve"), ("leader", "return")]
)
def test_a_step_out_of_order_is_a_conflict(request, log_in, plan, role, step):
    client = log_in(request.getfixturevalue(role))
    response = client.post(url(plan, step), {"reason": "理由"})
    assert response.status_code == 409
    assert "草案" in response.text


@pytest.mark.parametrize("step", STEPS)
def test_a_link_changes_nothing(log_in, clerk, plan, step):
    assert log_in(clerk).get(url(plan, step)).status_code == 405


@pytest.mark.parametrize("step", STEPS)
def test_the_outsider_finds_nothing(log_in, outsider, plan, step):
    assert log_in(outsider).post(url(plan, step), {"reason": "理由"}).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_asks_for_a_login(client, plan, step):
    assert client.post(url(plan, step)).status_code == 302
