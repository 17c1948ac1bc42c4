"""Plans in the read API: the scope of the pages, stable fields, and nothing to change."""

import pytest
from django.urls import reverse

from mergers.actions import duty_edits, edits
from tests.factories import MergePlanFactory
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases

LIST = "/api/plans/"


def detail(plan) -> str:
    return reverse("api_plan_detail", args=[plan.pk])


def test_lists_plans_with_their_figures(log_in, officer, department):
    plan = MergePlanFactory.create(department=department)
    row = log_in(officer).get(LIST).json()["results"][0]
    assert (row["id"], row["department_name"]) == (plan.pk, "示例市财政局")
    assert (row["sections_before"], row["sections_after"]) == (6, 4)
    assert (row["score"], row["gap"], row["proven"]) == (71.25, 1.25, False)


def test_narrows_and_pages(log_in, officer, department):
    MergePlanFactory.create_batch(3, department=department)
    done = MergePlanFactory.create(department=department, status="executed")
    client = log_in(officer)
    found = client.get(LIST, {"status": "executed"}).json()["results"]
    assert [row["id"] for row in found] == [done.pk]
    page = client.get(LIST, {"limit": 3, "offset": 3}).json()
    assert (page["count"], len(page["results"])) == (4, 1)


def test_one_plan_with_big_sections_and_members(log_in, clerk, plan, sections):
    answer = log_in(clerk).get(detail(plan)).json()
    members = [member["name"] for big in answer["big_sections"] for member in big["members"]]
    assert sorted(members) == sorted(sections)
    assert set(answer["big_sections"][0]["parts"]) == {
        "overlap",
        "balance",
        "one_person",
        "posts",
        "continuity",
        "span",
    }
    assert answer["author"] == "周经办"


def test_one_plan_tells_what_becomes_of_every_section_and_duty(log_in, clerk, plan, sections):
    budget, accounts = sections["预算科"], sections["会计科"]
    target = plan.placements.get(section=accounts).big_section
    person = budget.staff.first()
    by = {"by": clerk, "at": NOON}
    duty_edits.move_duties(
        plan=plan, duties=[budget.duties.first()], to=target, reason="同类", **by
    )
    duty_edits.move_people(plan=plan, section=budget, to=target, people=1, staff=[person], **by)
    edits.set_mode(plan=plan, big_section=target, mode="group", **by)
    answer = log_in(clerk).get(detail(plan)).json()
    verdicts = {row["name"]: row for row in answer["verdicts"]}
    assert (verdicts["预算科"]["verdict"], verdicts["预算科"]["targets"]) == (
        "整合",
        ["预算科", "会计科"],
    )
    (moved,) = [row for row in answer["landings"] if row["moved"]]
    assert (moved["origin_name"], moved["kind"], moved["target"], moved["reason"]) == (
        "预算科",
        "big",
        "会计科",
        "同类",
    )
    assert len(answer["landings"]) == 8
    assert answer["people_moves"] == [
        {
            "section": budget.pk,
            "section_name": "预算科",
            "big_section": target.pk,
            "big_name": "会计科",
            "people": 1,
        }
    ]
    assert {big["name"]: big["mode"] for big in answer["big_sections"]}["会计科"] == "group"
    assert answer["faults"] == []


def test_the_outsider_finds_nothing(log_in, outsider, plan):
    client = log_in(outsider)
    assert client.get(LIST).json()["count"] == 0
    assert client.get(detail(plan)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_is_read_only(log_in, clerk, plan, method):
    client = log_in(clerk)
    assert getattr(client, method)(LIST).status_code == 405
    assert getattr(client, method)(detail(plan)).status_code == 405


def test_asks_for_a_login(client, plan):
    assert client.get(LIST).status_code == 403


def test_queries_do_not_grow(log_in, clerk, plan, django_assert_max_num_queries):
    client = log_in(clerk)
    with django_assert_max_num_queries(18):
        client.get(detail(plan))
