"""Groups of one person (and of two) as few as possible, and then the score: proven together."""

import copy
import json
import random

import pytest

from planner.api import Result, Stop
from planner.certificate import problem_to_json, proof_file
from planner.checker.verify import digest, verify
from planner.checker.whole_file import check_file
from planner.fileio import problem_from_json, result_to_json, solve_and_prove
from planner.questions.curve import k_curve
from planner.questions.near import near_plans
from planner.questions.pareto import pareto_front
from planner.questions.price import price_rules
from planner.questions.region import best_split, department_curve
from planner.questions.whynot import why_not
from planner.rulecheck import check_rules
from planner.solver import solve
from tests.unit.planner.questions.cases import partitions, solver_of
from tests.unit.planner.reference import Reference, random_problem


def department(seed: int, largest: int = 7, **rules: object) -> dict:
    """A generated department with many small sections; the limit, one person or two, by the seed."""
    data = random_problem(90_000 + seed, 4, largest)
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret
    for section in data["sections"]:
        section["people"] = draw.choice([0, 1, 1, 1, 2, 2, 3, 5])
    own = rules or {k: v for k, v in data["rules"].items() if k != "fewest_small"}
    return data | {"rules": own | {"fewest_small": 1 + seed % 2}}


def solved(data: dict) -> Result:
    return solve(problem_from_json(data), stop=Stop(60))


def small_of(reference: Reference, plan: list) -> tuple[int, int]:
    people = [sum(reference.people[i] for i in group) for group in plan]
    ones, twos = sum(p <= 1 for p in people), sum(p == 2 for p in people)
    return (ones, twos if reference.rules["fewest_small"] == 2 else 0)


def best_by_trying(data: dict, counts: range | None = None) -> tuple[tuple, int] | None:
    """The fewest small groups of any plan, and the best value with so few, from the specification."""
    reference = Reference(data)
    if counts is not None:
        reference.rules |= {"count": None, "min_count": counts[0], "max_count": counts[-1]}
    plans = ([tuple(sorted(g)) for g in plan] for plan in partitions(list(range(reference.n))))
    found = [
        (small_of(reference, plan), -reference.plan_value(plan))
        for plan in plans
        if reference.plan_allowed(plan)
    ]
    return (min(found)[0], -min(found)[1]) if found else None


def faults(content: dict) -> list[str]:
    return [fault for check in check_file(content) for fault in check.faults]


def resealed(content: dict) -> dict:
    rest = {key: value for key, value in content.items() if key != "sha256"}
    return rest | {"sha256": digest(rest)}


def assert_agrees(data: dict) -> Result:
    result, best = solved(data), best_by_trying(data)
    problem = problem_from_json(data)
    if best is None:
        assert result.status == "infeasible"
    else:
        assert (result.status, result.small.proven) == ("optimal", True)
        twos = result.small.twos if data["rules"]["fewest_small"] == 2 else 0
        assert ((result.small.ones, twos), result.objective) == best
        assert result.objective == result.bound
        assert bool(result.small.obstacles) == (best[0] != (0, 0))
        assert faults(json.loads(json.dumps(proof_file(problem, result)))) == []
    assert verify(json.loads(json.dumps(result.certificate)), problem_to_json(problem)) == ()
    return result


@pytest.mark.parametrize("seed", range(24))
def test_fewest_first_then_the_best_score_as_trying_every_plan_finds(seed):
    """Under all other rules, for a number, a range and any number of groups; and the proof holds."""
    assert_agrees(department(seed))


@pytest.mark.usefixtures("only_prices")
@pytest.mark.parametrize("seed", range(24, 36))
def test_the_same_by_prices(seed):
    assert_agrees(department(seed))


def test_the_rule_decides_something_and_cannot_always_reach_none():
    found = [solved(department(seed)) for seed in range(8)]
    free = [
        solved(department(seed) | {"rules": department(seed)["rules"] | {"fewest_small": None}})
        for seed in range(8)
    ]
    assert any(a.objective != b.objective for a, b in zip(found, free, strict=True))
    assert {bool(r.small.ones or r.small.twos) for r in found if r.small} == {True, False}


FORCED = {
    "sections": [
        {"id": "a", "people": 1, "lines": ["x"]},
        {"id": "b", "people": 1, "lines": ["y"]},
        {"id": "c", "people": 1, "lines": ["y"]},
        {"id": "d", "people": 4, "lines": ["y"]},
        {"id": "e", "people": 1, "lines": ["y"]},
    ],
    "overlap": [[0.0 if i == j else 0.1 * (i + j) for j in range(5)] for i in range(5)],
    "rules": {"count": 3, "same_line": True, "keep": ["e"], "fewest_small": 1},
}


def test_what_stands_in_the_way_is_named_section_by_section():
    """a is alone in its line, e is kept by a wish: each has its own reason, b and c have none."""
    result = solved(FORCED)
    assert (result.small.ones, result.small.proven) == (2, True)
    named = {o.sections: [(r.rule, r.sections) for r in o.rules] for o in result.small.obstacles}
    assert named == {("a",): [("same_line", ())], ("e",): [("keep", ("e",))]}


def test_sections_that_cannot_all_be_helped_at_once_name_the_number_of_groups():
    data = copy.deepcopy(FORCED) | {"rules": {"count": 4, "fewest_small": 1}}
    (obstacle,) = solved(data).small.obstacles
    assert len(obstacle.sections) == 2
    assert [rule.rule for rule in obstacle.rules] == ["count"]


def test_people_too_few_for_any_rule_to_matter_are_no_rules_fault():
    data = {
        "sections": [{"id": "a", "people": 1}],
        "overlap": [[0.0]],
        "rules": {"fewest_small": 1},
    }
    (obstacle,) = solved(data).small.obstacles
    assert (obstacle.sections, obstacle.rules) == (("a",), ())


def test_the_file_interface_takes_the_rule_and_says_what_came_of_it():
    answer, proof = solve_and_prove(json.dumps(FORCED))
    assert {"people": 1, "ones": 2, "twos": 0, "proven": True}.items() <= answer["small"].items()
    assert answer["bound"] == answer["objective"]
    assert faults(proof) == []
    assert "small" not in result_to_json(
        problem_from_json(without(FORCED)), solved(without(FORCED))
    )


TORN = {
    "sections": [{"id": name, "people": p} for name, p in zip("abc", (2, 2, 1), strict=True)],
    "overlap": [[0, 1, 0.1], [1, 0, 0.1], [0.1, 0.1, 0]],
    "rules": {"count": 2, "fewest_small": 1},
    "weights": {"overlap": 1},
}


def without(data: dict) -> dict:
    return data | {"rules": {k: v for k, v in data["rules"].items() if k != "fewest_small"}}


def test_a_forged_proof_of_the_minimum_is_refused():
    """More small groups than need be, a price too low to come first, or none at all."""
    problem = problem_from_json(TORN)
    honest = json.loads(json.dumps(proof_file(problem, solved(TORN))))
    assert faults(honest) == []
    worse = solved(without(TORN))
    assert worse.plan.small > solved(TORN).plan.small
    forged = copy.deepcopy(honest)
    groups = [list(group.members) for group in worse.plan.groups]
    forged |= {"groups": groups, "score": worse.plan.score, "objective": worse.objective}
    forged["bound"] = worse.objective
    price = forged["certificate"]["small_price"]
    ones = worse.plan.small[0]
    forged["certificate"] |= {"plan": groups, "objective": worse.objective - price * ones}
    assert any("bound" in fault for fault in faults(resealed(forged)))
    for low in (0, 1_000_000, 10.5):
        cheap = copy.deepcopy(honest)
        cheap["certificate"]["small_price"] = low
        assert any("price of small groups" in fault for fault in faults(resealed(cheap)))


@pytest.mark.parametrize("seed", range(10))
def test_the_curve_brings_every_count_to_its_own_minimum(seed):
    data = department(seed, 6, max_members=3)
    solver = solver_of(data)
    curve = k_curve(solver)
    for point in curve.points:
        best = best_by_trying(data, range(point.count, point.count + 1))
        small = None if point.plan is None else point.plan.small[: data["rules"]["fewest_small"]]
        wanted = None if best is None else best[0][: data["rules"]["fewest_small"]]
        assert (small, point.objective) == (wanted, best and best[1])
        assert point.objective == point.bound
    best = best_by_trying(data)
    assert curve.points[curve.best - 1].objective == best[1]
    assert curve.best_proven


@pytest.mark.parametrize("seed", range(8))
def test_no_question_answers_with_more_small_groups_than_need_be(seed):
    data = department(seed, 7, max_members=4) | {"alternatives": 4}
    result, solver = solved(data), solver_of(data)
    limit = data["rules"]["fewest_small"]
    fewest = result.plan.small[:limit]
    front = pareto_front(solver, count=len(result.plan.groups), depth=2)
    plans = [*result.alternatives, *near_plans(solver, points=4.0).plans]
    plans += [point.plan for point in front.points]
    assert {plan.small[:limit] for plan in plans} == {fewest}
    assert all(plan.loss >= 0 for plan in result.alternatives)
    assert near_plans(solver, points=0.0).best == result.objective


@pytest.mark.parametrize("seed", range(8))
def test_lifting_a_rule_never_makes_more_small_groups_and_a_lower_price_buys_fewer(seed):
    data = department(seed, 7, count=4, max_members=2)
    prices = price_rules(solver_of(data))
    for price in prices.prices:
        assert price.proven
        change = (
            (0, 0) if price.change is None else price.change.small[: data["rules"]["fewest_small"]]
        )
        assert price.price >= 0 or change < (0,) * len(change)
        if price.rule == "fewest_small":
            plain = solved(without(data))
            assert price.price == pytest.approx(plain.plan.score - prices.plan.score, abs=1e-4)


def test_a_pair_that_would_cost_a_small_group_costs_even_where_the_score_would_rise():
    """a and b together leave c alone with one person, which comes before any score."""
    answer = why_not(solver_of(TORN), "a", "b")
    assert (answer.status, answer.change.small) == ("costs", (1, -1))
    assert answer.change.score > 0
    assert answer.proven


def test_a_plan_with_more_small_groups_breaks_the_rule_and_one_with_as_few_keeps_it():
    problem = problem_from_json(FORCED)
    kept = [["a"], ["b", "c", "d"], ["e"]]
    broken = [["a"], ["b"], ["c", "d"], ["e"]]
    for groups, passed in ((kept, True), (broken, False)):
        (outcome,) = (o for o in check_rules(problem, groups, (2, 0)) if o.rule == "fewest_small")
        assert (outcome.passed, outcome.figures["fewest_ones"]) == (passed, 2)


@pytest.mark.parametrize("total", [6, 8, None])
def test_a_region_has_as_few_small_groups_as_its_total_allows_and_then_the_best_sum(total):
    data = [department(2 * seed, 5, max_members=3) for seed in range(3)]
    curves = [department_curve(problem_from_json(one)) for one in data]
    split = best_split(curves, total)
    best = [
        {k: best_by_trying(one, range(k, k + 1)) for k in range(1, len(one["sections"]) + 1)}
        for one in data
    ]
    options = [
        (sum(x[0][0] for x in picked), -sum(x[1] for x in picked))
        for i, a in best[0].items()
        for j, b in best[1].items()
        for k, c in best[2].items()
        if None not in (picked := (a, b, c)) and total in (None, i + j + k)
    ]
    assert (split.status, split.objective) == ("optimal", -min(options)[1])
    assert split.bound == split.objective
