"""A plan that an answer named: shown without writing, kept as a proven draft by a button."""

import pytest
from django.urls import reverse

from mergers.models import MergePlan
from planner.checker.whole_file import check_file
from tests.factories import SectionFactory


@pytest.fixture
def other(log_in, clerk, asked) -> str:
    """The address of the second of the alternatives."""
    response = log_in(clerk).get(reverse("plan_question", args=[asked.pk, "alternatives"]))
    row = response.context["shown"].table.rows[1]
    return reverse("plan_question_plan", args=[asked.pk, "alternatives", row.shape])


def test_looking_writes_nothing(log_in, clerk, asked, other):
    response = log_in(clerk).get(other)
    assert response.status_code == 200
    assert "这里只是预览" in response.text
    assert MergePlan.objects.count() == 1


def test_keeping_makes_a_draft_of_just_these_groups(log_in, clerk, asked, other):
    client = log_in(clerk)
    found = client.get(other).context["found"]
    response = client.post(other)
    kept = MergePlan.objects.exclude(pk=asked.pk).get()
    assert response["Location"] == reverse("plan_detail", args=[kept.pk])
    groups = [
        sorted(str(pk) for pk in big.placements.values_list("section_id", flat=True))
        for big in kept.big_sections.all()
    ]
    assert sorted(groups) == sorted(sorted(group) for group in found["groups"])
    assert (kept.status, kept.author, kept.problem) == ("draft", clerk, asked.problem)
    assert kept.score == pytest.approx(found["score"])
    assert kept.label in kept.title
    assert client.get(response["Location"]).status_code == 200


def test_the_draft_has_the_bound_and_a_certificate_that_holds(log_in, clerk, asked, other):
    log_in(clerk).post(other)
    kept = MergePlan.objects.exclude(pk=asked.pk).get()
    assert (kept.bound, kept.proven) == (asked.bound, False)
    assert kept.gap == pytest.approx((asked.objective - kept.objective) / 1e6)
    assert kept.certificate["objective"] == kept.objective
    assert [fault for check in check_file(kept.certificate) for fault in check.faults] == []


def test_keeping_twice_leads_to_the_same_draft(log_in, clerk, asked, other):
    client = log_in(clerk)
    first, again = client.post(other), client.post(other, follow=True)
    assert again.redirect_chain == [(first["Location"], 302)]
    assert "没有再存一份" in again.text
    assert MergePlan.objects.count() == 2


def test_who_may_only_read_is_shown_no_button_and_refused(log_in, auditor, asked, other):
    client = log_in(auditor)
    assert "存为方案" not in client.get(other).text
    assert client.post(other).status_code == 403
    assert MergePlan.objects.count() == 1


def test_a_structure_that_has_changed_is_a_conflict(log_in, clerk, asked, other):
    SectionFactory.create(department=asked.department, name="新科")
    response = log_in(clerk).post(other)
    assert response.status_code == 409


def test_groups_that_no_answer_named_are_not_found(log_in, clerk, asked, other):
    made_up = reverse("plan_question_plan", args=[asked.pk, "alternatives", "0" * 12])
    client = log_in(clerk)
    assert client.get(made_up).status_code == 404
    assert client.post(made_up).status_code == 404


def test_a_plan_that_breaks_a_rule_of_the_problem_carries_no_proof(log_in, clerk, asked, seven):
    client = log_in(clerk)
    pair = {"a": seven["预算科"].pk, "b": seven["办公室"].pk}
    response = client.get(reverse("plan_question", args=[asked.pk, "why-not"]), pair)
    shape = response.context["reply"].answer["plan"]["shape"]
    client.post(reverse("plan_question_plan", args=[asked.pk, "why-not", shape]))
    kept = MergePlan.objects.exclude(pk=asked.pk).get()
    assert (kept.bound, kept.certificate, kept.proven) == (None, None, False)


def test_people_from_elsewhere_find_nothing(log_in, outsider, other):
    client = log_in(outsider)
    assert client.get(other).status_code == 404
    assert client.post(other).status_code == 404
