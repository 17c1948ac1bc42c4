"""Phrase list, rule set and links: a study that was measured under others proves nothing today."""

from dataclasses import replace

import pytest
from django.test import TestCase
from django.urls import reverse

from departments.models import RegionCalibration, RuleSet, SectionLink
from departments.models.rule_set import default_weights
from mergers.actions import calibrations, plans, studies
from mergers.actions import phrase_lists as phrase_actions
from mergers.models import RegionStudy
from mergers.planning import PlanRequest, phrase_lists
from mergers.planning.calibration_preview import preview
from mergers.planning.settings_fingerprint import settings_fingerprint_of, settings_fingerprints_of
from mergers.queries.distances import distances_of
from tests.factories import DutyFactory, MembershipFactory
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.django_db


def other_phrases(department, sections) -> None:
    phrases = phrase_lists.phrases_of(department.region)
    phrase_actions.save(
        region=department.region,
        phrases=replace(phrases, catch_alls=("编制年度市级预算草案",)),
        seen=phrase_lists.fingerprint(phrases),
        by=MembershipFactory.create(region=department.region).user,
        at=NOON,
    )


def another_calibration(department, sections) -> None:
    region = department.region
    calibrations.establish(region=region, at=NOON)
    DutyFactory.create(section__department__region=region, text="审核部门预算草案")
    seen = preview(region, RegionCalibration.objects.in_force(region)).seen
    calibrations.recalibrate(region=region, seen=seen, by=None, at=NOON)


def other_weights(department, sections) -> None:
    weights = default_weights() | {"overlap": 0.30, "balance": 0.30}
    RuleSet.objects.create(region=department.region, weights=weights)


def other_posts(department, sections) -> None:
    RuleSet.objects.create(region=department.region, posts_rule=[[2, 1], [None, 4]])


def a_link(department, sections) -> None:
    a, b = sorted((sections["会计科"], sections["办公室"]), key=lambda section: section.pk)
    SectionLink.objects.create(department=department, a=a, b=b, strength=0.8)


CHANGES = [other_phrases, another_calibration, other_weights, other_posts, a_link]


@pytest.mark.parametrize("change", CHANGES)
def test_every_setting_is_part_of_the_fingerprint(department, sections, change) -> None:
    before = settings_fingerprint_of(department)
    change(department, sections)
    assert settings_fingerprint_of(department) != before


def test_what_changes_no_score_is_no_part_of_it(department, sections) -> None:
    before = settings_fingerprint_of(department)
    RuleSet.objects.create(region=department.region, name="新", max_members=9, link_weight=0.9)
    assert settings_fingerprint_of(department) == before  # without links their weight plays no part
    a_link(department, sections)
    linked = settings_fingerprint_of(department)
    assert linked != before
    SectionLink.objects.update(note="报表")
    assert settings_fingerprint_of(department) == linked
    RuleSet.objects.update(link_weight=0.1)
    assert settings_fingerprint_of(department) != linked


def test_many_departments_take_as_many_queries_as_one(
    neighbours, django_assert_num_queries
) -> None:
    with django_assert_num_queries(3):
        settings_fingerprints_of(neighbours[:1])
    with django_assert_num_queries(3):
        found = settings_fingerprints_of(neighbours)
    assert set(found) == {department.pk for department in neighbours}


@pytest.mark.parametrize("change", CHANGES)
def test_a_study_under_other_settings_is_shown_as_outdated(
    log_in, officer, study, department, sections, change
) -> None:
    client = log_in(officer)
    page, listed = reverse("region_study", args=[study.pk]), reverse("region_study_list")
    assert "已证明" in client.get(page).text
    assert "已证明" in client.get(listed).text
    change(department, sections)
    response = client.get(page)
    row = next(row for row in response.context["page"] if row.line.department == department)
    assert (row.rejudged, row.moved, row.distance, row.wants_plan) == (True, False, None, False)
    assert "重新测算" in response.text
    for text in (response.text, client.get(listed).text):
        assert "已证明" not in text
        assert "需重新测算" in text


def test_links_of_one_department_leave_the_others_as_they_are(
    log_in, officer, study, department, sections
) -> None:
    a_link(department, sections)
    context = log_in(officer).get(reverse("region_study", args=[study.pk])).context
    assert [row.line.department for row in context["page"] if row.rejudged] == [department]
    assert context["figures"].proven == 2


@pytest.mark.parametrize("change", CHANGES)
def test_no_plan_is_made_from_it_until_it_is_measured_again(
    officer, study, department, sections, change
) -> None:
    change(department, sections)
    with TestCase.captureOnCommitCallbacks(execute=True):
        studies.make_plans(study=study, by=officer, at=NOON)
    left_out = dict(RegionStudy.objects.get(pk=study.pk).job.result["left_out"])
    assert department.name in left_out
    with TestCase.captureOnCommitCallbacks(execute=True):
        studies.resume(study=RegionStudy.objects.get(pk=study.pk), by=officer, at=NOON)
    again = RegionStudy.objects.get(pk=study.pk)
    assert again.job.result["solved"] > 0
    line = again.lines.get(department=department)
    assert line.settings_hash == settings_fingerprint_of(department)


@pytest.mark.parametrize("change", CHANGES)
def test_distances_are_taken_only_under_the_settings_in_force(
    officer, clerk, plan, study, department, sections, change
) -> None:
    assert plan.pk in distances_of(officer, [plan])
    change(department, sections)
    assert distances_of(officer, [plan]) == {}  # both are from before
    with TestCase.captureOnCommitCallbacks(execute=True):
        studies.resume(study=RegionStudy.objects.get(pk=study.pk), by=officer, at=NOON)
    assert distances_of(officer, [plan]) == {}  # the study is new, the plan is not
    newer = plans.propose(department=department, request=PlanRequest(count=3), by=clerk, at=NOON)[0]
    assert newer.pk in distances_of(officer, [newer])
