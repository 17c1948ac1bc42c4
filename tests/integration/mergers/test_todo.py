"""我的待办: what waits for whom, and the count of it on every page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from mergers.actions.outdating import compare_structures
from mergers.models import MergePlan, PlanStatus
from mergers.queries.todo import FIRST, PARTS, todo_count
from tests.factories import (
    DecisionFactory,
    DepartmentFactory,
    MergePlanFactory,
    UserFactory,
    WorkbookImportFactory,
)
from tests.integration.mergers.conftest import NOON
from tests.pages import is_empty, main_part

URL = "/todo/"


def rows(client, part):
    """What the first page lists of a part."""
    return list(client.get(URL).context["todo"].pages.get(part, ()))


def test_nothing_to_do_says_so(log_in, clerk):
    assert is_empty(log_in(clerk).get(URL))


def test_a_submitted_plan_waits_for_the_leader_only(log_in, leader, clerk, auditor, department):
    plan = MergePlanFactory.create(department=department, author=clerk, status=PlanStatus.SUBMITTED)
    assert rows(log_in(leader), "to_decide") == [plan]
    assert rows(log_in(auditor), "to_decide") == []
    assert rows(log_in(clerk), "to_decide") == []
    assert rows(log_in(clerk), "waiting") == [plan]
    assert todo_count(clerk) == 0


def test_nobody_decides_on_their_own_plan_or_submission(log_in, leader, department, region):
    MergePlanFactory.create(department=department, author=leader, status=PlanStatus.SUBMITTED)
    other = MergePlanFactory.create(
        department=DepartmentFactory.create(region=region), status=PlanStatus.SUBMITTED
    )
    DecisionFactory.create(plan=other, by=leader)
    assert rows(log_in(leader), "to_decide") == []


@pytest.mark.both_databases
def test_a_returned_plan_waits_for_its_author(log_in, clerk, department):
    plan = MergePlanFactory.create(department=department, author=clerk, status=PlanStatus.RETURNED)
    said = {"plan": plan, "verdict": "return"}
    DecisionFactory.create(reason="第一次", at=NOON - timedelta(days=1), **said)
    last = DecisionFactory.create(reason="职责划转不清", at=NOON, **said)
    client = log_in(clerk)
    assert rows(client, "returned") == [last]
    text = client.get(URL).text
    assert "职责划转不清" in text
    assert "第一次" not in text


@pytest.mark.both_databases
def test_an_approval_is_told_to_the_author_until_acknowledged(
    log_in, clerk, leader, outsider, department
):
    plan = MergePlanFactory.create(department=department, author=clerk, status=PlanStatus.EXECUTED)
    told = DecisionFactory.create(plan=plan, verdict="approve", by=leader, reason="同意，抓紧落实")
    client = log_in(clerk)
    page = client.get(URL)
    assert (rows(client, "approved"), page.context["todo"].count) == ([told], 1)
    assert "同意，抓紧落实" in page.text
    assert '<span class="nav-count">1</span>' in page.text
    address = reverse("todo_acknowledge", args=[told.pk])
    for other in (leader, outsider):
        assert rows(log_in(other), "approved") == []
        assert log_in(other).post(address).status_code == 404
    assert log_in(clerk).get(address).status_code == 405
    assert log_in(clerk).post(address)["Location"] == URL
    assert rows(log_in(clerk), "approved") == []
    assert todo_count(clerk) == 0


class TestOutdated:
    """A plan over a structure that is not there any more is marked wherever it is listed."""

    @pytest.fixture(autouse=True)
    def _changed(self, plan, sections):
        type(sections["会计科"]).objects.filter(name="会计科").update(quota=99)
        compare_structures([plan.department_id])

    @pytest.mark.both_databases
    @pytest.mark.parametrize("page", [URL, "/plans/"])
    def test_a_draft(self, log_in, clerk, plan, page):
        assert main_part(log_in(clerk).get(page)).count("已过期") == 1

    def test_what_waits_for_a_leader_and_what_came_back(self, log_in, leader, clerk, plan):
        MergePlan.objects.filter(pk=plan.pk).update(status=PlanStatus.SUBMITTED)
        assert "已过期" in main_part(log_in(leader).get(URL))
        MergePlan.objects.filter(pk=plan.pk).update(status=PlanStatus.RETURNED)
        DecisionFactory.create(plan=plan, verdict="return", reason="重做")
        assert "已过期" in main_part(log_in(clerk).get(URL))

    @pytest.mark.parametrize("status", [PlanStatus.EXECUTED, PlanStatus.WITHDRAWN])
    def test_what_is_settled_cannot_become_outdated(self, log_in, clerk, plan, status):
        MergePlan.objects.filter(pk=plan.pk).update(status=status)
        assert "已过期" not in main_part(log_in(clerk).get("/plans/"))


def test_a_plan_over_the_present_structure_is_not_marked(log_in, clerk, plan):
    client = log_in(clerk)
    assert "已过期" not in client.get(URL).text + client.get("/plans/").text


def test_drafts_are_shown_but_not_counted(log_in, clerk, department):
    plan = MergePlanFactory.create(department=department, author=clerk)
    assert rows(log_in(clerk), "drafts") == [plan]
    assert todo_count(clerk) == 0


def test_an_import_waits_for_its_review(log_in, officer):
    waiting = WorkbookImportFactory.create(uploaded_by=officer)
    WorkbookImportFactory.create()
    client = log_in(officer)
    assert rows(client, "imports") == [waiting]
    assert reverse("import_detail", args=[waiting.pk]) in client.get(URL).text


def test_the_count_stands_in_the_navigation(log_in, leader, department):
    MergePlanFactory.create(department=department, status=PlanStatus.SUBMITTED)
    assert '<span class="nav-count">1</span>' in log_in(leader).get("/plans/").text


def test_a_plan_of_another_city_does_not_wait(log_in, outsider, leader):
    elsewhere = MergePlanFactory.create(
        department=outsider.memberships.get().department, status=PlanStatus.SUBMITTED
    )
    assert elsewhere not in rows(log_in(leader), "to_decide")


def test_a_superuser_administers_and_decides_nothing(log_in, department):
    MergePlanFactory.create(department=department, status=PlanStatus.SUBMITTED)
    assert todo_count(UserFactory.create(is_superuser=True)) == 0


def test_refuses_post(log_in, clerk):
    assert log_in(clerk).post(URL).status_code == 405


@pytest.mark.both_databases
def test_a_long_part_has_its_first_rows_here_and_all_on_pages_of_its_own(
    log_in, leader, region, django_assert_max_num_queries
):
    for _ in range(FIRST + 5):
        MergePlanFactory.create(
            department=DepartmentFactory.create(region=region), status=PlanStatus.SUBMITTED
        )
    client = log_in(leader)
    with django_assert_max_num_queries(12):
        page = client.get(URL)
    assert len(page.context["todo"].pages["to_decide"]) == FIRST
    assert page.context["todo"].count == todo_count(leader) == FIRST + 5
    assert f"{URL}?part=to_decide" in page.text
    whole = client.get(URL, {"part": "to_decide"}).context["todo"]
    assert (list(whole.pages), len(whole.pages["to_decide"])) == (["to_decide"], FIRST + 5)
    assert client.get(URL, {"part": "x", "page": "y"}).context["todo"].chosen == ""


@pytest.mark.both_databases
def test_the_first_drafts_are_read_along_an_index_without_sorting(officer, department):
    other = UserFactory.create()
    MergePlan.objects.bulk_create(
        MergePlanFactory.build_batch(20, department=department, author=officer)
        + MergePlanFactory.build_batch(400, department=department, author=other)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the answer hangs on what an earlier test left behind
        if connection.vendor == "postgresql":  # with few rows it sorts unless it is told not to
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = PARTS["drafts"](officer).values("pk")[:FIRST].explain()
    assert "plan_of_author_newest" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.both_databases
def test_own_drafts_are_counted_without_reading_the_plans(officer):
    plan = PARTS["drafts"](officer).order_by().values("pk").explain()
    if connection.vendor == "sqlite":
        assert "COVERING INDEX plan_of_author_newest" in plan
