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


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def content(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One of the files as it was handed out."""
    found: dict[str, Any] = json.loads(request.param.read_text("utf-8"))
    return found


def test_there_are_files_of_every_method() -> None:
    assert len(FILES) == 10


def test_a_certificate_made_before_verifies(content: dict[str, Any]) -> None:
    """Nobody who kept a file shall hear that it proves nothing any more."""
    assert faults(content) == []


def test_a_bound_that_was_lowered_by_one_is_found_out(content: dict[str, Any]) -> None:
    """Plan and bound a unit less than they were, in a file that is whole otherwise."""
    proof = content["certificate"]
    forged = {key: value for key, value in content.items() if key != "sha256"}
    forged["certificate"] = proof | {"bound": proof["bound"] - 1}
    assert faults(forged | {"sha256": input_hash(forged)}) != []
