"""A plan whose department has changed since says so on its page, before anybody tries to submit."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from bigsection.accounts.models import User
from departments.models import Section
from mergers.models import MergePlan

NOTICE = "方案拟定后机构有变动"


def page(client: Client, plan: MergePlan) -> str:
    return client.get(reverse("plan_detail", args=[plan.pk])).content.decode()


def test_a_plan_over_the_present_structure_says_nothing(
    plan: MergePlan, clerk: User, log_in: Callable[[User], Client]
) -> None:
    assert NOTICE not in page(log_in(clerk), plan)


def test_a_plan_over_an_old_structure_names_what_changed(
    plan: MergePlan, clerk: User, log_in: Callable[[User], Client]
) -> None:
    Section.objects.filter(name="会计科").update(quota=99)
    text = page(log_in(clerk), plan)
    assert NOTICE in text
    assert "“会计科”的核定编制有变动" in text.replace("&quot;", '"')


def test_pages_of_logged_in_people_are_not_kept_by_browsers(
    plan: MergePlan, clerk: User, log_in: Callable[[User], Client]
) -> None:
    answer = log_in(clerk).get(reverse("plan_detail", args=[plan.pk]))
    assert answer["Cache-Control"] == "no-store, private"
