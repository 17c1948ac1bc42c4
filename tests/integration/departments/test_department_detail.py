"""The page of a department and its tabs."""

from datetime import date

import pytest
from django.urls import reverse

from departments.models import Department, LifecycleStatus, SectionGroup, Succession
from departments.queries.figures import with_totals
from tests.factories import (
    AuditEventFactory,
    DutyFactory,
    SectionFactory,
    StaffMemberFactory,
)

TABS = ("sections", "staff", "duties", "chart", "plans", "history")


@pytest.fixture
def url(department) -> str:
    return reverse("department_detail", args=[department.pk])


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_on_a_full_and_on_an_empty_department(
    log_in, clerk, url, section, person, tab
):
    client = log_in(clerk)
    assert client.get(url, {"tab": tab}).status_code == 200
    person.delete()
    section.duties.all().delete()
    section.delete()
    assert client.get(url, {"tab": tab}).status_code == 200


def test_an_unknown_tab_shows_the_sections(log_in, clerk, url, section):
    response = log_in(clerk).get(url, {"tab": "../../settings"})
    assert response.context["tab"] == "sections"


def test_sections_show_three_figures_for_people_and_for_posts(log_in, clerk, url, lonely_section):
    shown = log_in(clerk).get(url).context["sections"][0]
    assert (shown.quota, shown.at_work, shown.vacant) == (2, 1, 1)
    assert (shown.leading_posts, shown.posts_filled, shown.posts_vacant) == (2, 1, 1)


def test_a_one_person_section_is_marked_in_words(log_in, clerk, url, section, lonely_section):
    response = log_in(clerk).get(url)
    assert response.context["totals"].one_person == 1
    assert '<span class="chip chip-bad">一人科</span>' in response.text


def test_the_reported_headcount_goes_before_the_roster(log_in, clerk, url, section, person):
    assert log_in(clerk).get(url).context["sections"][0].at_work == 3


def test_totals_leave_unstated_figures_out(log_in, clerk, url, department):
    SectionFactory.create(department=department, quota=4, headcount=3)
    SectionFactory.create(department=department, quota=None, headcount=None)
    totals = log_in(clerk).get(url).context["totals"]
    assert (totals.quota, totals.at_work) == (4, 3)


@pytest.mark.both_databases
@pytest.mark.parametrize("headcount", [None, 9])
@pytest.mark.parametrize("with_person", [True, False])
def test_its_figures_are_those_of_the_list(
    log_in, clerk, url, department, section, lonely_section, person, headcount, with_person
):
    together = SectionGroup.objects.create(department=department, name="综合办")
    for people in (1, 2):
        SectionFactory.create(department=department, group=together, headcount=people, quota=None)
    department.headcount = headcount
    department.save()
    if not with_person:
        person.delete()
    shown = vars(log_in(clerk).get(url).context["department"])
    listed = vars(with_totals(Department.objects.filter(pk=department.pk)).get())
    names = ("section_count", "unit_count", "one_person", "at_work", "vacant")
    assert {name: shown[name] for name in names} == {name: listed[name] for name in names}


def test_abolished_sections_are_not_listed(log_in, clerk, url, section):
    section.standing = LifecycleStatus.ABOLISHED
    section.save()
    assert log_in(clerk).get(url).context["sections"] == []


@pytest.mark.parametrize("tab", TABS)
def test_no_tab_shows_an_id_number(log_in, clerk, url, person, tab):
    assert person.id_number not in log_in(clerk).get(url, {"tab": tab}).text


def test_staff_show_the_masked_id_number(log_in, clerk, url, person):
    assert person.masked_id_number in log_in(clerk).get(url, {"tab": "staff"}).text


@pytest.mark.both_databases
def test_staff_are_found_by_initials_and_by_section(log_in, clerk, url, person, lonely_section):
    client = log_in(clerk)
    found = client.get(url, {"tab": "staff", "q": "sxm"}).context["page"]
    assert [someone.name for someone in found] == ["孙小美"]
    found = client.get(url, {"tab": "staff", "section": lonely_section.pk}).context["page"]
    assert [someone.name for someone in found] == ["赵一人"]


def test_long_rosters_are_paged(log_in, clerk, url, section):
    StaffMemberFactory.create_batch(101, section=section)
    client = log_in(clerk)
    assert len(client.get(url, {"tab": "staff"}).context["page"]) == 100
    assert len(client.get(url, {"tab": "staff", "page": "2"}).context["page"]) == 1


@pytest.mark.both_databases
def test_history_shows_successions_and_events_of_this_department_only(
    log_in, clerk, url, department, section
):
    old = SectionFactory.create(department=department, name="老干部科", standing="abolished")
    Succession.objects.create(
        predecessor=old, successor=section, on=date(2026, 9, 1), source="整合方案一"
    )
    AuditEventFactory.create(department_id=department.pk, subject_label="本部门的事")
    AuditEventFactory.create(department_id=department.pk + 1, subject_label="别处的事")
    text = log_in(clerk).get(url, {"tab": "history"}).text
    assert "老干部科" in text
    assert "整合方案一" in text
    assert "本部门的事" in text
    assert "别处的事" not in text


def test_only_editors_are_offered_to_plan(log_in, clerk, leader, url, section):
    create = reverse("plan_create", args=[section.department_id])
    assert create in log_in(clerk).get(url).text
    assert create not in log_in(leader).get(url).text


def test_a_name_with_markup_is_shown_as_text(log_in, clerk, url, department):
    SectionFactory.create(department=department, name="<script>alert(1)</script>科")
    for tab in TABS:
        assert "<script>alert(1)" not in log_in(clerk).get(url, {"tab": tab}).text


def test_the_outsider_gets_404(log_in, outsider, url):
    response = log_in(outsider).get(url)
    assert response.status_code == 404
    assert "示例市财政局" not in response.text


def test_refuses_post(log_in, clerk, url):
    assert log_in(clerk).post(url).status_code == 405


@pytest.mark.parametrize("tab", TABS)
def test_queries_do_not_grow_with_sections(
    log_in, clerk, url, department, django_assert_max_num_queries, tab
):
    for section in SectionFactory.create_batch(30, department=department):
        DutyFactory.create_batch(2, section=section)
        StaffMemberFactory.create(section=section)
    client = log_in(clerk)
    with django_assert_max_num_queries(14):
        client.get(url, {"tab": tab})
