"""Where no plan is possible, the rules named cannot hold together, and none of them is one too many."""

from dataclasses import fields
from itertools import combinations

import pytest

from planner.api import Stop
from planner.fileio import problem_from_json
from planner.problem import Rules
from planner.solver import solve
from tests.unit.planner.reference import Reference, random_problem

LISTS = ("must_together", "must_apart", "keep")


def infeasible(number: int) -> list[dict]:
    """The first generated problems of three to six sections without any plan."""
    found: list[dict] = []
    seed = 70_000
    while len(found) < number:
        data = random_problem(seed, 3, 6)
        seed += 1
        if Reference(data).brute_force() is None:
            found.append(data)
    return found


def held(data: dict, elements: list) -> dict:
    """The problem under some of its rules and entries alone."""
    rules: dict = {"max_members": None}
    for rule, sections in elements:
        if rule == "keep":
            rules.setdefault(rule, []).append(sections[0])
        elif rule in LISTS:
            rules.setdefault(rule, []).append(list(sections))
        else:
            rules[rule] = data["rules"].get(rule, 4)
    return data | {"rules": rules}


def named(data: dict) -> list:
    result = solve(problem_from_json(data), stop=Stop(60))
    assert result.status == "infeasible"
    return [(part.rule, part.sections if part.rule in LISTS else ()) for part in result.conflict]


def possible(data: dict, elements: list) -> bool:
    return Reference(held(data, elements)).brute_force() is not None


@pytest.mark.parametrize("number", range(30))
def test_the_rules_named_conflict_and_none_can_be_left_out(number):
    data = infeasible(number + 1)[-1]
    elements = named(data)
    assert elements
    assert {rule for rule, _ in elements} <= {field.name for field in fields(Rules)}
    assert not possible(data, elements)
    for k in range(len(elements)):
        assert possible(data, elements[:k] + elements[k + 1 :])


@pytest.mark.parametrize("number", range(12))
def test_no_conflict_needs_fewer_kinds_of_rules(number):
    data = infeasible(40 + number)[-1]
    kinds = {rule for rule, _ in named(data)}
    rules = {"max_members": 4} | data["rules"]
    if rules.get("count") is not None:
        rules = {k: v for k, v in rules.items() if k not in ("min_count", "max_count")}
    for size in range(min(len(kinds), 3)):
        for chosen in combinations(sorted(rules), size):
            fewer = {"max_members": None} | {rule: rules[rule] for rule in chosen}
            assert Reference(data | {"rules": fewer}).brute_force() is not None


def test_a_direct_contradiction_is_named_rather_than_a_long_one():
    """Two pairs that contradict each other say more than a chain of four."""
    ids = "abcdef"
    data = {
        "sections": [{"id": name, "people": 2} for name in ids],
        "overlap": [[0.0] * 6 for _ in ids],
        "rules": {
            "must_together": [["e", "f"], ["a", "b"], ["b", "c"], ["c", "d"]],
            "must_apart": [["e", "f"], ["a", "d"]],
        },
    }
    assert sorted(named(data)) == [("must_apart", ("e", "f")), ("must_together", ("e", "f"))]
