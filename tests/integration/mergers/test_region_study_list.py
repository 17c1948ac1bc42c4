"""The list of region studies: what it says when empty, who sees it, the link that leads there."""

import pytest
from django.urls import reverse

from mergers.models import StudyLine
from tests.factories import MembershipFactory, UserFactory
from tests.pages import is_empty

pytestmark = pytest.mark.django_db
URL = "/studies/"


def test_a_study_stands_in_the_list_with_its_sum(log_in, leader, study) -> None:
    text = log_in(leader).get(URL).text
    assert reverse("region_study", args=[study.pk]) in text
    assert "已证明" in text
    assert "−2, −25" in text


@pytest.mark.both_databases
def test_more_studies_take_no_more_queries(
    log_in, leader, study, django_assert_max_num_queries
) -> None:
    lines = list(study.lines.all())
    for _ in range(4):
        study.pk = None
        study.save()
        for line in lines:
            line.pk, line.study = None, study
        StudyLine.objects.bulk_create(lines)
    client = log_in(leader)
    with django_assert_max_num_queries(14):
        assert len(client.get(URL).context["page"]) == 5


def test_an_empty_list_says_what_to_do(log_in, officer, leader) -> None:
    assert reverse("region_study_create") in log_in(officer).get(URL).text
    told = log_in(leader).get(URL)
    text = told.text
    assert is_empty(told)
    assert reverse("region_study_create") not in text


def test_studies_of_other_regions_are_not_named(log_in, study) -> None:
    elsewhere = MembershipFactory.create(role="leader", region__code="990300").user
    assert study.title not in log_in(elsewhere).get(URL).text


def test_who_knows_single_departments_only_is_refused_and_has_no_link(
    log_in, clerk, officer, region
) -> None:
    client = log_in(clerk)
    assert client.get(URL).status_code == 403
    assert f'href="{URL}"' not in client.get("/").text
    assert f'href="{URL}"' in log_in(officer).get("/").text
    assert log_in(UserFactory.create()).get(URL).status_code == 403


@pytest.mark.both_databases
def test_a_superuser_without_a_role_is_nobody(log_in, study) -> None:
    client = log_in(UserFactory.create(is_superuser=True))
    assert client.get(URL).status_code == 403
    assert client.get(reverse("region_study_create")).status_code == 403


def test_refuses_post(log_in, officer) -> None:
    assert log_in(officer).post(URL).status_code == 405
