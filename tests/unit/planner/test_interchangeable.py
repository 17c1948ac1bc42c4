"""Departments of look-alikes: the same optimum as by trying everything, proven and verifiable."""

import json
import random

import pytest

from planner.api import Result, Stop
from planner.certificate import problem_to_json
from planner.checker.verify import verify
from planner.fileio import problem_from_json
from planner.methods.interchangeable import classes_of
from planner.model import build_model
from planner.rulecheck import check_rules
from planner.solver import solve
from tests.unit.planner.reference import Reference, random_problem


def doubles(seed: int, kinds: int, most: int) -> dict:
    """A generated problem in which every section has up to `most` look-alikes."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret
    data = random_problem(seed, kinds, kinds)
    rules = data["rules"]
    for named in ("must_together", "must_apart", "keep"):
        rules.pop(named, None)
    data.pop("links", None)
    base, similar = data["sections"], data["overlap"]
    within = [draw.random() for _ in base]
    origin = [k for k in range(kinds) for _ in range(draw.randint(1, most))]
    draw.shuffle(origin)
    data["sections"] = [
        base[k] | {"id": f"x{place:02d}", "people": int(base[k]["people"])}
        for place, k in enumerate(origin)
    ]
    data["overlap"] = [[within[a] if a == b else similar[a][b] for b in origin] for a in origin]
    count = rules.get("count")
    if count is not None:
        rules["count"] = max(1, min(len(origin), count + draw.randint(0, 2)))
    return data


def solved(data: dict) -> Result:
    return solve(problem_from_json(data), stop=Stop(60))


def proofs_by_class(result: Result) -> int:
    return sum(bool(proof.get("alike")) for proof in result.certificate["proofs"])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_look_alikes_agree_with_brute_force_and_with_the_checker(seed):
    data = doubles(seed, 2 + seed % 2, 4 if seed % 2 else 3)
    reference = Reference(data)
    best = reference.brute_force()
    result = solved(data)
    assert result.objective == best
    assert result.status == ("infeasible" if best is None else "optimal")
    problem = problem_to_json(problem_from_json(data))
    assert verify(json.loads(json.dumps(result.certificate)), problem) == ()


@pytest.mark.parametrize("seed", range(12))
def test_classes_and_single_sections_lead_to_the_same_optimum(seed, monkeypatch):
    """Twelve and more sections, where the two methods have little in common."""
    data = doubles(100 + seed, 4, 4)
    if data["rules"].get("max_members", 4) is None:
        data["rules"]["max_members"] = 5
    by_class = solved(data)
    monkeypatch.setattr("planner.methods.choice.symmetry_of", lambda *_: None)
    one_by_one = solved(data)
    assert (by_class.status, by_class.objective) == (one_by_one.status, one_by_one.objective)


def similar(n: int, rules: dict, people: tuple[int, int] = (1, 8)) -> dict:
    draw = random.Random(n)  # noqa: S311 - repeatable, no secret
    sections = [{"id": f"s{i:03d}", "people": draw.randint(*people), "posts": 1} for i in range(n)]
    return {"sections": sections, "overlap": [[0.5] * n] * n, "rules": rules}


@pytest.mark.parametrize(
    "data",
    [
        similar(40, {"count": 20}),
        similar(40, {"count": 20}, (3, 3)),
        similar(60, {"count": 30, "max_members": 8}, (3, 3)),
        similar(60, {"count": 25, "max_members": 8, "max_people": 15}),
        similar(30, {"count": 13}),
        similar(24, {}),
    ],
    ids=["40", "40 equal", "60 equal, eight", "60, eight", "30", "every count"],
)
def test_where_all_are_alike_the_optimum_is_proven(data):
    problem = problem_from_json(data)
    result = solve(problem, stop=Stop(60))
    assert result.status == "optimal"
    assert proofs_by_class(result)
    groups = [group.members for group in result.plan.groups]
    assert all(outcome.passed for outcome in check_rules(problem, groups))
    assert verify(json.loads(json.dumps(result.certificate)), problem_to_json(problem)) == ()


def kinds(number: int, each: int, rules: dict) -> dict:
    """Sections of a few kinds, interchangeable within each: people, load and similarity are its own."""
    draw = random.Random(number)  # noqa: S311 - repeatable, no secret
    own = [{"people": draw.randint(1, 6), "posts": 1, "load_hours": 900.0} for _ in range(number)]
    n = number * each
    within = [draw.choice([0.5, 0.7, 0.9]) for _ in own]
    sections = [own[i % number] | {"id": f"s{i:03d}"} for i in range(n)]
    overlap = [
        [within[i % number] if i % number == j % number else 0.1 for j in range(n)]
        for i in range(n)
    ]
    return {"sections": sections, "overlap": overlap, "rules": rules}


@pytest.mark.parametrize(
    "data",
    [
        kinds(4, 10, {"count": 20}),
        kinds(4, 15, {"count": 25, "max_members": 8}),
        kinds(6, 10, {}),
        similar(60, {"count": 30, "must_apart": [["s003", "s004"]]}),
        similar(60, {"count": 30, "max_posts": 55}),
    ],
    ids=["4 kinds", "4 kinds, eight", "6 kinds, every count", "two apart", "few posts"],
)
def test_what_stays_open_one_by_one_is_proven_by_class(data):
    """Measured without groups by class: a gap is left after a quarter of a minute, or much longer."""
    result = solved(data)
    assert result.status == "optimal"
    assert proofs_by_class(result)


def test_one_difference_keeps_two_sections_apart_from_each_other():
    data = similar(6, {"count": 3}, (3, 3))
    for section in data["sections"]:
        section["load_hours"] = 6.0
    assert len(classes_of(build_model(problem_from_json(data)))) == 1
    for change in ({"people": 4}, {"posts": 2}, {"load_hours": 5.0}, {"kind": "party"}):
        changed = data | {"sections": [data["sections"][0] | change, *data["sections"][1:]]}
        assert len(classes_of(build_model(problem_from_json(changed)))) == 2
    for rule in ({"keep": ["s000"]}, {"must_apart": [["s000", "s001"]]}):
        named = data | {"rules": data["rules"] | rule}
        assert len(classes_of(build_model(problem_from_json(named)))) == 2
    joined = data | {"rules": {"must_together": [["s000", "s001"]]}}
    assert sorted(map(len, classes_of(build_model(problem_from_json(joined))))) == [1, 4]


def test_prices_that_differ_between_look_alikes_are_refused():
    problem = problem_from_json(similar(20, {"count": 9}))
    certificate = json.loads(json.dumps(solve(problem, stop=Stop(60)).certificate))
    assert verify(certificate, problem_to_json(problem)) == ()
    members = next(m for m in classes_of(build_model(problem)) if len(m) > 1)
    cover = certificate["proofs"][0]["stages"][0]["cover"]
    cover[members[0]] += 1
    cover[members[1]] -= 1
    assert verify(certificate, problem_to_json(problem))


def test_a_claim_of_less_than_the_best_is_refuted_by_class():
    problem = problem_from_json(similar(20, {"count": 9}))
    certificate = json.loads(json.dumps(solve(problem, stop=Stop(60)).certificate))
    certificate["bound"] -= 1
    certificate["proofs"][0]["bound"] -= 1
    certificate["objective"] = certificate["plan"] = None
    assert verify(certificate, problem_to_json(problem)) == (
        "9 groups: there is a plan above the bound",
    )
