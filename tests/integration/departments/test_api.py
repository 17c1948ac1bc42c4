"""The read API: the scope of the pages, stable fields, no ID numbers, a clean description."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from departments.models import Department
from tests.factories import DepartmentFactory, DutyFactory, SectionFactory, StaffMemberFactory

pytestmark = pytest.mark.both_databases

LIST = "/api/departments/"


def detail(department) -> str:
    return reverse("api_department_detail", args=[department.pk])


def test_lists_departments_with_totals(log_in, officer, department, section, lonely_section):
    answer = log_in(officer).get(LIST).json()
    assert answer["count"] == 1
    assert answer["results"][0] == {
        "id": department.pk,
        "region": "990100",
        "name": "示例市财政局",
        "kind": "government",
        "batch": "",
        "quota": 20,
        "at_work": 1,
        "vacant": 19,
        "section_count": 2,
        "unit_count": 2,
        "one_person": 1,
    }


def test_finds_and_pages(log_in, officer, region):
    for name in ("甲局", "乙局", "丙局"):
        DepartmentFactory.create(region=region, name=name)
    client = log_in(officer)
    assert [row["name"] for row in client.get(LIST, {"q": "yj"}).json()["results"]] == ["乙局"]
    page = client.get(LIST, {"limit": 2, "offset": 2}).json()
    assert (page["count"], len(page["results"])) == (3, 1)


def test_no_page_is_larger_than_500_and_names_the_next(log_in, officer, region):
    made = [Department(region=region, name=f"第{number}局") for number in range(501)]
    Department.objects.bulk_create(made)
    client = log_in(officer)
    sizes = {"501": 500, "9" * 30: 500, "9" * 5_000: 100, "": 100}
    pages = {limit: client.get(LIST, {"limit": limit}).json() for limit in sizes}
    assert {limit: len(page["results"]) for limit, page in pages.items()} == sizes
    rest = client.get(pages["501"]["next"]).json()
    assert (rest["count"], len(rest["results"])) == (501, 1)


def test_one_department_with_sections_and_duties(log_in, clerk, department, section):
    answer = log_in(clerk).get(detail(department)).json()
    shown = answer["sections"][0]
    assert shown["name"] == "人事科"
    assert (shown["quota"], shown["at_work"], shown["vacant"]) == (4, 3, 1)
    assert [duty["text"] for duty in shown["duties"]] == [section.duties.get().text]


def test_people_and_id_numbers_are_not_in_it(log_in, clerk, department, person):
    text = log_in(clerk).get(detail(department)).text
    assert person.id_number not in text
    assert person.name not in text


def test_abolished_sections_are_not_in_it(log_in, clerk, department):
    SectionFactory.create(department=department, standing="abolished")
    assert log_in(clerk).get(detail(department)).json()["sections"] == []


def test_the_outsider_sees_nothing_of_ours(log_in, outsider, department):
    client = log_in(outsider)
    assert department.pk not in [row["id"] for row in client.get(LIST).json()["results"]]
    response = client.get(detail(department))
    assert response.status_code == 404


def test_a_clerk_finds_the_own_department_only(log_in, clerk, department):
    DepartmentFactory.create(region=department.region, name="示例市财政监督局")
    found = log_in(clerk).get(LIST, {"q": "财政"}).json()["results"]
    assert [row["id"] for row in found] == [department.pk]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(log_in, officer, department, method):
    client = log_in(officer)
    assert getattr(client, method)(LIST).status_code == 405
    assert getattr(client, method)(detail(department)).status_code == 405


def test_asks_for_a_login(client, department):
    assert client.get(LIST).status_code in (302, 403)


def test_queries_do_not_grow_with_sections(
    log_in, clerk, department, django_assert_max_num_queries
):
    for made in SectionFactory.create_batch(30, department=department):
        DutyFactory.create(section=made)
        StaffMemberFactory.create(section=made)
    client = log_in(clerk)
    with django_assert_max_num_queries(9):
        client.get(detail(department))


def test_the_description_is_clean():
    out = io.StringIO()
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=out)
    assert LIST in out.getvalue()
    assert "id_number" not in out.getvalue()
