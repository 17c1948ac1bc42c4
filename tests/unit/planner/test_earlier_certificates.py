"""Certificates made before the methods had one dispatcher, one of each method, still verify."""

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


def forged(content: dict[str, Any], certificate: dict[str, Any]) -> dict[str, Any]:
    """The file with another certificate, whole otherwise."""
    rest = {key: value for key, value in content.items() if key != "sha256"}
    rest["certificate"] = certificate
    return rest | {"sha256": input_hash(rest)}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def content(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One of the files as it was handed out."""
    found: dict[str, Any] = json.loads(request.param.read_text("utf-8"))
    return found


def kinds(node: dict[str, Any]) -> set[str]:
    """What a node of a proof, and all below it, rests on."""
    found = {kind for kind in ("subsets", "alike", "flat", "pair") if node.get(kind)}
    found |= {"cuts"} if any(stage["cuts"] for stage in node["stages"]) else set()
    found |= {"stages"} if len(node["stages"]) > 1 else set()
    found |= set() if node["stages"] or "subsets" in found else {"nothing"}
    return found.union(*(kinds(node[child]) for child in ("together", "apart") if child in node))


def test_there_are_files_of_every_kind_of_proof() -> None:
    proofs = [p for f in FILES for p in json.loads(f.read_text("utf-8"))["certificate"]["proofs"]]
    every = {"subsets", "alike", "flat", "pair", "cuts", "stages", "nothing"}
    assert set().union(*map(kinds, proofs)) == every


def test_a_certificate_made_before_verifies(content: dict[str, Any]) -> None:
    """Nobody who kept a file shall hear that it proves nothing any more."""
    assert faults(content) == []


def test_a_bound_that_was_lowered_by_one_is_found_out(content: dict[str, Any]) -> None:
    """Plan and bound a unit less than they were, in a file that is whole otherwise."""
    proof = content["certificate"]
    assert faults(forged(content, proof | {"bound": proof["bound"] - 1})) != []


def test_a_count_that_lost_its_proof_is_found_out(content: dict[str, Any]) -> None:
    proof = content["certificate"]
    assert faults(forged(content, proof | {"proofs": proof["proofs"][1:]})) != []


def test_prices_that_are_worth_nothing_are_found_out(content: dict[str, Any]) -> None:
    """Every stage without prices for sections and count bounds far above what was claimed."""
    staged = [proof for proof in content["certificate"]["proofs"] if proof["stages"]]
    for stage in (stage for proof in staged for stage in proof["stages"]):
        stage["cover"], stage["count"] = [0] * len(stage["cover"]), 0
    assert (faults(forged(content, content["certificate"])) != []) == bool(staged)
