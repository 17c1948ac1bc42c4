"""The two commands meet content of every kind: an answer, or one line and an exit status."""

import copy
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.api import Stop
from planner.certificate import proof_file
from planner.checker.verify import digest
from planner.fileio import problem_from_json
from planner.solver import solve
from tests.unit.planner.reference import random_problem

NUMBERS = st.one_of(
    st.integers(-3, 12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([10**9, 10**30, -0.0, 1e-300, 2**63]),
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=4), st.just("s01"))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
FUZZ = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SECTION_KEYS = ("id", "name", "lines", "kind", "people", "load_hours", "posts", "duties")
RULE_KEYS = (
    "count",
    "min_count",
    "max_count",
    "max_members",
    "max_people",
    "same_line",
    "must_together",
    "must_apart",
    "keep",
    "min_people",
    "business_share",
    "separate_kinds",
    "kind_groups",
    "fewest_small",
    "max_posts",
    "max_load_deviation",
)
PATHS = [
    *((key,) for key in ("sections", "overlap", "calibration", "links", "link_weight", "rules")),
    *((key,) for key in ("posts_rule", "weights", "mode", "alternatives", "time_limit_s", "other")),
    *(("sections", 1, key) for key in SECTION_KEYS),
    *(("rules", key) for key in (*RULE_KEYS, "other")),
    *((("weights", key)) for key in ("overlap", "balance", "posts", "other")),
    ("overlap", 0),
    ("overlap", 1, 2),
    ("calibration", "p50"),
    ("calibration", "p95"),
    ("links", 0),
    ("links", 0, 2),
    ("posts_rule", 0),
    ("posts_rule", 0, 0),
    ("posts_rule", 0, 1),
]


def problem() -> dict:
    data = random_problem(8, 5, 5)
    data |= {
        "calibration": {"p50": 0.2, "p95": 0.7},
        "links": [["s00", "s01", 0.5]],
        "rules": {"max_people": 20},
        "posts_rule": [[4, 1], [None, 2]],
        "weights": {"overlap": 1, "balance": 1},
        "mode": "merge",
        "time_limit_s": 5,
    }
    return data


def ended(command: str, path: Path) -> tuple[int, str, str]:
    """Return exit status, output and the reason; anything but CommandError is a failure."""
    out = StringIO()
    try:
        call_command(command, str(path), stdout=out, no_color=True)
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


@FUZZ
@given(path=st.sampled_from(PATHS), value=VALUES)
def test_one_value_replaced_in_a_problem(tmp_path, path, value):
    """Whatever stands in whatever place: an answer as promised, or exit 2 with a reason."""
    data = problem()
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    status, out, reason = ended("solve_file", file)
    if status == 0:
        answer = json.loads(out)
        assert answer["status"] in ("optimal", "feasible", "infeasible", "unknown")
        assert set(answer) >= {"score", "objective", "bound", "gap", "parts", "big_sections"}
        assert set(answer) >= {"alternatives", "today", "seconds"}
        assert ("conflict" in answer) == (answer["status"] == "infeasible")
    else:
        assert (status, out) == (2, "")
        assert len(reason.splitlines()) == 1


@FUZZ
@given(
    st.one_of(
        st.binary(max_size=40),
        st.builds(lambda value: json.dumps(value).encode(), VALUES),
        st.integers(0, 1300).map(lambda end: json.dumps(problem()).encode()[:end]),
        st.sampled_from(
            [b"[" * 5000, b"9" * 5000, b'{"sections": ' + b"[" * 3000, b"\xef\xbb\xbf"]
        ),
    )
)
def test_any_content_at_all(tmp_path, content):
    """Bytes, other JSON, problems cut off, nests without end: both commands refuse with status 2."""
    file = tmp_path / "anything.json"
    file.write_bytes(content)
    for command in ("solve_file", "verify_plan"):
        status, out, reason = ended(command, file)
        assert (status, out) == (2, "")
        assert len(reason.splitlines()) == 1


@pytest.fixture(scope="module")
def proof() -> dict:
    data = problem() | {"alternatives": 0}
    del data["time_limit_s"]
    asked = problem_from_json(data)
    found = proof_file(asked, solve(asked, stop=Stop(60)))
    return json.loads(json.dumps(found))


def leaves(value: object, path: tuple = ()) -> list[tuple]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, inner in items:
        found.append((*path, key))
        if isinstance(inner, dict | list):
            found += leaves(inner, (*path, key))
    return found


@FUZZ
@given(data=st.data(), value=VALUES, sealed=st.booleans())
def test_one_value_replaced_in_a_proof(tmp_path, proof, data, value, sealed):
    """Refused with status 1 or 2; accepted only where the claims are still what they were."""
    content = copy.deepcopy(proof)
    path = data.draw(st.sampled_from(leaves(proof)))
    place = content
    for key in path[:-1]:
        place = place[key]
    if type(place[path[-1]]) is type(value) and place[path[-1]] == value:
        return
    place[path[-1]] = value
    if sealed and path[0] != "sha256":
        rest = {key: inner for key, inner in content.items() if key != "sha256"}
        try:
            content["sha256"] = digest(rest)
        except ValueError:
            return  # text that cannot be written
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    status, _, reason = ended("verify_plan", file)
    assert status in (0, 1, 2)
    if status == 0:
        assert sealed
        assert path[0] == "certificate"
        claims = ("problem", "groups", "score", "objective", "bound")
        assert all(content[key] == proof[key] for key in claims)
    else:
        assert len(reason.splitlines()) == 1


def test_a_proof_nested_without_end_is_refused(tmp_path, proof):
    """Five hundred branchings below one another end in a fault, not in a traceback."""
    content = copy.deepcopy(proof)
    node = {"stages": []}
    for _ in range(300):
        node = {"stages": [], "pair": [0, 1], "together": node, "apart": {"stages": []}}
    first = content["certificate"]["proofs"][0]
    first |= {"stages": [], "pair": [0, 1], "together": node, "apart": node}
    rest = {key: inner for key, inner in content.items() if key != "sha256"}
    content["sha256"] = digest(rest)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert ended("verify_plan", file)[0] == 1
