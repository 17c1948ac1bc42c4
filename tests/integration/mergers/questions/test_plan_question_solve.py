"""From an answer to a new plan: the plan's own request with one thing changed."""

import pytest
from django.urls import reverse

from mergers.models import MergePlan
from mergers.questions.changed_request import request_of


def solve(client, plan, **sent):
    return client.post(reverse("plan_question_solve", args=[plan.pk]), sent)


def new_plan(plan) -> MergePlan:
    return MergePlan.objects.exclude(pk=plan.pk).get()


def test_a_number_of_the_curve_becomes_a_proven_draft_with_the_other_wishes(log_in, clerk, asked):
    response = solve(log_in(clerk), asked, count=5)
    found = new_plan(asked)
    assert response["Location"] == reverse("plan_detail", args=[found.pk])
    assert (found.sections_after, found.proven) == (5, True)
    rules, own = found.problem["rules"], asked.problem["rules"]
    assert rules == own | {"count": 5}


def test_it_scores_what_the_curve_promised(log_in, clerk, asked):
    client = log_in(clerk)
    curve = client.get(reverse("plan_question", args=[asked.pk, "curve"]))
    promised = {row.cells[0].value: row.cells[1].value for row in curve.context["shown"].table.rows}
    solve(client, asked, count=5)
    assert new_plan(asked).score == pytest.approx(promised[5])


def test_a_pair_is_put_together(log_in, clerk, asked, seven, pair):
    solve(log_in(clerk), asked, **pair)
    homes = dict(new_plan(asked).placements.values_list("section_id", "big_section_id"))
    assert homes[seven["预算科"].pk] == homes[seven["会计科"].pk]


def test_a_pair_that_a_wish_kept_apart_is_put_together_all_the_same(log_in, clerk, asked, seven):
    a, b = seven["预算科"].pk, seven["国库科"].pk
    solve(log_in(clerk), asked, a=a, b=b)
    assert new_plan(asked).problem["rules"]["must_apart"] == []


def test_a_rule_is_lifted(log_in, clerk, asked):
    solve(log_in(clerk), asked, rule="max_people")
    assert new_plan(asked).problem["rules"] == asked.problem["rules"] | {"max_people": None}


def test_one_entry_of_a_rule_is_lifted(log_in, clerk, asked, seven):
    sections = [seven["预算科"].pk, seven["国库科"].pk]
    solve(log_in(clerk), asked, rule="must_apart", section=sections)
    assert new_plan(asked).problem["rules"]["must_apart"] == []


@pytest.mark.parametrize("sent", [{}, {"count": "99"}, {"rule": "weights"}, {"rule": "magic"}])
def test_what_makes_no_sense_is_refused(log_in, clerk, asked, sent):
    assert solve(log_in(clerk), asked, **sent).status_code == 422
    assert MergePlan.objects.count() == 1


def test_who_may_not_propose_is_refused(log_in, leader, asked):
    assert solve(log_in(leader), asked, count=5).status_code == 403


def test_people_from_elsewhere_find_nothing(log_in, outsider, asked):
    assert solve(log_in(outsider), asked, count=5).status_code == 404


def test_it_is_no_page(log_in, clerk, asked):
    address = reverse("plan_question_solve", args=[asked.pk])
    assert log_in(clerk).get(address).status_code == 405


def test_the_request_of_a_problem_is_what_was_asked(asked):
    assert request_of(asked.problem).rules() == asked.problem["rules"]
