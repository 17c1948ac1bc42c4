"""The verifier accepts what the solver proves, and refuses whatever has been tampered with."""

import copy
import json

import pytest

from planner.api import Stop
from planner.certificate import problem_to_json
from planner.checker.verify import verify
from planner.fileio import problem_from_json
from planner.solver import solve
from tests.unit.planner.reference import random_problem


def solved(data: dict) -> tuple[dict, dict]:
    """Return certificate and problem as they are after a way through a file."""
    problem = problem_from_json(data)
    result = solve(problem, stop=Stop(60))
    return json.loads(json.dumps(result.certificate)), json.loads(
        json.dumps(problem_to_json(problem))
    )


@pytest.mark.parametrize("seed", range(60))
def test_proofs_of_generated_problems_hold(seed):
    """Optimal or infeasible, every rule and mode: no fault is found."""
    certificate, problem = solved(random_problem(21_000 + seed, 2, 9))
    assert verify(certificate, problem) == ()


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.usefixtures("only_prices")
def test_proofs_by_prices_of_generated_problems_hold(seed):
    """The same where the subsets are not gone through."""
    certificate, problem = solved(random_problem(20_000 + seed, 2, 9))
    assert verify(certificate, problem) == ()


@pytest.fixture
def proven(only_prices) -> tuple[dict, dict]:
    data = random_problem(3, 12, 12) | {"mode": "merge"}
    data["overlap"] = [
        [((i + 1) * (j + 1) * 7919) % 101 / 101 for j in range(12)] for i in range(12)
    ]
    data["rules"] = {"min_count": 4, "max_count": 7, "max_people": 30}
    return solved(data)


def test_the_untouched_certificate_holds(proven):
    assert verify(*proven) == ()


def _swap(certificate: dict) -> None:
    plan = certificate["plan"]
    plan[0][0], plan[1][0] = plan[1][0], plan[0][0]


def _cheaper(certificate: dict) -> None:
    for proof in certificate["proofs"]:
        proof["stages"][0]["cover"][0] -= 3_000_000_000


TAMPERED = {
    "a higher objective": lambda c: c.update(objective=c["objective"] + 1),
    "a lower bound than was proven": lambda c: c.update(bound=c["bound"] - 1_000_000),
    "other groups": _swap,
    "a section left out": lambda c: c["plan"][0].pop(),
    "a section invented": lambda c: c["plan"][0].append("nobody"),
    "a count without proof": lambda c: c["proofs"].pop(),
    "a proof without prices": lambda c: c["proofs"][0].update(stages=[]),
    "prices made too low": _cheaper,
    "a price that is no whole number": lambda c: c["proofs"][0]["stages"][0].update(count=1.5),
    "another input": lambda c: c.update(input_hash="0" * 64),
    "an unknown version": lambda c: c.update(version=2),
    "a key missing": lambda c: c.pop("scale"),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_certificate_is_refused(proven, change):
    certificate, problem = copy.deepcopy(proven)
    change(certificate)
    assert verify(certificate, problem)


def test_a_certificate_does_not_fit_a_changed_problem(proven):
    certificate, problem = copy.deepcopy(proven)
    problem["sections"][0]["people"] += 1
    assert verify(certificate, problem)


def test_a_plan_that_is_not_the_best_cannot_be_passed_off_as_the_best(proven):
    """The objective of a worse plan with a matching bound: the prices do not bear that out."""
    certificate, problem = copy.deepcopy(proven)
    joined = max(certificate["plan"], key=len)[:2]
    worse = problem_from_json(problem | {"rules": problem["rules"] | {"must_apart": [joined]}})
    weaker = solve(worse, stop=Stop(60))
    assert weaker.objective < certificate["objective"]
    certificate["plan"] = [list(group.members) for group in weaker.plan.groups]
    certificate["objective"] = certificate["bound"] = weaker.objective
    for proof in certificate["proofs"]:
        proof["bound"] = min(proof["bound"], weaker.objective)
    assert verify(certificate, problem)


def test_a_proof_by_subsets_is_refused_where_it_proves_too_little():
    """Nothing is handed over but the claim; the checker finds the better plan by itself."""
    certificate, problem = solved(random_problem(3, 9, 9) | {"rules": {"count": 5}})
    assert certificate["proofs"][0]["subsets"] is True
    assert verify(certificate, problem) == ()
    certificate["proofs"][0]["bound"] -= 1
    certificate["bound"] -= 1
    certificate["objective"] = certificate["plan"] = None
    assert verify(certificate, problem) == ("5 groups: there is a plan above the bound",)
