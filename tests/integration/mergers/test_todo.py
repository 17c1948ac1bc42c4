"""我的待办: what waits for whom, and the count of it on every page."""

import pytest
from django.urls import reverse

from mergers.models import PlanStatus
from mergers.queries import plans as queries
from tests.factories import (
    DecisionFactory,
    DepartmentFactory,
    MergePlanFactory,
    UserFactory,
    WorkbookImportFactory,
)
from tests.pages import is_empty

URL = "/todo/"


def todo(client):
    return client.get(URL).context["todo"]


def test_nothing_to_do_says_so(log_in, clerk):
    assert is_empty(log_in(clerk).get(URL))


def test_a_submitted_plan_waits_for_the_leader_only(log_in, leader, clerk, auditor, department):
    plan = MergePlanFactory.create(department=department, author=clerk, status=PlanStatus.SUBMITTED)
    assert todo(log_in(leader)).to_decide == [plan]
    assert todo(log_in(auditor)).to_decide == []
    mine = todo(log_in(clerk))
    assert (mine.to_decide, mine.waiting, mine.count) == ([], [plan], 0)


def test_nobody_decides_on_their_own_plan_or_submission(log_in, leader, department, region):
    MergePlanFactory.create(department=department, author=leader, status=PlanStatus.SUBMITTED)
    other = MergePlanFactory.create(
        department=DepartmentFactory.create(region=region), status=PlanStatus.SUBMITTED
    )
    DecisionFactory.create(plan=other, by=leader)
    assert todo(log_in(leader)).to_decide == []


@pytest.mark.both_databases
def test_a_returned_plan_waits_for_its_author(log_in, clerk, department):
    plan = MergePlanFactory.create(department=department, author=clerk, status=PlanStatus.RETURNED)
    assert todo(log_in(clerk)).returned == [plan]


def test_drafts_are_shown_but_not_counted(log_in, clerk, department):
    plan = MergePlanFactory.create(department=department, author=clerk)
    mine = todo(log_in(clerk))
    assert (mine.drafts, mine.count) == ([plan], 0)


def test_an_import_waits_for_its_review(log_in, officer):
    waiting = WorkbookImportFactory.create(uploaded_by=officer)
    WorkbookImportFactory.create()
    response = log_in(officer).get(URL)
    assert response.context["todo"].imports == [waiting]
    assert reverse("import_detail", args=[waiting.pk]) in response.text


def test_the_count_stands_in_the_navigation(log_in, leader, department):
    MergePlanFactory.create(department=department, status=PlanStatus.SUBMITTED)
    assert '<span class="nav-count">1</span>' in log_in(leader).get("/plans/").text


def test_a_plan_of_another_city_does_not_wait(log_in, outsider, leader):
    elsewhere = MergePlanFactory.create(
        department=outsider.memberships.get().department, status=PlanStatus.SUBMITTED
    )
    assert elsewhere not in todo(log_in(leader)).to_decide


def test_a_superuser_administers_and_decides_nothing(log_in, department):
    MergePlanFactory.create(department=department, status=PlanStatus.SUBMITTED)
    assert queries.todo_count(UserFactory.create(is_superuser=True)) == 0


def test_refuses_post(log_in, clerk):
    assert log_in(clerk).post(URL).status_code == 405


def test_queries_do_not_grow_with_plans(log_in, leader, region, django_assert_max_num_queries):
    for _ in range(15):
        MergePlanFactory.create(
            department=DepartmentFactory.create(region=region), status=PlanStatus.SUBMITTED
        )
    client = log_in(leader)
    with django_assert_max_num_queries(15):
        client.get(URL)
