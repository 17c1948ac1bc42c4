"""What must hold for any problem: names, order and units never matter, rules only ever cost."""

import copy
import random
from itertools import pairwise

import pytest

from planner.api import Result, Stop
from planner.fileio import problem_from_json
from planner.solver import solve
from tests.unit.planner.reference import random_problem

SEEDS = range(500, 508)


def solved(data: dict) -> Result:
    return solve(problem_from_json(data), stop=Stop(60))


def plan_of(result: Result) -> set:
    return {frozenset(group.members) for group in result.plan.groups} if result.plan else set()


def permuted(data: dict, seed: int) -> dict:
    order = list(range(len(data["sections"])))
    random.Random(seed).shuffle(order)  # noqa: S311 - repeatable, no secret
    moved = copy.deepcopy(data)
    moved["sections"] = [data["sections"][i] for i in order]
    moved["overlap"] = [[data["overlap"][i][j] for j in order] for i in order]
    return moved


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_sections_changes_nothing(seed):
    data = random_problem(seed, 6, 11)
    first, second = solved(data), solved(permuted(data, seed))
    assert (first.status, first.objective, first.bound) == (
        second.status,
        second.objective,
        second.bound,
    )
    assert plan_of(first) == plan_of(second)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_new_names_for_sections_change_nothing_but_the_names(seed):
    data = random_problem(seed, 6, 11)
    new = {s["id"]: f"科-{s['id']}" for s in data["sections"]}
    renamed = copy.deepcopy(data)
    for section in renamed["sections"]:
        section["id"] = new[section["id"]]
    rules = renamed["rules"]
    for rule in ("must_together", "must_apart"):
        if rule in rules:
            rules[rule] = [[new[a], new[b]] for a, b in rules[rule]]
    if "keep" in rules:
        rules["keep"] = [new[kept] for kept in rules["keep"]]
    if "links" in renamed:
        renamed["links"] = [[new[a], new[b], value] for a, b, value in renamed["links"]]
    first, second = solved(data), solved(renamed)
    assert first.objective == second.objective
    assert {frozenset(new[i] for i in group) for group in plan_of(first)} == plan_of(second)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "rule",
    [
        {"count": 4},
        {"min_count": 5},
        {"max_count": 3},
        {"max_members": 2},
        {"same_line": True},
        {"separate_kinds": True},
        {"kind_groups": [["business"], ["general", "party"]]},
        {"must_together": [[0, 1], [1, 2]]},
        {"must_apart": [[0, 1], [2, 3], [1, 4]]},
        {"keep": [0, 3]},
        {"min_people": 3},
        {"business_share": 0.8},
        {"max_posts": 7},
        {"max_load_deviation": 0.5},
    ],
    ids=lambda rule: next(iter(rule)),
)
def test_adding_a_rule_never_raises_the_optimum(seed, rule):
    """Nor does adding it to another one. (A limit on people also sets the scale of the span.)"""
    data = random_problem(seed, 6, 9) | {"mode": "merge"}
    ids = [section["id"] for section in data["sections"]]
    name, value = next(iter(rule.items()))
    if name in ("must_together", "must_apart"):
        value = [[ids[a], ids[b]] for a, b in value]
    if name == "keep":
        value = [ids[a] for a in value]
    for others in ({}, {"max_people": 20, "business_share": 0.4}):
        free = solved(data | {"rules": others})
        held = solved(data | {"rules": others | {name: value}})
        assert held.status in ("optimal", "infeasible")
        assert held.objective is None or held.objective <= free.objective


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_unit_of_the_load_changes_nothing(seed):
    """Loads in half hours instead of hours: twice the figures (exact in binary), same answer."""
    data = random_problem(seed, 6, 11)
    doubled = copy.deepcopy(data)
    for section in doubled["sections"]:
        if section["load_hours"] is not None:
            section["load_hours"] *= 2
    first, second = solved(data), solved(doubled)
    assert (first.objective, plan_of(first)) == (second.objective, plan_of(second))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_over_a_range_is_the_best_of_its_counts(seed):
    data = random_problem(seed, 6, 9) | {"rules": {"max_people": 15}}
    each = []
    for count in range(1, len(data["sections"]) + 1):
        one = copy.deepcopy(data)
        one["rules"]["count"] = count
        each.append(solved(one).objective)
    assert solved(data).objective == max(value for value in each if value is not None)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_department_that_duplicates_another_gets_the_same_plan(seed):
    """Other ids, other names, otherwise the same: group by group the same plan."""
    data = random_problem(seed, 6, 11)
    data["rules"] = {"max_people": 20, "same_line": True}
    data.pop("links", None)
    twin = copy.deepcopy(data)
    for section in twin["sections"]:
        section["id"], section["name"] = f"twin-{section['id']}", f"另一{section['name']}"
    first, second = solved(data), solved(twin)
    assert first.objective == second.objective
    assert {frozenset(f"twin-{i}" for i in group) for group in plan_of(first)} == plan_of(second)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rule", ["must_together", "must_apart", "keep", "max_posts", "max_people"])
def test_a_rule_that_the_best_plan_keeps_anyway_changes_nothing(seed, rule):
    """Each rule is drawn from the optimum itself, so the optimum stays."""
    data = random_problem(seed, 7, 9) | {"rules": {"max_people": 40}, "mode": "merge"}
    free = solved(data)
    groups = [group.members for group in free.plan.groups]
    joined = [list(group[:2]) for group in groups if len(group) > 1]
    apart = [[a[0], b[0]] for a, b in pairwise(groups)]
    value = {
        "must_together": joined[:1],
        "must_apart": apart[:2],
        "keep": [group[0] for group in groups if len(group) == 1],
        "max_posts": 10 * len(data["sections"]),
        "max_people": 40,
    }[rule]
    held = copy.deepcopy(data)
    held["rules"][rule] = value
    again = solved(held)
    assert again.status == "optimal"
    assert again.objective == free.objective


@pytest.mark.parametrize("seed", SEEDS)
def test_sections_without_any_kinship_to_the_rest_do_not_disturb_each_other(seed):
    """A kept section's own duties and lines change nothing about the groups of the others."""
    data = random_problem(seed, 6, 9) | {"rules": {}}
    kept = data["sections"][0]["id"]
    data["rules"] = {"keep": [kept]}
    data["calibration"] = {"p50": 0.2, "p95": 0.8}
    data.pop("links", None)
    changed = copy.deepcopy(data)
    for k in range(1, len(data["sections"])):
        changed["overlap"][0][k] = changed["overlap"][k][0] = 1.0
    first, second = solved(data), solved(changed)
    assert (first.objective, plan_of(first)) == (second.objective, plan_of(second))
