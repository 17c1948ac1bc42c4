"""A proof file whose problem is not fully read is refused, whoever renews hash and checksum."""

import copy
import json
import math
from collections.abc import Callable

import pytest

from planner.api import Stop
from planner.certificate import problem_to_json, proof_file
from planner.checker.reading import problem_faults
from planner.checker.verify import digest
from planner.checker.whole_file import check_file
from planner.fileio import problem_from_json
from planner.solver import solve
from tests.unit.planner.reference import random_problem

Change = Callable[[dict], object]

TRIANGLE = [["business", "general"], ["general", "party"], ["business", "party"]]
QUESTION = {
    "sections": [{"id": name, "people": 2, "posts": 1} for name in "abcd"],
    "overlap": [[0, 0.9, 0.1, 0.2], [0.9, 0, 0.3, 0.1], [0.1, 0.3, 0, 0.4], [0.2, 0.1, 0.4, 0]],
    "rules": {"count": 2},
    "posts_rule": [[4, 1], [None, 2]],
}


def proven(data: dict) -> dict:
    problem = problem_from_json(data)
    result = solve(problem, stop=Stop())
    return json.loads(json.dumps(proof_file(problem, result)))


@pytest.fixture(scope="module")
def honest() -> dict:
    return proven(QUESTION)


def sealed(content: dict) -> dict:
    """The file with the hash of its problem and the checksum that a forger would write."""
    content["certificate"]["input_hash"] = digest(content["problem"])
    rest = {key: value for key, value in content.items() if key != "sha256"}
    return rest | {"sha256": digest(rest)}


def faults(content: dict) -> list[str]:
    return [fault for check in check_file(content) for fault in check.faults]


def rule(**changes: object) -> Change:
    return lambda problem: problem["rules"].update(changes)


def section(**changes: object) -> Change:
    return lambda problem: problem["sections"][0].update(changes)


def cell(value: object) -> Change:
    return lambda problem: problem["overlap"][0].__setitem__(1, value)


FORGED: dict[str, tuple[Change, str]] = {
    "links": (
        lambda p: p.update(links=[["a", "d", 1.0], ["b", "c", 1.0]], link_weight=1.0),
        "'links', which is unknown",
    ),
    "a time limit": (lambda p: p.update(time_limit_s="x"), "'time_limit_s', which is unknown"),
    "no mode": (lambda p: p.pop("mode"), "lacks mode"),
    "another mode": (lambda p: p.update(mode="x"), "mode 'x'"),
    "a rule nobody knows": (rule(max_sections=1), "'max_sections', which is unknown"),
    "a rule left out": (lambda p: p["rules"].pop("max_members"), "lacks max_members"),
    "no rules": (lambda p: p.update(rules=None), "rules is no object"),
    "keeping an unknown section": (rule(keep=["zz"]), "rules.keep"),
    "keeping a text": (rule(keep="a"), "rules.keep"),
    "three apart": (rule(must_apart=[["a", "b", "c"]]), "no pair"),
    "apart from itself": (rule(must_apart=[["a", "a"]]), "no pair"),
    "apart from nobody": (rule(must_apart=[["a", "zz"]]), "an unknown section"),
    "together with nobody": (rule(must_together=[["a", "zz"]]), "an unknown section"),
    "pairs that are none": (rule(must_together=None), "list of pairs"),
    "a flag of text": (rule(same_line=""), "neither true nor false"),
    "a flag of nothing": (rule(separate_kinds=None), "neither true nor false"),
    "small groups of three": (rule(fewest_small=3), "neither 1 nor 2"),
    "kinds in no list": (rule(kind_groups=["business"]), "list of lists of kinds"),
    "a kind that is none": (rule(kind_groups=[["police"]]), "kind 'police' is unknown"),
    "kinds that meet only two by two": (rule(kind_groups=TRIANGLE), "two by two"),
    "a fractional count": (rule(count=2.0), "rules.count"),
    "a count that is true": (rule(count=True), "rules.count"),
    "a count below 0": (rule(min_count=-1), "rules.min_count"),
    "a limit of text": (rule(max_people="9"), "rules.max_people"),
    "a share below 0": (rule(business_share=-0.5), "rules.business_share"),
    "a limit of no number": (rule(max_load_deviation=math.inf), "rules.max_load_deviation"),
    "no sections": (lambda p: p.update(sections=[]), "no sections"),
    "one id twice": (section(id="b"), "the same id"),
    "an id of no text": (section(id=5), "have to be text"),
    "a section with a wish": (section(wish=1), "'wish', which is unknown"),
    "a section without lines": (section(lines=None), "lists of text"),
    "an unknown kind": (section(kind="other"), "kind 'other'"),
    "people below 0": (section(people=-3), "-3 is no number of people"),
    "people that are not counted": (section(people=math.nan), "nan is no number of people"),
    "too many people": (section(people=10**12), "no number of people"),
    "hours below 0": (section(load_hours=-1), "no number of hours"),
    "fractional posts": (section(posts=1.5), "1.5 is no number of posts"),
    "a row too few": (lambda p: p["overlap"].pop(), "overlap has to be 4 rows"),
    "a number too few": (lambda p: p["overlap"][2].pop(), "overlap[2] has to be 4 numbers"),
    "a similarity below 0": (cell(-0.1), "overlap[0][1]"),
    "a similarity of text": (cell("0.9"), "overlap[0][1]"),
    "two similarities of one pair": (cell(0.5), "overlap[1][0] and [0][1] differ"),
    "ends that are crossed": (
        lambda p: p["calibration"].update(p50=0.95, p95=0.2),
        "p95 is below p50",
    ),
    "an end too many": (lambda p: p["calibration"].update(p99=1), "'p99', which is unknown"),
    "steps that fall": (
        lambda p: p.update(posts_rule=[[9, 3], [4, 1], [None, 2]]),
        "do not rise",
    ),
    "an open step amid others": (
        lambda p: p.update(posts_rule=[[None, 1], [9, 2]]),
        "posts_rule[0]",
    ),
    "a step of half a post": (lambda p: p.update(posts_rule=[[None, 0.5]]), "posts_rule[0]"),
    "no steps": (lambda p: p.update(posts_rule=[]), "no steps"),
    "a weight below 0": (lambda p: p["weights"].update(posts=-0.2), "weights have to be"),
    "a weight of nothing known": (lambda p: p["weights"].update(luck=1), "'luck'"),
    "no weights": (
        lambda p: p.update(weights=dict.fromkeys(p["weights"], 0)),
        "nothing is weighed",
    ),
}


@pytest.mark.parametrize(("change", "words"), FORGED.values(), ids=FORGED.keys())
def test_a_sealed_file_with_another_problem_is_refused_with_the_reason_in_one_line(
    honest: dict, change: Change, words: str
) -> None:
    forged = copy.deepcopy(honest)
    change(forged["problem"])
    found = faults(sealed(forged))
    assert len(found) == 1
    assert found[0].startswith("problem: ")
    assert words in found[0]
    assert "\n" not in found[0]


@pytest.mark.parametrize("place", ["file", "certificate"])
def test_what_nobody_knows_beside_the_problem_is_refused(honest: dict, place: str) -> None:
    forged = copy.deepcopy(honest)
    (forged if place == "file" else forged["certificate"])["links"] = []
    found = faults(sealed(forged))
    assert len(found) == 1
    assert "'links'" in found[0]
    assert "unknown" in found[0]


def test_the_file_that_was_not_touched_holds(honest: dict) -> None:
    assert faults(honest) == []


@pytest.mark.parametrize("broken", [None, [], "x", 5, {}])
def test_no_problem_at_all_is_one_fault(broken: object) -> None:
    assert len(problem_faults(broken)) == 1


def test_every_problem_that_the_product_writes_is_read() -> None:
    """Links, all rules and all modes, texts in place of an overlap: written out, nothing odd."""
    modes = set()
    for seed in range(300):
        data = random_problem(77_000 + seed, 1, 9)
        if seed % 5 == 0:
            data["overlap"] = None
        written = problem_to_json(problem_from_json(data))
        modes.add(written["mode"])
        assert problem_faults(written) == []
        assert problem_faults(json.loads(json.dumps(written))) == []
    assert modes == {"merge", "co-locate", "group"}
