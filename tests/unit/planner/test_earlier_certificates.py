"""Certificates made before the methods had one dispatcher, with every kind of proof, still verify."""

import json
from pathlib import Path
from typing import Any

import pytest

from planner.certificate import input_hash
from planner.checker.whole_file import check_file

FILES = sorted((Path(__file__).parents[2] / "data" / "certificates").glob("*.json"))


def faults(content: dict[str, Any]) -> list[str]:
    """What is wrong with a proof file, over all its claims."""
    return [fault for check in check_file(content) for fault in check.faults]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def content(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One of the files as it was handed out."""
    found: dict[str, Any] = json.loads(request.param.read_text("utf-8"))
    return found


def kinds(node: dict[str, Any]) -> set[str]:
    """What a node of a proof and those below it rest on."""
    below = [node[branch] for branch in ("together", "apart") if node.get(branch)]
    own = {name for name in ("stages", "subsets", "alike", "flat", "pair") if node.get(name)}
    return own.union(*map(kinds, below))


def test_every_kind_of_proof_is_among_them() -> None:
    """Prices, all subsets, groups by class, groups by members and people alone, and branching."""
    proofs = [json.loads(path.read_text("utf-8"))["certificate"]["proofs"] for path in FILES]
    found = set().union(*(kinds(node) for nodes in proofs for node in nodes))
    assert found == {"stages", "subsets", "alike", "flat", "pair"}


def test_a_certificate_made_before_verifies(content: dict[str, Any]) -> None:
    """Nobody who kept a file shall hear that it proves nothing any more."""
    assert faults(content) == []


def test_a_bound_that_was_lowered_by_one_is_found_out(content: dict[str, Any]) -> None:
    """Plan and bound a unit less than they were, in a file that is whole otherwise."""
    proof = content["certificate"]
    forged = {key: value for key, value in content.items() if key != "sha256"}
    forged["certificate"] = proof | {"bound": proof["bound"] - 1}
    assert faults(forged | {"sha256": input_hash(forged)}) != []
