"""设置: one place that leads to all a person may set, and to nothing else."""

from django.urls import reverse

from departments.models import PhraseList, RuleSet, SectionLink
from tests.factories import DepartmentFactory, SectionFactory
from tests.factories.mergers import NOON
from tests.pages import is_empty

URL = "/settings/"


def test_the_officer_finds_lists_and_rules_of_the_region_and_every_department(
    log_in, officer, region, department
):
    a, b = SectionFactory.create_batch(2, department=department)
    SectionLink.objects.create(department=department, a=a, b=b, strength=0.5)
    text = log_in(officer).get(URL).text
    for name, pk in (("phrase_list", region.pk), ("rule_set", region.pk)):
        assert reverse(name, args=[pk]) in text
    assert reverse("section_links", args=[department.pk]) in text
    assert "1 条" in text
    assert "内置词表" in text


def test_what_was_changed_is_told_with_who_and_when(log_in, officer, region):
    PhraseList.objects.create(region=region, changed_at=NOON, changed_by=officer)
    RuleSet.objects.create(region=region, name="本市 2026")
    text = log_in(officer).get(URL).text
    assert "郑编办，2026-11-20 12:00" in text
    assert "本市 2026" in text


def test_a_clerk_finds_the_links_of_the_own_department_only(log_in, clerk, region, department):
    SectionFactory.create_batch(2, department=department)
    other = DepartmentFactory.create(region=region)
    SectionFactory.create_batch(2, department=other)
    text = log_in(clerk).get(URL).text
    assert reverse("section_links", args=[department.pk]) in text
    assert reverse("section_links", args=[other.pk]) not in text
    assert reverse("phrase_list", args=[region.pk]) not in text


def test_the_navigation_leads_there_who_may_change_something(
    log_in, clerk, officer, leader, auditor
):
    for person, shown in ((clerk, True), (officer, True), (leader, False), (auditor, False)):
        assert (f'href="{URL}"' in log_in(person).get("/departments/").text) is shown


def test_who_may_set_nothing_is_told_who_may(log_in, leader):
    assert is_empty(log_in(leader).get(URL))


def test_refuses_post(log_in, officer):
    assert log_in(officer).post(URL).status_code == 405


def test_queries_do_not_grow_with_departments(
    log_in, officer, region, django_assert_max_num_queries
):
    for _ in range(12):
        SectionFactory.create_batch(2, department=DepartmentFactory.create(region=region))
    client = log_in(officer)
    with django_assert_max_num_queries(12):
        client.get(URL)
