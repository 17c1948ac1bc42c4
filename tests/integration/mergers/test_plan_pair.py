"""The evidence of a pair inside a plan stays what it was, also once the plan is carried out."""

import pytest
from django.urls import reverse

from mergers.actions import approvals
from tests.integration.mergers.conftest import NOON


def url(plan, a, b) -> str:
    return reverse("plan_pair", args=[plan.pk, a.pk, b.pk])


def test_an_executed_plan_keeps_its_evidence(log_in, clerk, leader, plan, sections):
    a, b = sections["预算科"], sections["预算审核科"]
    before = log_in(clerk).get(url(plan, a, b)).context["pair"]
    approvals.submit(plan=plan, by=clerk, at=NOON)
    approvals.approve(plan=plan, by=leader, at=NOON)
    after = log_in(clerk).get(url(plan, a, b))
    assert after.status_code == 200
    shown = after.context["pair"]
    assert [phrase.text for phrase in shown.phrases] == [phrase.text for phrase in before.phrases]


@pytest.mark.parametrize("other", [0, 999_999])
def test_a_section_that_is_not_in_the_plan_is_missing(log_in, clerk, plan, sections, other):
    address = reverse("plan_pair", args=[plan.pk, sections["预算科"].pk, other])
    assert log_in(clerk).get(address).status_code == 404


def test_the_outsider_finds_nothing(log_in, outsider, plan, sections):
    address = url(plan, sections["预算科"], sections["会计科"])
    assert log_in(outsider).get(address).status_code == 404


def test_refuses_post(log_in, clerk, plan, sections):
    address = url(plan, sections["预算科"], sections["会计科"])
    assert log_in(clerk).post(address).status_code == 405
