"""Every rule on its own and mixed, in every mode: the optimum of an independent MIP, and its proof.

Set partitioning by HiGHS, scored from the specification alone, is the judge; the checker that
shares no code with the solver has to accept every proof.
"""

import json
import random

import pytest

from planner.api import Result, Stop
from planner.certificate import problem_to_json
from planner.checker.verify import verify
from planner.fileio import problem_from_json
from planner.problem import MODES, PARTS
from planner.solver import solve
from tests.unit.planner.milp_reference import best_by_milp
from tests.unit.planner.reference import KIND_GROUPS, Reference, random_problem

ROUNDINGS = 20  # HiGHS works with tolerances, so its plan may fall short by some units
RULES = {
    "count": lambda draw, ids: {"count": draw.randint(2, len(ids) - 1)},
    "min_count": lambda draw, ids: {"min_count": len(ids) - draw.randint(1, 2)},
    "max_count": lambda draw, ids: {"max_count": draw.randint(2, 4), "max_members": 5},
    "max_members": lambda draw, ids: {"max_members": draw.randint(2, 3)},
    "max_people": lambda draw, ids: {"max_people": draw.randint(5, 9)},
    "same_line": lambda draw, ids: {"same_line": True},
    "separate_kinds": lambda draw, ids: {"separate_kinds": True},
    "kind_groups": lambda draw, ids: {
        "kind_groups": draw.choice(KIND_GROUPS),
        "separate_kinds": draw.choice([True, False]),
    },
    "must_together": lambda draw, ids: {"must_together": [ids[:2], ids[1:3], ids[4:6]]},
    "must_apart": lambda draw, ids: {"must_apart": [ids[:2], ids[2:4], [ids[0], ids[3]]]},
    "keep": lambda draw, ids: {"keep": ids[:2]},
    "min_people": lambda draw, ids: {"min_people": draw.randint(3, 5), "keep": ids[:1]},
    "business_share": lambda draw, ids: {"business_share": draw.choice([0.7, 0.85, 1.0])},
    "max_posts": lambda draw, ids: {"max_posts": draw.randint(len(ids) // 2, len(ids))},
    "max_load_deviation": lambda draw, ids: {"max_load_deviation": draw.choice([0.4, 0.6])},
}


def solved(data: dict) -> Result:
    return solve(problem_from_json(data), stop=Stop(60))


def agrees(data: dict) -> Result:
    """Solve, compare with the MIP, and have the proof checked."""
    result = solved(data)
    reference = Reference(data)
    best = best_by_milp(reference)
    if best is None:
        assert result.status == "infeasible"
        assert result.conflict
    else:
        assert result.status == "optimal"
        assert 0 <= result.objective - best[0] <= ROUNDINGS
        plan = [tuple(sorted(reference.index[i] for i in g.members)) for g in result.plan.groups]
        assert reference.plan_allowed(plan)
        assert reference.plan_value(plan) == result.objective == result.bound
    problem = problem_to_json(problem_from_json(data))
    assert verify(json.loads(json.dumps(result.certificate)), problem) == ()
    return result


def department(seed: int, name: str) -> dict:
    """A generated department of eight or nine under one rule; mode and weights by the seed."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret
    data = random_problem(31_000 + 100 * seed + len(name), 8, 9)
    ids = [section["id"] for section in data["sections"]]
    for section in data["sections"]:
        section["people"] = draw.randint(1, 6)
    data["rules"] = RULES[name](draw, ids)
    data["mode"] = MODES[seed % 3] if name != "max_posts" else "merge"
    weights = {part: draw.choice([0, 1, 2]) for part in PARTS} | {"continuity": 1}
    data["weights"] = weights if seed % 2 else None
    data["links"] = [[ids[0], ids[1], 0.9], [ids[2], ids[3], 0.4]] if seed % 2 else []
    data["link_weight"] = draw.choice([0.0, 0.3, 1.0])
    return data


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", RULES)
def test_a_rule_on_its_own(seed, name):
    agrees(department(seed, name))


@pytest.mark.usefixtures("only_prices")
@pytest.mark.parametrize("seed", range(6, 9))
@pytest.mark.parametrize("name", RULES)
def test_a_rule_on_its_own_by_prices(seed, name):
    agrees(department(seed, name))


@pytest.mark.parametrize("name", RULES)
def test_each_of_these_rules_decides_something(name):
    """Without it some department has another optimum: the comparisons above are no idle ones."""
    found = [department(seed, name) for seed in range(6)]
    freed = [data | {"rules": {"max_members": None}} for data in found]
    assert any(
        solved(data).objective != solved(free).objective
        for data, free in zip(found, freed, strict=True)
    )


def on_the_whole(seed: int) -> dict:
    """Rules on the plan as a whole whose price leaves room unused: plans are not what they lose."""
    data = random_problem(seed, 10, 13)
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret
    n = len(data["sections"])
    for section in data["sections"]:
        section["posts"] = draw.randint(1, 3)
    count = draw.randint(n // 2, n - 2)
    rules: dict = {"count": count, "max_members": 4}
    if draw.random() < 0.7:
        rules["max_posts"] = draw.randint(count + 1, 2 * count)
    if draw.random() < 0.6:
        rules["business_share"] = draw.choice([0.5, 0.7, 0.85, 0.9])
    posts = draw.choice([0, 0.1])
    weights = {"overlap": 1, "balance": 1, "one_person": 0.5, "posts": posts}
    weights |= {"continuity": 0.5, "span": 0.3}
    return data | {"mode": "merge", "rules": rules, "weights": weights}


@pytest.mark.usefixtures("only_prices")
@pytest.mark.parametrize("seed", [13, 30, 46, 65, 92, *range(200, 216)])
def test_unused_room_under_a_limit_hides_no_better_plan(seed):
    """The first five seeds once gave plans up to eleven points below the optimum, as optimal."""
    agrees(on_the_whole(seed))


@pytest.mark.usefixtures("only_prices")
@pytest.mark.parametrize("seed", range(5))
def test_cuts_hide_no_better_plan(seed, monkeypatch):
    """Searches end at once, so that cuts and branching have to do the proof."""
    monkeypatch.setattr("planner.methods.branch_and_cut.WORK", 60)
    data = random_problem(33_000 + seed, 12, 13) | {"mode": "merge", "rules": {"max_members": 5}}
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret
    n = len(data["sections"])
    for i in range(n):
        for j in range(i):
            data["overlap"][i][j] = data["overlap"][j][i] = draw.random()
    data["rules"]["count"] = n // 3
    agrees(data)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 3, 4, 5])
def test_generated_groups_lead_to_the_same_optimum(seed, monkeypatch):
    """Too many to list: they are made by bounded pricing, and still none is missed."""
    monkeypatch.setattr("planner.methods.choice.MOST_LISTED", 30)
    monkeypatch.setattr("planner.methods.generated.MOST_SMALL", 60)
    data = random_problem(34_000 + seed, 11, 12) | {"mode": "merge"}
    data["rules"] = {"max_members": 6, "count": 4, "max_people": [None, 18][seed % 2]}
    agrees(data)
