"""A plan whose department has changed since says so on its page, before anybody tries to submit."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bigsection.accounts.models import User
from departments.actions.structure_changes import structure_changed
from departments.models import Section
from mergers.actions import approvals
from mergers.models import MergePlan
from tests.integration.mergers.conftest import NOON

NOTICE = "方案拟定后机构有变动"


def change_structure() -> None:
    """As an import would: another quota, and everybody is told of it."""
    section = Section.objects.get(name="会计科")
    Section.objects.filter(pk=section.pk).update(quota=99)
    structure_changed([section.department_id])


def page(client: Client, plan: MergePlan) -> str:
    return client.get(reverse("plan_detail", args=[plan.pk])).content.decode()


def test_a_plan_over_the_present_structure_says_nothing(
    plan: MergePlan, clerk: User, log_in: Callable[[User], Client]
) -> None:
    assert NOTICE not in page(log_in(clerk), plan)


def test_a_plan_over_an_old_structure_names_what_changed(
    plan: MergePlan, clerk: User, log_in: Callable[[User], Client]
) -> None:
    change_structure()
    text = page(log_in(clerk), plan)
    assert NOTICE in text
    assert "会计科" in text
    assert "核定编制" in text


def test_pages_of_logged_in_people_are_not_kept_by_browsers(
    plan: MergePlan, clerk: User, log_in: Callable[[User], Client]
) -> None:
    answer = log_in(clerk).get(reverse("plan_detail", args=[plan.pk]))
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("tab", ["overview", "duties", "changes"])
def test_an_outdated_draft_offers_a_new_plan_instead_of_edits_and_submission(
    plan: MergePlan, clerk: User, log_in: Callable[[User], Client], tab: str
) -> None:
    change_structure()
    answer = log_in(clerk).get(reverse("plan_detail", args=[plan.pk]), {"tab": tab})
    text = answer.content.decode()
    assert reverse("plan_submit", args=[plan.pk]) not in text
    assert f"{reverse('plan_detail', args=[plan.pk])}edit" not in text
    assert not answer.context["may_edit"]
    assert f'href="{reverse("plan_create", args=[plan.department_id])}"' in text
    assert tab == "changes" or NOTICE in text


def test_a_leader_is_not_offered_consent_to_an_outdated_plan(
    plan: MergePlan, clerk: User, leader: User, log_in: Callable[[User], Client]
) -> None:
    approvals.submit(plan=plan, by=clerk, at=NOON)
    assert reverse("plan_approve", args=[plan.pk]) in page(log_in(leader), plan)
    change_structure()
    text = page(log_in(leader), plan)
    assert reverse("plan_approve", args=[plan.pk]) not in text
    assert reverse("plan_return", args=[plan.pk]) in text
