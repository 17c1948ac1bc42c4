"""A big section of a draft gets another name; what is submitted keeps its names."""

import pytest
from django.urls import reverse

from mergers.actions import approvals
from tests.integration.mergers.conftest import NOON


@pytest.fixture
def big(plan):
    return plan.big_sections.first()


def url(plan, big) -> str:
    return reverse("big_section_rename", args=[plan.pk, big.pk])


def test_renames(log_in, clerk, plan, big):
    response = log_in(clerk).post(url(plan, big), {"name": "预算管理科"}, follow=True)
    big.refresh_from_db()
    assert big.name == "预算管理科"
    assert "“预算管理科”" in response.text


@pytest.mark.parametrize("name", ["", "  ", "科" * 121])
def test_a_name_that_is_none_is_refused(log_in, clerk, plan, big, name):
    old = big.name
    assert log_in(clerk).post(url(plan, big), {"name": name}).status_code == 422
    big.refresh_from_db()
    assert big.name == old


def test_a_submitted_plan_keeps_its_names(log_in, clerk, plan, big):
    approvals.submit(plan=plan, by=clerk, at=NOON)
    assert log_in(clerk).post(url(plan, big), {"name": "预算管理科"}).status_code == 409


def test_the_big_section_of_another_plan_is_missing(log_in, clerk, plan, big):
    address = reverse("big_section_rename", args=[plan.pk, big.pk + 1000])
    assert log_in(clerk).post(address, {"name": "预算管理科"}).status_code == 404


def test_a_leader_may_not_rename(log_in, leader, plan, big):
    assert log_in(leader).post(url(plan, big), {"name": "预算管理科"}).status_code == 403


def test_the_outsider_finds_nothing(log_in, outsider, plan, big):
    assert log_in(outsider).post(url(plan, big), {"name": "预算管理科"}).status_code == 404


def test_refuses_get(log_in, clerk, plan, big):
    assert log_in(clerk).get(url(plan, big)).status_code == 405
