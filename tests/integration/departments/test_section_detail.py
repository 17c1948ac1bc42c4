"""The page of a section."""

from datetime import date

import pytest
from django.urls import reverse

from departments.models import Succession, WorkItem
from departments.views.section_detail import PER_PAGE
from tests.factories import DutyFactory, SectionFactory, StaffMemberFactory


@pytest.fixture
def url(section) -> str:
    return reverse("section_detail", args=[section.pk])


def test_shows_duties_people_and_work(log_in, clerk, url, section, person):
    WorkItem.objects.create(
        section=section, matter="办理调动", unit="件", counts={"2025": 12}, hours_per_unit=2
    )
    text = log_in(clerk).get(url).text
    assert section.duties.get().text in text
    assert "孙小美" in text
    assert "办理调动" in text
    assert person.id_number not in text


def test_shows_where_it_came_from(log_in, clerk, url, section):
    old = SectionFactory.create(department=section.department, name="劳资科", standing="abolished")
    Succession.objects.create(predecessor=old, successor=section, on=date(2026, 9, 1), source="x")
    client = log_in(clerk)
    assert "劳资科" in client.get(url).text
    old_page = client.get(reverse("section_detail", args=[old.pk])).text
    assert "已撤销" in old_page
    assert "人事科" in old_page


def test_says_that_a_section_without_duties_cannot_be_compared(log_in, clerk, url, section):
    section.duties.all().delete()
    assert "没有职责" in log_in(clerk).get(url).text


def test_the_outsider_gets_404(log_in, outsider, url):
    assert log_in(outsider).get(url).status_code == 404


def test_refuses_post(log_in, clerk, url):
    assert log_in(clerk).post(url).status_code == 405


def test_queries_do_not_grow_with_duties_and_people(
    log_in, clerk, url, section, django_assert_max_num_queries
):
    DutyFactory.create_batch(30, section=section)
    StaffMemberFactory.create_batch(30, section=section)
    client = log_in(clerk)
    with django_assert_max_num_queries(16):
        client.get(url)


def test_a_large_section_shows_a_page_of_its_people_or_all_of_them_to_print(
    log_in, clerk, url, section
):
    StaffMemberFactory.create_batch(PER_PAGE + 3, section=section)
    client = log_in(clerk)
    assert 'rel="next" href="?page=2#people"' in client.get(url).text
    rows = [len(client.get(f"{url}?page={page}").context["page"]) for page in ("1", "2", "all")]
    assert rows == [PER_PAGE, 3, PER_PAGE + 3]
    assert 'href="?page=all#people"' in client.get(url).text
    assert 'href="?page=all#people"' not in client.get(f"{url}?page=all").text


@pytest.mark.parametrize(
    ("headcount", "words"),
    [(3, "尚有 2 人未指定姓名，请改好人员名册后重新导入"), (0, "实有 0 人，名册多 1 人")],
)
@pytest.mark.both_databases
def test_says_where_roster_and_headcount_differ(
    log_in, clerk, url, section, person, headcount, words
):
    section.headcount = headcount
    section.save()
    assert words in log_in(clerk).get(url).text


@pytest.mark.parametrize("headcount", [1, None])
def test_says_nothing_where_they_agree(log_in, clerk, url, section, person, headcount):
    section.headcount = headcount
    section.save()
    assert "请改好人员名册" not in log_in(clerk).get(url).text


def test_a_department_without_a_roster_has_nobody_to_name(log_in, clerk, url, section):
    section.headcount = 3
    section.save()
    assert "请改好人员名册" not in log_in(clerk).get(url).text
