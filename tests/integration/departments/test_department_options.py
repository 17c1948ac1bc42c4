"""Choosing a department from very many: what a field offers, and what it takes."""

import pytest
from django.urls import reverse

from departments.models import Department
from departments.queries.directory import OFFERED_AT_MOST
from tests.factories import DepartmentFactory, MergePlanFactory, RegionFactory

pytestmark = pytest.mark.both_databases

URL = reverse("department_options")
PLANS = reverse("plan_list")


def offered(client, **asked):
    return [one.name for one in client.get(URL, asked).context["departments"]]


def test_offers_what_matches_of_what_the_person_sees(
    log_in, officer, clerk, leader, outsider, department, region
):
    DepartmentFactory.create(region=region, name="示例市审计局")
    assert (
        offered(log_in(officer), q="财政")
        == offered(log_in(officer), q="slsczj")
        == [str(department)]
    )
    assert offered(log_in(officer), q="局") == ["示例市财政局", "示例市审计局"]
    assert offered(log_in(officer), region=region.pk) == ["示例市财政局", "示例市审计局"]
    assert offered(log_in(officer), region="999999") == offered(log_in(officer), region="x") == []
    assert offered(log_in(clerk), edited="1") == [str(department)]
    assert offered(log_in(leader), edited="1") == []
    assert offered(log_in(outsider), q="示例") == []
    assert log_in(officer).post(URL).status_code == 405


def test_of_very_many_the_first_are_offered_and_that_there_are_others_is_said(
    log_in, officer, region
):
    DepartmentFactory.create_batch(OFFERED_AT_MOST + 1, region=region)
    page = log_in(officer).get(URL)
    assert page.text.count('role="option"') == OFFERED_AT_MOST
    assert page.context["departments"].more
    assert page.text.count("combo-note") == 1


def test_a_list_is_narrowed_by_key_label_name_or_initials(log_in, officer, department, region):
    mine = MergePlanFactory.create(department=department)
    MergePlanFactory.create(department=DepartmentFactory.create(region=region, name="示例市审计局"))
    client = log_in(officer)
    label = f"{department}（{region}）"
    for asked in (
        department.pk,
        label,
        f" {department}({region}) ",
        "示例市财政局",
        "SLSCZJ",
        "财政",
    ):
        page = client.get(PLANS, {"department": asked})
        assert list(page.context["page"]) == [mine]
        assert page.context["department"] == department
        assert f'value="{department}（{region}）"' in page.text


def test_a_name_of_nobody_or_of_several_finds_nothing_and_stays_to_be_put_right(
    log_in, officer, department
):
    MergePlanFactory.create(department=department)
    elsewhere = RegionFactory.create(code="990121", name="示例县")
    Department.objects.create(region=elsewhere, name=department.name)
    client = log_in(officer)
    for asked in ("没有的局", department.name):
        page = client.get(PLANS, {"department": asked})
        assert list(page.context["page"]) == []
        assert f'value="{asked}"' in page.text
        assert 'aria-invalid="true"' in page.text
    assert len(client.get(PLANS, {"department": f"{department}（示例县）"}).context["page"]) == 0


def test_a_name_is_looked_for_among_what_the_field_offers(
    log_in, officer, clerk, department, region
):
    elsewhere = RegionFactory.create(code="990121", name="示例县")
    Department.objects.create(region=elsewhere, name=department.name)
    asked = {"department": department.name}
    assert log_in(clerk).get(PLANS, asked).context["department"] == department
    here = log_in(officer).get(reverse("duty_boundaries", args=[region.pk]), asked)
    assert here.context["department"] == department


def test_where_nothing_is_called_so_the_list_does_not_say_that_it_is_empty(
    log_in, officer, department
):
    MergePlanFactory.create(department=department)
    assert log_in(officer).get(PLANS, {"department": "没有的局"}).context["narrowed"]
    assert not log_in(officer).get(PLANS).context["narrowed"]
