"""The list of departments: figures, filters, sorting, scope and the number of queries."""

import pytest
from django.urls import reverse

from tests.factories import DepartmentFactory, SectionFactory, StaffMemberFactory

pytestmark = pytest.mark.both_databases

URL = "/departments/"


def names_in(response) -> list[str]:
    return [department.name for department in response.context["page"]]


def test_shows_sections_quota_people_and_vacant_places(log_in, officer, department, section):
    department.quota, department.headcount = 20, 18
    department.save()
    response = log_in(officer).get(URL)
    shown = response.context["page"].object_list[0]
    assert (shown.section_count, shown.quota, shown.at_work, shown.vacant) == (1, 20, 18, 2)
    assert reverse("department_detail", args=[department.pk]) in response.text


def test_unstated_figures_are_a_dash_not_zero(log_in, officer, department):
    department.quota = None
    department.save()
    shown = log_in(officer).get(URL).context["page"].object_list[0]
    assert shown.quota is None
    assert shown.at_work is None
    assert shown.vacant is None


def test_people_over_quota_are_said_in_words(log_in, officer, department):
    department.quota, department.headcount = 10, 13
    department.save()
    assert "超 3" in log_in(officer).get(URL).text


def test_counts_one_person_sections_by_people_at_work(log_in, officer, section, lonely_section):
    shown = log_in(officer).get(URL).context["page"].object_list[0]
    assert shown.one_person == 1


def test_a_section_with_unknown_people_is_not_called_one_person(log_in, officer, department):
    SectionFactory.create(department=department, headcount=None)
    assert log_in(officer).get(URL).context["page"].object_list[0].one_person == 0


@pytest.mark.parametrize("words", ["财政", "czj", "CZJ", "示例 财政"])
def test_finds_by_name_and_by_pinyin_initials(log_in, officer, department, words):
    DepartmentFactory.create(name="示例市教育局")
    assert names_in(log_in(officer).get(URL, {"q": words})) == ["示例市财政局"]


def test_a_clerk_finds_the_own_department_only(log_in, clerk, department):
    DepartmentFactory.create(region=department.region, name="示例市财政监督局")
    assert names_in(log_in(clerk).get(URL, {"q": "财政"})) == ["示例市财政局"]


def test_filters_by_kind(log_in, officer, department):
    DepartmentFactory.create(name="示例市委组织部", kind="party")
    assert names_in(log_in(officer).get(URL, {"kind": "party"})) == ["示例市委组织部"]


def test_filters_to_departments_with_one_person_sections(log_in, officer, lonely_section):
    DepartmentFactory.create(name="示例市教育局")
    assert names_in(log_in(officer).get(URL, {"lonely": "1"})) == ["示例市财政局"]


def test_sorts_by_a_figure_with_unknown_figures_last(log_in, officer, region):
    for name, quota in (("甲局", 5), ("乙局", None), ("丙局", 9)):
        DepartmentFactory.create(region=region, name=name, quota=quota)
    client = log_in(officer)
    assert names_in(client.get(URL, {"sort": "quota"})) == ["甲局", "丙局", "乙局"]
    assert names_in(client.get(URL, {"sort": "-quota"})) == ["丙局", "甲局", "乙局"]


def test_an_unknown_sort_column_is_ignored(log_in, officer, department):
    assert log_in(officer).get(URL, {"sort": "region__secret"}).status_code == 200


def test_htmx_gets_the_table_without_the_page(log_in, officer, department, htmx):
    response = log_in(officer).get(URL, headers=htmx)
    assert "示例市财政局" in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_an_empty_list_says_what_to_do_next(log_in, officer):
    response = log_in(officer).get(URL)
    assert "还没有部门" in response.text
    assert reverse("import_list") in response.text


def test_a_filter_without_matches_offers_to_clear_it(log_in, officer, department):
    assert "清除筛选" in log_in(officer).get(URL, {"q": "不存在"}).text


def test_an_outsider_sees_none_of_it(log_in, outsider, department):
    assert names_in(log_in(outsider).get(URL)) == ["邻市财政局"]


def test_refuses_post(log_in, officer):
    assert log_in(officer).post(URL).status_code == 405


def test_asks_for_a_login(client, db):
    response = client.get(URL)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_queries_do_not_grow_with_departments(
    log_in, officer, region, django_assert_max_num_queries
):
    for number in range(30):
        section = SectionFactory.create(
            department=DepartmentFactory.create(region=region, name=f"第{number}局")
        )
        StaffMemberFactory.create(section=section)
    client = log_in(officer)
    with django_assert_max_num_queries(10):
        client.get(URL)
