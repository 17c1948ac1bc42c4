"""求最优方案: the form suggests, refuses in words, keeps what was typed, and finds the best plan."""

import pytest
from django.urls import reverse

from departments.kind_groups import groups_of
from departments.models import RuleSet
from mergers.models import MergePlan
from mergers.planning.solving import RULE_NAMES

GOOD = {
    "count_kind": "exact",
    "count": "3",
    "mode": "merge",
    "max_members": "4",
    "alternatives": "0",
}


def url(department) -> str:
    return reverse("plan_create", args=[department.pk])


def test_suggests_a_quarter_fewer(log_in, clerk, department, sections):
    response = log_in(clerk).get(url(department))
    assert response.context["form"]["count"].value() == 3
    assert 'name="count" id="id_count" min="1" max="4" value="3"' in response.text


def test_a_good_question_leads_to_the_best_plan(log_in, clerk, department, sections):
    response = log_in(clerk).post(url(department), GOOD)
    plan = MergePlan.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("plan_detail", args=[plan.pk])
    assert (plan.sections_after, plan.proven, plan.author) == (3, True, clerk)


def test_a_range_is_asked_when_it_is_chosen(log_in, clerk, department, sections):
    wish = GOOD | {"count_kind": "range", "min_count": "2", "max_count": "3"}
    log_in(clerk).post(url(department), wish)
    rules = MergePlan.objects.get().problem["rules"]
    assert (rules["count"], rules["min_count"], rules["max_count"]) == (None, 2, 3)


def test_alternatives_are_stored_beside_the_best(log_in, clerk, department, sections):
    log_in(clerk).post(url(department), GOOD | {"alternatives": "2"})
    assert MergePlan.objects.count() > 1
    assert MergePlan.objects.filter(proven=True).count() == 1


def test_pins_reach_the_planner(log_in, clerk, department, sections):
    office, accounts = str(sections["办公室"].pk), str(sections["会计科"].pk)
    wish = GOOD | {"together_a": [office, ""], "together_b": [accounts, ""]}
    log_in(clerk).post(url(department), wish)
    plan = MergePlan.objects.get()
    assert plan.problem["rules"]["must_together"] == [[office, accounts]]
    together = plan.placements.filter(section__in=[int(office), int(accounts)])
    assert len({placement.big_section_id for placement in together}) == 1


def test_what_is_kept_and_the_rules_reach_the_planner(log_in, clerk, department, sections):
    kept = str(sections["办公室"].pk)
    wish = GOOD | {
        "keep": [kept],
        "no_two_person": "on",
        "kind_groups": "business|enforcement|general+party",
        "max_people": "30",
        "min_people": "1",
        "business_percent": "12.5",
        "deviation_percent": "400",
        "max_posts": "40",
    }
    client = log_in(clerk)
    client.post(url(department), wish)
    plan = MergePlan.objects.get()
    rules = plan.problem["rules"]
    assert (rules["keep"], rules["fewest_small"], rules["separate_kinds"]) == ([kept], 2, False)
    assert rules["kind_groups"] == [["business"], ["enforcement"], ["general", "party"]]
    assert (rules["max_people"], rules["max_members"], rules["same_line"]) == (30, 4, False)
    assert (rules["min_people"], rules["max_posts"]) == (1, 40)
    assert (rules["business_share"], rules["max_load_deviation"]) == (0.125, 4.0)
    assert plan.proven
    tab = client.get(reverse("plan_detail", args=[plan.pk]), {"tab": "rules"})
    asked = {name for name, value in rules.items() if value not in (None, False, [])}
    assert {rule.label for rule in tab.context["rules"]} == {
        RULE_NAMES[name] for name in asked - {"min_count", "max_count"}
    }
    assert all(rule.passed for rule in tab.context["rules"])


def test_the_form_starts_from_the_rules_of_the_region(log_in, clerk, department, sections):
    """By default kinds mix by groups and one-person sections come first; all else is lifted."""
    form = log_in(clerk).get(url(department)).context["form"]
    assert form["kind_groups"].value() == "business|enforcement|general+party"
    assert (form["no_one_person"].value(), form["no_two_person"].value()) == (True, False)
    lifted = ("min_people", "business_percent", "deviation_percent", "max_posts")
    assert [form[name].value() for name in lifted] == [None] * 4
    RuleSet.objects.create(
        region=department.region, kind_groups=groups_of("business+general|party"), fewest_small=0
    )
    form = log_in(clerk).get(url(department)).context["form"]
    assert form["kind_groups"].value() == "business+general|enforcement|party"
    assert form["no_one_person"].value() is False


def test_rules_that_conflict_are_named_and_the_input_is_kept(log_in, clerk, department, sections):
    wish = GOOD | {"count": "1", "max_members": "2"}
    response = log_in(clerk).post(url(department), wish)
    assert response.status_code == 422
    assert "没有可行方案" in response.text
    assert "大科室个数" in response.text
    assert 'value="2"' in response.text
    assert not MergePlan.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"count": ""}, "请填写整合后的科室数。"),
        ({"business_percent": "101"}, "100"),
        ({"deviation_percent": "-1"}, "0"),
        ({"min_people": "9", "max_people": "8"}, "“最少人数”不能超过“最多人数”"),
        ({"count": "9"}, "现在只有 4 个科室，整合后不能更多。"),
        ({"count_kind": "range", "min_count": "9"}, "现在只有 4 个科室，整合后不能更多。"),
        ({"count_kind": "range", "min_count": "3", "max_count": "2"}, "不能小于"),
    ],
)
def test_a_number_that_makes_no_sense_is_explained(
    log_in, clerk, department, sections, wrong, words
):
    response = log_in(clerk).post(url(department), GOOD | wrong)
    assert response.status_code == 422
    assert words in response.text
    assert not MergePlan.objects.exists()


def test_half_a_pair_is_explained_and_kept(log_in, clerk, department, sections):
    office = sections["办公室"].pk
    wish = GOOD | {"apart_a": [str(office)], "apart_b": [""]}
    response = log_in(clerk).post(url(department), wish)
    assert response.status_code == 422
    assert f'<option value="{office}" selected>' in response.text


def test_a_section_is_no_pair_with_itself(log_in, clerk, department, sections):
    office = str(sections["办公室"].pk)
    wish = GOOD | {"apart_a": [office], "apart_b": [office]}
    assert "不能与自己成对" in log_in(clerk).post(url(department), wish).text


def test_another_row_of_pins_keeps_what_was_typed(log_in, clerk, department, sections):
    a, b = sections["办公室"].pk, sections["会计科"].pk
    wish = GOOD | {"count": "2", "together_a": [a], "together_b": [b], "add_row": "together"}
    response = log_in(clerk).post(url(department), wish)
    assert response.status_code == 200
    assert len(response.context["together"]) == 3
    assert 'value="2"' in response.text
    assert not MergePlan.objects.exists()


def test_one_section_alone_cannot_be_merged(log_in, clerk, department):
    assert "科室太少" in log_in(clerk).get(url(department)).text


def test_a_leader_may_not_propose(log_in, leader, department, sections):
    assert log_in(leader).get(url(department)).status_code == 403
    assert log_in(leader).post(url(department), GOOD).status_code == 403


def test_the_outsider_finds_nothing(log_in, outsider, department, sections):
    assert log_in(outsider).get(url(department)).status_code == 404


def test_refuses_put(log_in, clerk, department):
    assert log_in(clerk).put(url(department)).status_code == 405


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"min_count": "2"}, "min_count"),
        ({"max_count": "4"}, "max_count"),
        ({"count_kind": "range", "count": "2"}, "count"),
    ],
)
def test_a_number_typed_beside_another_choice_is_not_ignored(
    log_in, clerk, department, sections, changes, field
):
    response = log_in(clerk).post(url(department), GOOD | changes)
    assert response.status_code == 422
    assert "您填写了" in response.context["form"].errors[field][0]
    assert "但选择的是" in response.text
    assert not MergePlan.objects.exists()


def test_the_numbers_that_were_proposed_beside_it_are_no_wish(log_in, clerk, department, sections):
    form = log_in(clerk).get(url(department)).context["form"]
    untouched = {name: form[name].value() for name in ("count", "min_count", "max_count")}
    assert untouched == form.proposed
    assert log_in(clerk).post(url(department), GOOD | untouched).status_code == 302
