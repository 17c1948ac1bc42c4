"""Undoing an import over which plans were made: drafts become outdated, all else says what to do."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bigsection.accounts.models import User
from departments.models import Department, ImportStatus, Region, RegionCalibration, Section
from mergers.actions import approvals, duty_edits, plans
from mergers.domain.snapshot import changed_since
from mergers.models import MergePlan, PlanStatus
from mergers.planning import PlanRequest
from mergers.views.plan_tabs import TABS
from tests.integration.departments.wizard import Wizard, changed

pytestmark = [pytest.mark.django_db]

FINANCE = "财政局内设机构编制情况表.xlsx"


@pytest.fixture
def finance(log_in: Any, officer: User, region: Region) -> Wizard:
    """A department that an import brought."""
    wizard = Wizard(log_in(officer), officer, region, FINANCE)
    wizard.post("confirm")
    assert wizard.row.status == ImportStatus.APPLIED
    return wizard


@pytest.fixture
def draft(finance: Wizard, officer: User) -> MergePlan:
    """A plan over it in which a duty was moved by hand."""
    section = Section.objects.get(name="预算科")
    duty = section.duties.create(text="组织预算绩效评价")
    request = PlanRequest(count=15, separate_kinds=False, time_limit_s=2)
    at = timezone.now()
    plan = plans.propose(department=section.department, request=request, by=officer, at=at)[0]
    to = plan.big_sections.exclude(placements__section=section)[0]
    duty_edits.move_duties(plan=plan, duties=[duty], to=to, by=officer, at=at)
    duty.delete()  # the import knows nothing of it
    return plan


def links_of(response: Any) -> list[str]:
    return [one.url for one in response.context["obstacles"]]


def page_of(plan: MergePlan) -> str:
    return reverse("plan_detail", args=[plan.pk])


@pytest.mark.both_databases
def test_a_draft_is_not_in_the_way_and_stays_readable_as_outdated(
    finance: Wizard, draft: MergePlan
) -> None:
    finance.post("undo")
    assert finance.row.status == ImportStatus.UNDONE
    assert not Section.objects.exists()
    assert Department.objects.get() == draft.department  # that of the draft stays, without sections
    plan = MergePlan.objects.get(pk=draft.pk)
    assert len(changed_since(plan)) == plan.sections_before
    assert plan.is_outdated
    for tab in TABS:
        response = finance.client.get(page_of(plan), {"tab": tab})
        assert response.status_code == 200
        assert response.context["outdated"]
    a, b = plan.placements.values_list("section", flat=True)[:2]
    assert finance.client.get(reverse("plan_pair", args=[plan.pk, a, b])).status_code == 200
    told = finance.client.get(reverse("api_plan_detail", args=[plan.pk])).json()
    assert all(member["name"] for big in told["big_sections"] for member in big["members"])
    approvals.withdraw(plan=plan, by=plan.author, at=timezone.now())

    again = Wizard(finance.client, plan.author, finance.row.region, FINANCE)
    again.post("confirm")
    assert again.row.status == ImportStatus.APPLIED
    newest = RegionCalibration.objects.in_force(finance.row.region)
    assert newest is not None
    assert newest.sections == Section.objects.count() == 23


@pytest.mark.both_databases
def test_a_plan_that_waits_is_in_the_way_until_it_is_recalled(
    finance: Wizard, draft: MergePlan, officer: User
) -> None:
    MergePlan.objects.filter(pk=draft.pk).update(status=PlanStatus.SUBMITTED)
    finance.post("undo")
    assert finance.row.status == ImportStatus.APPLIED
    assert links_of(finance.get()) == [page_of(draft)]
    approvals.recall(plan=draft, by=officer, at=timezone.now())
    finance.post("undo")
    assert finance.row.status == ImportStatus.UNDONE


def test_an_executed_plan_and_a_later_import_are_named_with_their_pages(
    finance: Wizard, officer: User, leader: User
) -> None:
    data = changed(FINANCE, O7="另设工会")
    later = Wizard(finance.client, officer, finance.row.region, FINANCE, data=data)
    later.post("confirm")
    assert later.row.review["counts"]["updated"] == 1
    finance.post("undo")
    assert finance.row.status == ImportStatus.APPLIED
    assert links_of(finance.get()) == [later.url()]
    later.post("undo")
    department = Department.objects.get()
    plan = plans.propose(
        department=department,
        request=PlanRequest(count=20, time_limit_s=2),
        by=officer,
        at=timezone.now(),
    )[0]
    MergePlan.objects.filter(pk=plan.pk).update(
        status=PlanStatus.EXECUTED, executed_at=timezone.now()
    )
    Section.objects.filter(name="预算科").update(standing="abolished")
    finance.post("undo")
    assert finance.row.status == ImportStatus.APPLIED
    assert links_of(finance.get()) == [page_of(plan)]


def test_an_import_without_a_record_offers_no_button_to_undo_it(finance: Wizard) -> None:
    assert finance.get().context["undoable"]
    finance.row.journal.delete()
    response = finance.get()
    assert finance.url("undo") not in response.text
    assert finance.post("undo").status_code == 409
