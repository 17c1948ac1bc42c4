"""Plans are noted as outdated when the structure beneath them changes, whoever changes it."""

import pytest
from django.test import TestCase
from django.utils import timezone

from bigsection.jobs.housekeeping import one_round
from departments.models import Department, Post, PostLevel, Region, Section
from mergers.actions import approvals, plans, studies
from mergers.actions.outdating import compare_structures
from mergers.domain.snapshot import freeze
from mergers.models import MergePlan, PlanStatus, StudyLine
from mergers.planning import PlanRequest
from tests.factories import MergePlanFactory
from tests.integration.departments.wizard import Wizard, changed
from tests.integration.mergers.conftest import NOON
from tests.integration.mergers.test_transfers import by, receiver, ruling

pytestmark = pytest.mark.both_databases

__all__ = ["by", "receiver", "ruling"]

FINANCE = "财政局内设机构编制情况表.xlsx"


def outdated(plan: MergePlan) -> bool | None:
    return MergePlan.objects.get(pk=plan.pk).outdated


def plan_about(department: Department) -> MergePlan:
    now = freeze(department)
    made: MergePlan = MergePlanFactory.create(
        department=department, baseline=now.to_json(), baseline_hash=now.hash
    )
    return made


def test_only_what_may_still_go_on_is_compared(plan, sections):
    settled = MergePlanFactory.create(department=plan.department, status=PlanStatus.EXECUTED)
    quota = sections["会计科"].quota
    for now, changed_since in ((99, True), (quota, False)):
        Section.objects.filter(pk=sections["会计科"].pk).update(quota=now)
        compare_structures([plan.department_id])
        assert outdated(plan) is changed_since
    assert outdated(settled) is None


def test_a_post_that_is_held_where_none_is_stated_counts_too(sections):
    section = sections["会计科"]
    Section.objects.filter(pk=section.pk).update(chief_posts=None, deputy_posts=None)
    plan = plan_about(section.department)
    post = Post(department=plan.department, section=section, holder=section.staff.first())
    post.title, post.level = "科长", PostLevel.CHIEF
    for work, changed_since in ((post.save, True), (post.delete, False)):
        work()
        compare_structures([plan.department_id])
        assert outdated(plan) is changed_since


def test_plans_of_before_are_compared_in_the_next_round(plan, sections):
    MergePlan.objects.update(outdated=None)
    Section.objects.filter(pk=sections["会计科"].pk).update(quota=99)
    one_round(timezone.now())
    assert outdated(plan) is True


def test_what_a_study_measured_is_compared_too_and_what_it_measures_anew_is_up_to_date(
    study, department, sections, officer
):
    def states() -> list[bool | None]:
        return list(study.lines.values_list("outdated", flat=True))

    assert states() == [False, False, False]
    Section.objects.filter(pk=sections["会计科"].pk).update(quota=99)
    compare_structures([department.pk])
    assert states() == [True, False, False]
    StudyLine.objects.update(outdated=None)
    one_round(timezone.now())
    assert states() == [True, False, False]
    with TestCase.captureOnCommitCallbacks(execute=True):
        studies.resume(study=study, by=officer, at=NOON)
    assert states() == [False, False, False]


def test_an_approval_leaves_the_other_plans_behind(plan, clerk, leader):
    (other, *_) = plans.propose(
        department=plan.department, request=PlanRequest(count=2), by=clerk, at=NOON
    )
    approvals.submit(plan=plan, by=clerk, at=NOON)
    approvals.approve(plan=plan, by=leader, at=NOON)
    assert (outdated(plan), outdated(other)) == (False, True)


def test_an_approval_leaves_those_behind_that_are_about_the_department_it_gives_a_duty_to(
    department, ruling, receiver, by, leader
):
    theirs = plan_about(receiver.department)
    compare_structures([receiver.department_id])
    assert outdated(theirs) is False
    request = PlanRequest(count=3, rulings=(ruling.pk,))
    plan = plans.propose(department=department, request=request, **by)[0]
    approvals.submit(plan=plan, **by)
    approvals.approve(plan=plan, by=leader, at=NOON)
    assert outdated(theirs) is True


def test_an_import_that_changes_a_department_does_and_one_that_changes_nothing_does_not(
    log_in, officer, region: Region
):
    client = log_in(officer)
    Wizard(client, officer, region, FINANCE).post("confirm")
    department = Section.objects.get(name="预算科").department
    plan = plan_about(department)
    compare_structures([department.pk])
    for data, changes in ((None, False), (changed(FINANCE, C7=4, D7=4), True)):
        Wizard(client, officer, region, FINANCE, data=data).post("confirm")
        assert outdated(plan) is changes
