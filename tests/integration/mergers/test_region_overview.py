"""The first page: before and after of every department, and what waits."""

from datetime import timedelta

import pytest
from django.urls import reverse

from departments.models import Department
from departments.structure_size import StructureSize
from mergers.actions.outdating import compare_structures
from mergers.models import PlanStatus
from mergers.queries.overview import SORT_KEYS
from mergers.views.region_overview import PER_PAGE
from tests.factories import (
    DepartmentFactory,
    MembershipFactory,
    MergePlanFactory,
    RegionFactory,
    SectionFactory,
    StaffMemberFactory,
)
from tests.integration.mergers.conftest import NOON
from tests.pages import is_empty, main_part

URL = "/"


def test_without_plans_before_and_after_are_today(log_in, officer, sections):
    overview = log_in(officer).get(URL).context["overview"]
    assert {overview.before, overview.done, overview.planned} == {StructureSize(4, 4)}


def test_a_draft_counts_as_planned_not_as_done(log_in, officer, plan):
    response = log_in(officer).get(URL)
    overview = response.context["overview"]
    assert overview.before == overview.done == StructureSize(4, 4)
    assert overview.planned == plan.after == StructureSize(3, 3)
    assert reverse("plan_detail", args=[plan.pk]) in response.text
    assert "最优，已证明" in response.text


def test_a_draft_over_what_is_not_there_any_more_counts_for_nothing(
    log_in, officer, plan, sections
):
    sections["预算科"].standing = "abolished"
    sections["预算科"].save()
    compare_structures([plan.department_id])
    response = log_in(officer).get(URL)
    overview = response.context["overview"]
    assert overview.before == overview.done == overview.planned == StructureSize(3, 3)
    assert overview.rows[0].plan.is_outdated
    assert "已过期" in response.text


def test_people_are_counted_where_a_quota_is_stated_beside_them(log_in, officer, region, sections):
    stated = sections["预算科"].department
    stated.quota = 9
    stated.save()
    before = log_in(officer).get(URL).context["overview"]
    elsewhere = SectionFactory.create(
        department=DepartmentFactory.create(region=region, quota=None)
    )
    StaffMemberFactory.create_batch(5, section=elsewhere, department=elsewhere.department)
    after = log_in(officer).get(URL).context["overview"]
    assert (before.quota, before.at_work) == (after.quota, after.at_work)


def test_a_submitted_plan_waits_in_sight(log_in, leader, plan):
    plan.status = PlanStatus.SUBMITTED
    plan.save()
    response = log_in(leader).get(URL)
    assert [row.plan for row in response.context["overview"].waiting] == [plan]
    assert "等待审批" in response.text


def test_an_executed_plan_counts_from_what_stood_before(log_in, officer, plan, sections):
    plan.status = PlanStatus.EXECUTED
    plan.save()
    sections["预算科"].standing = "abolished"
    sections["预算科"].save()
    overview = log_in(officer).get(URL).context["overview"]
    assert (overview.before, overview.done) == (StructureSize(4, 4), StructureSize(3, 3))


def test_a_withdrawn_plan_is_left_out(log_in, officer, plan):
    plan.status = PlanStatus.WITHDRAWN
    plan.save()
    assert log_in(officer).get(URL).context["overview"].rows[0].plan is None


def test_every_column_sorts_unknown_values_last(log_in, officer, plan, region):
    """The department with a plan stands first where a plan tells, whatever the direction."""
    other = DepartmentFactory.create(region=region, name="示例市档案局", quota=9)
    SectionFactory.create_batch(2, department=other)
    client = log_in(officer)
    for name in SORT_KEYS:
        for sort in (name, f"-{name}"):
            response = client.get(URL, {"sort": sort})
            rows = list(response.context["page"])
            keys = [SORT_KEYS[name](row) for row in rows]
            known = [key for key in keys if key is not None]
            assert keys[: len(known)] == sorted(known, reverse=sort.startswith("-"))
            assert response.text.count("aria-sort=") == 1
            assert len(rows) == 2
    rows = client.get(URL, {"sort": "-sections"}).context["page"]
    assert [row.before.sections for row in rows] == [4, 2]


@pytest.mark.both_databases
def test_several_regions_stand_side_by_side_with_what_lies_beneath_and_each_opens(
    log_in, officer, plan, region
):
    county = RegionFactory.create(code="990121", name="示例县")
    elsewhere = RegionFactory.create(code="990200", name="模拟市")
    for place in (county, elsewhere):
        SectionFactory.create(department=DepartmentFactory.create(region=place))
    MembershipFactory.create(user=officer, role="officer", region=elsewhere)

    def shown(**asked):
        found = client.get(URL, asked).context
        parts = [(part.region, part.overview.before.sections) for part in found["regions"]]
        return found["overview"].before.sections, parts, len(found["page"])

    client = log_in(officer)
    assert shown() == (6, [(region, 5), (elsewhere, 1)], 3)
    assert shown(region=region.code) == (5, [(region, 4), (county, 1)], 2)
    assert shown(region=county.code) == (1, [], 1)
    assert shown(region="110000") == shown(region="x") == shown()


def test_only_a_page_of_departments_is_shown_and_the_totals_are_of_all(log_in, officer, region):
    made = [Department(region=region, name=f"第{number}局") for number in range(PER_PAGE + 5)]
    Department.objects.bulk_create(made)
    client = log_in(officer)
    for sort in ("name", "-lacking"):
        pages = [client.get(URL, {"page": page, "sort": sort}).context for page in (1, 2)]
        assert [len(context["page"]) for context in pages] == [PER_PAGE, 5]
        assert {row.department.pk for context in pages for row in context["page"]} == {
            department.pk for department in Department.objects.all()
        }
        assert len(pages[0]["overview"].rows) == PER_PAGE + 5


def test_of_many_plans_that_wait_the_longest_waiting_are_named(log_in, leader, region):
    plans = [
        MergePlanFactory.create(
            department=DepartmentFactory.create(region=region),
            status=PlanStatus.SUBMITTED,
            submitted_at=NOON - timedelta(days=day),
        )
        for day in range(11)
    ]
    response = log_in(leader).get(URL)
    assert [row.plan for row in response.context["overview"].waiting] == plans[::-1]
    named = main_part(response).partition("<table")[0]
    assert reverse("plan_detail", args=[plans[10].pk]) in named
    assert reverse("plan_detail", args=[plans[0].pk]) not in named


def test_an_empty_region_says_what_to_do(log_in, officer, leader):
    assert reverse("import_list") in log_in(officer).get(URL).text
    told = log_in(leader).get(URL)
    assert is_empty(told)
    assert reverse("import_list") not in main_part(told)


def test_the_outsider_sees_none_of_it(log_in, outsider, plan):
    text = log_in(outsider).get(URL).text
    assert "示例市财政局" not in text
    assert reverse("plan_detail", args=[plan.pk]) not in text


def test_refuses_post(log_in, officer):
    assert log_in(officer).post(URL).status_code == 405


@pytest.mark.django_db
def test_asks_for_a_login(client):
    assert client.get(URL).status_code == 302


def test_queries_do_not_grow_with_departments(
    log_in, officer, region, django_assert_max_num_queries
):
    for number in range(30):
        SectionFactory.create(
            department=DepartmentFactory.create(region=region, name=f"第{number}局")
        )
    client = log_in(officer)
    with django_assert_max_num_queries(10):
        client.get(URL)


def test_of_the_plans_of_a_province_only_those_on_the_page_are_made_into_objects(
    log_in, officer, region
):
    for _ in range(PER_PAGE + 3):
        department = DepartmentFactory.create(region=region)
        MergePlanFactory.create(department=department, score=1.0)
    response = log_in(officer).get(URL)
    shown = {row.department.pk for row in response.context["page"]}
    made = {
        row.department.pk
        for row in response.context["overview"].rows
        if row.counting and "plan" in vars(row.counting)
    }
    assert made == shown
