"""整合方案: the plans of one's scope, narrowed by department and status, figures side by side."""

import pytest
from django.urls import reverse

from mergers.models import PlanStatus
from tests.factories import DepartmentFactory, MergePlanFactory
from tests.pages import is_empty

URL = "/plans/"


def shown(response) -> set[int]:
    return {plan.pk for plan in response.context["page"].object_list}


def test_shows_key_figures_and_the_distance_to_the_optimum(log_in, officer, department):
    plan = MergePlanFactory.create(department=department)
    text = log_in(officer).get(URL).text
    assert reverse("plan_detail", args=[plan.pk]) in text
    assert "距最优 ≤ 1.25 分" in text
    assert "71.2" in text


def test_a_proven_plan_says_so(log_in, officer, plan):
    assert "最优，已证明" in log_in(officer).get(URL).text


def test_narrows_by_department_and_status(log_in, officer, region, department):
    here = MergePlanFactory.create(department=department)
    done = MergePlanFactory.create(department=department, status=PlanStatus.EXECUTED)
    there = MergePlanFactory.create(department=DepartmentFactory.create(region=region))
    client = log_in(officer)
    assert shown(client.get(URL)) == {here.pk, done.pk, there.pk}
    assert shown(client.get(URL, {"department": department.pk})) == {here.pk, done.pk}
    assert shown(client.get(URL, {"status": "executed"})) == {done.pk}


@pytest.mark.parametrize("query", [{"status": "nonsense"}, {"department": 10**30}])
def test_a_filter_that_makes_no_sense_narrows_nothing(log_in, officer, department, query):
    plan = MergePlanFactory.create(department=department)
    assert shown(log_in(officer).get(URL, query)) == {plan.pk}


def test_an_empty_list_says_what_to_do(log_in, officer):
    for query in ({}, {"status": "draft"}):
        assert is_empty(log_in(officer).get(URL, query))


def test_a_fragment_for_htmx(log_in, officer, department, htmx):
    MergePlanFactory.create(department=department)
    response = log_in(officer).get(URL, headers=htmx)
    assert "<html" not in response.text
    assert "<table" in response.text


@pytest.mark.both_databases
def test_the_outsider_sees_none(log_in, outsider, department):
    MergePlanFactory.create(department=department)
    assert shown(log_in(outsider).get(URL)) == set()


def test_refuses_post(log_in, officer):
    assert log_in(officer).post(URL).status_code == 405


def test_queries_do_not_grow_with_plans(log_in, officer, region, django_assert_max_num_queries):
    for _ in range(20):
        MergePlanFactory.create(department=DepartmentFactory.create(region=region))
    client = log_in(officer)
    with django_assert_max_num_queries(12):
        client.get(URL)
