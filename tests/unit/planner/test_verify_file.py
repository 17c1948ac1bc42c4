"""A proof file stands on its own; whoever changes anything in it is found out."""

import ast
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from planner.api import Stop
from planner.certificate import proof_file
from planner.checker import verify, whole_file
from planner.checker.whole_file import NoProofFile, check_file
from planner.fileio import problem_from_json
from planner.solver import solve
from tests.unit.planner.reference import random_problem

ROOT = Path(__file__).parents[3]


@pytest.fixture
def stored(only_prices) -> list[dict]:
    """The files of a plan and its alternatives, each after a way through JSON."""
    data = random_problem(11, 9, 9) | {"mode": "merge", "alternatives": 2}
    data.pop("weights", None)
    data["overlap"] = [[(i + 1) * (j + 1) * 7919 % 101 / 101 for j in range(9)] for i in range(9)]
    data["rules"] = {
        "min_count": 4,
        "max_count": 6,
        "max_people": 30,
        "must_apart": [["s01", "s02"]],
    }
    problem = problem_from_json(data)
    result = solve(problem, stop=Stop(60))
    assert result.status == "optimal"
    plans = [result.plan, *result.alternatives]
    return [json.loads(json.dumps(proof_file(problem, result, plan))) for plan in plans]


@pytest.fixture
def content(stored: list[dict]) -> dict:
    return copy.deepcopy(stored[0])


def faults(content: dict) -> list[str]:
    return [fault for check in check_file(content) for fault in check.faults]


def sealed(content: dict) -> dict:
    """The file with the checksum a forger would write."""
    rest = {key: value for key, value in content.items() if key != "sha256"}
    return rest | {"sha256": verify.digest(rest)}


def test_the_file_of_a_plan_and_those_of_its_alternatives_hold(stored):
    assert len(stored) == 3
    for file in stored:
        checks = list(check_file(file))
        assert len(checks) == 5
        assert not any(check.faults for check in checks)


def test_what_is_said_of_an_alternative_is_its_gap_and_not_that_it_is_optimal(stored):
    best, other = (list(check_file(file))[-1].claim for file in stored[:2])
    assert "optimal" in best
    assert "gap" in other
    assert "optimal" not in other


def leaves(value: object, path: tuple = ()) -> Iterator[tuple]:
    """Yield the way to every value in the file that holds no others."""
    if isinstance(value, dict | list) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path


def changed(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return 7
    if isinstance(value, int | float):
        return value + 1
    return f"{value}x" if isinstance(value, str) else ["x"]


def set_at(content: dict, path: tuple, value: object) -> None:
    for key in path[:-1]:
        content = content[key]
    content[path[-1]] = value


def get_at(content: dict, path: tuple) -> object:
    for key in path:
        content = content[key]
    return content


def test_a_change_of_any_single_value_is_noticed(content):
    paths = [path for path in leaves(content) if path != ("format",)]
    assert len(paths) > 200
    for path in paths:
        before = get_at(content, path)
        set_at(content, path, changed(before))
        first = next(check_file(content))
        assert first.faults, path
        set_at(content, path, before)


def test_a_forger_who_renews_the_checksum_cannot_change_the_problem(content):
    """The certificate names the hash of its problem, every value of which counts."""
    paths = [("problem", *path) for path in leaves(content["problem"])]
    for path in paths:
        forged = copy.deepcopy(content)
        set_at(forged, path, changed(get_at(forged, path)))
        assert faults(sealed(forged)), path


def _claim(name: str, value: object) -> object:
    def change(content: dict) -> None:
        content[name] = value(content[name]) if callable(value) else value

    return change


def _both(name: str, change: object) -> object:
    """Change a claim in the file and in the certificate alike."""

    def apply(content: dict) -> None:
        content[name] = change(content[name])
        content["certificate"]["plan" if name == "groups" else name] = content[name]

    return apply


def _moved(groups: list) -> list:
    """One section moved from the largest group into another one."""
    groups = [list(group) for group in groups]
    large = max(groups, key=len)
    other = next(group for group in groups if group is not large)
    other.append(large.pop())
    return groups


def _proof(change: object) -> object:
    def apply(content: dict) -> None:
        for proof in content["certificate"]["proofs"]:
            change(proof)

    return apply


FORGED = {
    "the score": _claim("score", lambda score: score + 0.001),
    "the score as text": _claim("score", "90"),
    "the objective in the file": _claim("objective", lambda value: value + 1),
    "the objective everywhere": _both("objective", lambda value: value + 1),
    "a lower bound everywhere": _both("bound", lambda value: value - 1_000),
    "no bound": _both("bound", lambda value: None),
    "a bound that is no number": _both("bound", lambda value: "high"),
    "other groups": _both("groups", _moved),
    "a group less": _both("groups", lambda groups: groups[1:]),
    "groups that are no list": _both("groups", lambda groups: 5),
    "a section nobody knows": _both("groups", lambda groups: [*groups, ["nobody"]]),
    "all in one group": _both("groups", lambda groups: [[i for g in groups for i in g]]),
    "no proofs": lambda content: content["certificate"].update(proofs=[]),
    "a proof of another count": _proof(lambda proof: proof.update(count=proof["count"] + 1)),
    "a bound per count without prices": _proof(lambda proof: proof.update(stages=[])),
    "cheaper prices": _proof(
        lambda p: p["stages"][0].update(count=p["stages"][0]["count"] - 10**9)
    ),
    "fractional prices": _proof(lambda p: p["stages"][0].update(count=0.5)),
    "a scale of nothing": lambda content: content["certificate"].update(scale=0),
    "another hash": lambda content: content["certificate"].update(input_hash="0"),
    "another version": lambda content: content["certificate"].update(version=9),
    "other blocks": lambda content: content["certificate"].update(atoms=[["s01"]]),
    "no certificate": _claim("certificate", 1),
    "no problem": _claim("problem", []),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_a_forger_who_renews_the_checksum_is_refuted_all_the_same(content, forge):
    forge(content)
    assert faults(sealed(content))


@pytest.mark.parametrize("broken", [None, [], 3, {}, {"format": "other"}])
def test_anything_else_is_no_proof_file(broken):
    with pytest.raises(NoProofFile):
        list(check_file(broken))


def test_a_file_of_a_later_format_is_refused_by_its_version(content):
    content["format"] = "bigsection proof 2"
    with pytest.raises(NoProofFile, match="format version 2; known is version 1"):
        list(check_file(content))


@pytest.mark.parametrize("key", whole_file.KEYS)
def test_a_key_that_is_missing_is_named(content, key):
    del content[key]
    with pytest.raises(NoProofFile, match=key):
        list(check_file(content))


def test_the_checker_shares_no_code_with_the_solver():
    """Its modules import the standard library and each other, nothing else."""
    for path in sorted((ROOT / "planner" / "checker").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names
                assert known or name.startswith("planner.checker."), (path.name, name)


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_what_solve_file_writes_the_command_verifies(tmp_path):
    question, proof = tmp_path / "problem.json", tmp_path / "proof.json"
    question.write_text(json.dumps(random_problem(5, 8, 8) | {"rules": {}}), encoding="utf-8")
    solved = run("solve_file", str(question), "--certificate", str(proof))
    assert solved.returncode == 0, solved.stderr
    answer = json.loads(solved.stdout)
    done = run("verify_plan", str(proof))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("ok") for line in lines)
    assert str(answer["objective"]) in done.stdout
    assert str(answer["bound"]) in done.stdout


def test_the_command_ends_with_one_and_names_the_fault(tmp_path, content):
    path = tmp_path / "proof.json"
    content["score"] += 1
    path.write_text(json.dumps(sealed(content)), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_plan", str(path), stdout=out)
    assert caught.value.returncode == 1
    assert "FAULT  score" in out.getvalue()


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "bigsection proof 1"}', None])
def test_the_command_ends_with_two_where_there_is_no_proof_file(tmp_path, text):
    path = tmp_path / "proof.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_plan", str(path), stdout=out)
    assert caught.value.returncode == 2
    assert out.getvalue() == ""
    assert len(str(caught.value).splitlines()) == 1
