"""Groups by members and people alone: the optimum where that is exact, a true bound elsewhere."""

import copy
import json
import random

import pytest

from planner.api import Result, Stop
from planner.certificate import make_certificate, problem_to_json, proofs_to_json
from planner.checker.verify import verify
from planner.fileio import problem_from_json
from planner.methods.size_table import size_limit_of, size_table_of
from planner.model import build_model
from planner.rulecheck import check_rules
from planner.solver import solve
from tests.unit.planner.reference import Reference, random_problem


def alike(seed: int, n: int, similar: float = 0.5, **rules: object) -> dict:
    """A department whose sections are all equally similar and have no load."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, no secret
    posts = draw.randint(0, 2)
    sections = [{"id": f"s{i:03d}", "people": draw.randint(0, 6), "posts": posts} for i in range(n)]
    return {
        "sections": sections,
        "overlap": [[similar] * n] * n,
        "calibration": {"p50": 0.2, "p95": draw.choice([0.2, 0.8, 0.9])},
        "rules": {"max_members": None} | rules,
    }


def by_size_only(patch: pytest.MonkeyPatch) -> None:
    """Look neither for small components nor for look-alikes whose groups can be listed."""
    patch.setattr("planner.methods.choice.subsets_of", lambda *_: None)
    alone = "planner.methods.symmetry.classes_of"
    patch.setattr(alone, lambda model: tuple((a,) for a in range(len(model.atoms))))


@pytest.fixture
def only_flat(monkeypatch) -> None:
    """Departments that are small enough to list their groups are solved by members and people."""
    by_size_only(monkeypatch)


def solved(data: dict) -> Result:
    return solve(problem_from_json(data), stop=Stop(60))


def checked(data: dict, result: Result) -> tuple:
    problem = problem_to_json(problem_from_json(data))
    return verify(json.loads(json.dumps(result.certificate)), problem)


RULES = [
    {},
    {"count": 3},
    {"count": 4, "max_members": 3},
    {"max_people": 8},
    {"min_people": 3},
    {"count": 2, "max_people": 9, "min_people": 2},
    {"min_count": 3, "max_count": 5},
    {"count": 3, "must_together": [["s000", "s001"], ["s004", "s003"]]},
]


@pytest.mark.usefixtures("only_flat")
@pytest.mark.parametrize("rules", RULES, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_the_optimum_is_that_of_brute_force_and_the_checker_agrees(seed, rules):
    data = alike(seed, 7 + seed % 2, [0.1, 0.5, 0.9][seed % 3], **rules)
    best = Reference(data).brute_force()
    result = solved(data)
    assert result.objective == best
    assert result.status == ("infeasible" if best is None else "optimal")
    assert best is None or any(proof.get("flat") for proof in result.certificate["proofs"])
    assert checked(data, result) == ()


@pytest.mark.slow
@pytest.mark.parametrize("count", [3, 30])
def test_sixty_equally_similar_sections_without_any_limit_are_proven(count):
    draw = random.Random(60)  # noqa: S311 - repeatable, no secret
    sections = [{"id": f"s{i:03d}", "people": draw.randint(1, 8), "posts": 1} for i in range(60)]
    data = {
        "sections": sections,
        "overlap": [[0.5] * 60] * 60,
        "rules": {"max_members": None, "count": count},
    }
    result = solved(data)
    assert result.status == "optimal"
    assert result.certificate["proofs"][0]["flat"] is True
    problem = problem_from_json(data)
    groups = [group.members for group in result.plan.groups]
    assert all(outcome.passed for outcome in check_rules(problem, groups))
    assert checked(data, result) == ()


@pytest.mark.parametrize("seed", range(40))
def test_what_bounds_any_other_problem_is_a_bound_and_the_checker_takes_it(seed):
    """Every rule, mode and kind of similarity: no plan is worth more."""
    data = random_problem(9_000 + seed, 3, 7)
    for section in data["sections"]:
        section["people"] = int(section["people"])
    reference = Reference(data)
    model = build_model(problem_from_json(data))
    flat = size_limit_of(model)
    assert flat is not None
    best: dict[int, int] = {}
    proofs = []
    for count in model.counts():
        limit = flat.limited(count, lambda: False)
        best[count] = limit.bound
        proofs += proofs_to_json([limit])
    optimum = reference.brute_force()
    if not best:
        assert optimum is None
        return
    highest = max(best.values())
    assert optimum is None or optimum <= highest
    certificate = make_certificate(model, None, None, highest, proofs)
    assert verify(json.loads(json.dumps(certificate)), problem_to_json(model.problem)) == ()


def test_the_gap_of_a_run_without_time_is_bounded_by_members_and_people():
    """Nothing is known but the quickly made plan; still the bound is not simply the best of all."""
    draw = random.Random(5)  # noqa: S311 - repeatable, no secret
    sections = [
        {"id": f"s{i:03d}", "people": draw.randint(1, 8), "posts": 1, "load_hours": 100.0}
        for i in range(40)
    ]
    data = {
        "sections": sections,
        "overlap": [[0.5] * 40] * 40,
        "rules": {"max_members": None, "count": 12},
    }
    problem = problem_from_json(data)
    result = solve(problem, stop=Stop(0.0))
    assert result.status == "feasible"
    assert result.gap < 20
    assert checked(data, result) == ()


@pytest.fixture
def proven() -> tuple[dict, dict]:
    data = alike(3, 9, count=4)
    with pytest.MonkeyPatch.context() as patch:
        by_size_only(patch)
        result = solved(data)
    problem = problem_to_json(problem_from_json(data))
    return json.loads(json.dumps(result.certificate)), problem


def test_prices_too_low_and_prices_that_differ_are_refused(proven):
    certificate, problem = proven
    assert verify(certificate, problem) == ()
    stage = certificate["proofs"][0]["stages"][0]
    cheaper = copy.deepcopy(certificate)
    cheaper["proofs"][0]["stages"][0]["count"] -= 10_000_000
    assert verify(cheaper, problem)
    people = [s["people"] for s in sorted(problem["sections"], key=lambda s: s["id"])]
    twins = next((i, j) for i in range(9) for j in range(i) if people[i] == people[j])
    stage["cover"][twins[0]] += 5
    stage["cover"][twins[1]] -= 5
    assert "different prices" in verify(certificate, problem)[0]


def test_a_claim_of_less_than_the_best_is_refuted(proven):
    certificate, problem = proven
    certificate["bound"] -= 1
    certificate["proofs"][0]["bound"] -= 1
    certificate["objective"] = certificate["plan"] = None
    assert verify(certificate, problem) == ("4 groups: there is a plan above the bound",)


def test_a_proof_by_members_and_people_says_little_where_similarity_matters():
    """Marked as such, the prices of another proof do not prove an optimum any more."""
    data = random_problem(3, 9, 9) | {"rules": {"count": 5}, "mode": "merge"}
    data["overlap"] = [[(i + 1) * (j + 1) * 7919 % 101 / 101 for j in range(9)] for i in range(9)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.methods.choice.subsets_of", lambda *_: None)
        result = solved(data)
    assert checked(data, result) == ()
    result.certificate["proofs"][0]["flat"] = True
    assert checked(data, result)


def test_the_exact_method_is_for_departments_it_fits():
    fitting = alike(1, 6)
    assert size_table_of(build_model(problem_from_json(fitting))) is not None
    changes = [
        {"sections": [fitting["sections"][0] | {"posts": 7}, *fitting["sections"][1:]]},
        {"sections": [fitting["sections"][0] | {"people": 1.5}, *fitting["sections"][1:]]},
        {"sections": [s | {"load_hours": 100 * s["people"]} for s in fitting["sections"]]},
        {"rules": {"keep": ["s000"]}},
        {"rules": {"must_apart": [["s000", "s001"]]}},
        {"rules": {"must_together": [["s000", "s001"]], "must_apart": [["s001", "s000"]]}},
        {"rules": {"business_share": 0.5}},
        {"rules": {"max_posts": 9}},
    ]
    for change in changes:
        assert size_table_of(build_model(problem_from_json(fitting | change))) is None
