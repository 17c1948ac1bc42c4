"""The page 数据体检: what it shows, to whom, and narrowed to what."""

import pytest
from django.urls import reverse

from departments.health.registry import BY_CODE, CHECKS
from departments.health.survey import ROWS_PER_PAGE, SHOWN_AT_ONCE
from departments.models import Department, Section
from departments.workbook.idnumbers import check_digit
from tests.factories import (
    DepartmentFactory,
    DutyFactory,
    RegionFactory,
    SectionFactory,
    StaffMemberFactory,
    UserFactory,
)
from tests.pages import is_empty

pytestmark = pytest.mark.both_databases

URL = "/data-health/"


@pytest.fixture
def lonely(department: Department) -> Section:
    """A one-person section of our department."""
    section: Section = SectionFactory.create(
        department=department, name="机关党委", headcount=1, deputy_posts=0, lines=["党建"]
    )
    DutyFactory.create(section=section)
    return section


def counts_in(response) -> dict[str, int]:
    return {result.check.code: result.count for result in response.context["results"]}


def test_every_check_has_a_name_of_its_own_and_says_why_and_what_to_do() -> None:
    assert len({check.code for check in CHECKS}) == len({check.title for check in CHECKS})
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.why.endswith("。"), check.code
        assert check.action.endswith("。"), check.code
        assert check.subject in {"department", "section", "person"}
    severities = [check.severity for check in CHECKS]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def test_shows_each_check_with_count_word_reason_and_link(look, officer, lonely) -> None:
    response = look(officer).get(URL)
    assert counts_in(response) == {"one_person_section": 1, "roster_missing": 1}
    assert "▲ 警告" in response.text
    assert "○ 提示" in response.text
    assert BY_CODE["one_person_section"].why in response.text
    assert "实有 1 人，编制 4 名。" in response.text
    assert reverse("section_detail", args=[lonely.pk]) in response.text
    assert reverse("department_detail", args=[lonely.department_id]) in response.text
    passed = {check.code for check in response.context["passed"]}
    assert passed == {check.code for check in CHECKS} - set(counts_in(response))


def test_a_person_is_linked_to_their_line_in_the_list_of_people(look, officer, lonely) -> None:
    StaffMemberFactory.create(section=lonely, name="孙小美", id_number="")
    page = reverse("department_detail", args=[lonely.department_id])
    response = look(officer).get(URL)
    assert f"{page}?tab=staff&amp;q=%E5%AD%99%E5%B0%8F%E7%BE%8E" in response.text
    assert "孙小美" in look(officer).get(f"{page}?tab=staff&q=孙小美").text


def test_id_numbers_are_masked(look, officer, lonely) -> None:
    StaffMemberFactory.create(section=lonely, id_number="99000019800101123")
    text = look(officer).get(URL).text
    assert "99*************23" in text
    assert "99000019800101123" not in text


def test_a_list_without_faults_says_so_and_what_comes_next(look, officer, lonely) -> None:
    lonely.headcount = 3
    lonely.save()
    Section.objects.update(chief_posts=0)
    for number in range(3):
        first17 = f"9900001980010100{number}"
        StaffMemberFactory.create(section=lonely, id_number=first17 + check_digit(first17))
    response = look(officer).get(URL)
    assert counts_in(response) == {}
    assert f"{len(CHECKS)} 项检查全部通过" in response.text
    assert reverse("plan_list") in response.text


def test_without_departments_there_is_a_way_to_import(look, officer) -> None:
    response = look(officer).get(URL)
    assert is_empty(response)
    assert reverse("import_list") in response.text


def test_who_may_not_import_is_offered_no_import(look, db) -> None:
    response = look(UserFactory.create()).get(URL)
    assert is_empty(response)
    assert reverse("import_list") not in response.text


def test_shows_the_first_findings_and_the_rest_on_pages_of_their_own(
    look, officer, department
) -> None:
    SectionFactory.create_batch(ROWS_PER_PAGE + 5, department=department)
    client = look(officer)
    response = client.get(URL)
    (result,) = (r for r in response.context["results"] if r.check.code == "section_line_missing")
    assert (result.count, len(result.findings)) == (ROWS_PER_PAGE + 5, SHOWN_AT_ONCE)
    assert "?check=section_line_missing" in response.text
    second = client.get(URL, {"check": "section_line_missing", "page": "2"})
    (result,) = second.context["results"]
    assert (result.count, len(result.findings)) == (ROWS_PER_PAGE + 5, 5)


def test_the_page_of_a_check_that_passed_says_so(look, officer, department) -> None:
    response = look(officer).get(URL, {"check": "same_id_number"})
    (result,) = response.context["results"]
    assert result.count == 0
    assert "没有发现问题" in response.text


def test_an_unknown_check_is_not_found(look, officer, department) -> None:
    assert look(officer).get(URL, {"check": "secret"}).status_code == 404


@pytest.fixture
def county(region) -> Department:
    """A department of a county below our region, without a quota."""
    below = RegionFactory.create(code="990101", name="示例区")
    made: Department = DepartmentFactory.create(region=below, name="示例区财政局", quota=None)
    return made


def test_is_narrowed_to_a_region_or_a_department(look, officer, lonely, county) -> None:
    client = look(officer)
    quota, alone = "department_quota_missing", "one_person_section"
    assert {quota, alone} <= set(counts_in(client.get(URL)))
    in_county = counts_in(client.get(URL, {"region": "990101"}))
    assert quota in in_county
    assert alone not in in_county
    whole_city = counts_in(client.get(URL, {"region": "990100"}))
    assert {quota, alone} <= set(whole_city)
    one = counts_in(client.get(URL, {"department": lonely.department_id}))
    assert alone in one
    assert quota not in one


def test_departments_are_called_with_their_region_where_several_are_seen(
    look, officer, lonely, region
) -> None:
    def named() -> set[str]:
        results = look(officer).get(URL).context["results"]
        return {one.department for result in results for one in result.findings}

    assert named() == {lonely.department.name}
    below = RegionFactory.create(code="990101", name="示例区")
    DepartmentFactory.create(region=below, name=lonely.department.name, quota=None)
    assert named() == {f"{lonely.department}（{place}）" for place in (region, below)}


def test_a_department_outside_the_chosen_region_gives_way_to_it(
    look, officer, lonely, county
) -> None:
    asked = {"region": "990101", "department": lonely.department_id}
    response = look(officer).get(URL, asked)
    assert response.context["choice"].department is None
    assert response.context["choice"].title == "示例区"


@pytest.mark.parametrize("asked", [{"region": "000000"}, {"region": "'"}, {"department": "x"}])
def test_what_cannot_be_read_narrows_nothing(look, officer, lonely, asked) -> None:
    assert "one_person_section" in counts_in(look(officer).get(URL, asked))


def test_a_clerk_sees_their_own_department_only(look, clerk, lonely) -> None:
    other = DepartmentFactory.create(region=lonely.department.region, name="示例市教育局")
    response = look(clerk).get(URL)
    assert "one_person_section" in counts_in(response)
    assert other.name not in response.text
    assert look(clerk).get(URL, {"department": other.pk}).status_code == 404


def test_a_clerk_is_not_told_where_else_somebody_is_registered(look, clerk, lonely) -> None:
    for section in (lonely, SectionFactory.create()):
        StaffMemberFactory.create(section=section, id_number="990000198001010017")
    assert "same_id_number" not in counts_in(look(clerk).get(URL))


def test_an_outsider_sees_none_of_it(look, outsider, lonely) -> None:
    response = look(outsider).get(URL)
    assert "示例市财政局" not in response.text
    assert lonely.name not in response.text
    narrowed = look(outsider).get(URL, {"department": lonely.department_id})
    assert narrowed.status_code == 404


def test_refuses_post(look, officer) -> None:
    assert look(officer).post(URL).status_code == 405


def test_asks_for_a_login(client, db) -> None:
    assert client.get(URL).status_code == 302


def test_queries_grow_neither_with_departments_nor_with_findings(
    look, officer, region, django_assert_max_num_queries
) -> None:
    for _ in range(30):
        department = DepartmentFactory.create(region=region, quota=None)
        for section in SectionFactory.create_batch(2, department=department, kind=""):
            DutyFactory.create(section=section, text="承办其他事项")
            StaffMemberFactory.create(section=section, name="王伟", birth_date="1950-01-01")
    client = look(officer)
    with django_assert_max_num_queries(20):
        client.get(URL)
    with django_assert_max_num_queries(20):
        client.get(URL, {"department": department.pk})
    with django_assert_max_num_queries(15):
        client.get(URL, {"check": "same_name_and_birth"})


@pytest.mark.parametrize("digits", [20, 5_000])
def test_a_number_that_no_department_can_have_is_not_found(look, officer, digits) -> None:
    assert look(officer).get(URL, {"department": "9" * digits}).status_code == 404


def test_a_department_is_chosen_by_its_name_unless_it_is_anothers(
    look, clerk, officer, lonely, county
) -> None:
    ours = look(officer).get(URL, {"department": lonely.department.name})
    assert ours.context["choice"].department == lonely.department
    assert look(clerk).get(URL, {"department": county.name}).context["choice"].department is None
