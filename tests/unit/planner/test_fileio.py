"""The file interface: what it reads, what it prints, and one line for every kind of bad input."""

import copy
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.certificate import problem_to_json
from planner.fileio import parse_json, problem_from_json, solve_and_prove
from planner.problem import PARTS, ProblemError
from tests.unit.planner.reference import random_problem

GOOD = {
    "sections": [
        {
            "id": "a",
            "name": "组织科",
            "lines": ["党建"],
            "kind": "business",
            "people": 4,
            "load_hours": 6800,
            "posts": 2,
            "duties": ["基层党组织建设"],
        },
        {"id": "b", "name": "组织员办", "people": 1, "load_hours": 1700, "posts": 1},
        {"id": "c", "name": "办公室", "kind": "general", "people": 3, "load_hours": None},
    ],
    "overlap": [[1, 0.6, 0.1], [0.6, 1, 0.2], [0.1, 0.2, 1]],
    "calibration": {"p50": 0.1, "p95": 0.5},
    "links": [["a", "b", 0.5]],
    "rules": {"count": 2, "max_members": 4, "must_apart": [["a", "c"]]},
    "posts_rule": [[4, 1], [9, 2], [None, 3]],
    "weights": {"overlap": 0.35, "balance": 0.25},
    "mode": "merge",
    "alternatives": 2,
    "time_limit_s": 60,
}


def changed(path: tuple, value: object) -> dict:
    data = copy.deepcopy(GOOD)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


BAD = {
    "no object": [],
    "no sections": {},
    "empty sections": changed(("sections",), []),
    "sections no list": changed(("sections",), {"a": 1}),
    "a section that is no object": changed(("sections", 0), "a"),
    "no id": changed(("sections", 0), {"people": 3}),
    "no people": changed(("sections", 0), {"id": "a"}),
    "an id that is a number": changed(("sections", 0, "id"), 7),
    "one id twice": changed(("sections", 1, "id"), "a"),
    "negative people": changed(("sections", 0, "people"), -1),
    "people as text": changed(("sections", 0, "people"), "四"),
    "people as truth value": changed(("sections", 0, "people"), True),
    "people null": changed(("sections", 0, "people"), None),
    "NaN people": changed(("sections", 0, "people"), math.nan),
    "infinite load": changed(("sections", 0, "load_hours"), math.inf),
    "absurd load": changed(("sections", 0, "load_hours"), 10**400),
    "negative load": changed(("sections", 0, "load_hours"), -0.5),
    "half a post": changed(("sections", 0, "posts"), 1.5),
    "unknown kind": changed(("sections", 0, "kind"), "业务"),
    "kind as list": changed(("sections", 0, "kind"), ["business"]),
    "lines as text": changed(("sections", 0, "lines"), "党建"),
    "duties of numbers": changed(("sections", 0, "duties"), [1]),
    "half a character": changed(("sections", 0, "name"), "\ud800"),
    "overlap too short": changed(("overlap",), [[1, 0.6, 0.1], [0.6, 1, 0.2]]),
    "overlap row too long": changed(("overlap", 1), [0.6, 1, 0.2, 0.3]),
    "overlap not symmetric": changed(("overlap", 0, 1), 0.5),
    "overlap negative": changed(("overlap", 0, 1), -0.6),
    "overlap of text": changed(("overlap", 0, 1), "0.6"),
    "overlap NaN": changed(("overlap", 0, 1), math.nan),
    "overlap no list": changed(("overlap",), 0.5),
    "calibration the wrong way round": changed(("calibration", "p95"), 0.01),
    "half a calibration": changed(("calibration",), {"p50": 0.1}),
    "a link to nobody": changed(("links", 0, 1), "z"),
    "a link without strength": changed(("links", 0), ["a", "b"]),
    "a negative link": changed(("links", 0, 2), -0.1),
    "link weight above 1": changed(("link_weight",), 1.5),
    "unknown rule": changed(("rules", "counts"), 3),
    "count as text": changed(("rules", "count"), "2"),
    "negative count": changed(("rules", "count"), -2),
    "half a count": changed(("rules", "count"), 2.5),
    "together with nobody": changed(("rules", "must_together"), [["a", "z"]]),
    "together of three": changed(("rules", "must_together"), [["a", "b", "c"]]),
    "apart from itself": changed(("rules", "must_apart"), [["a", "a"]]),
    "keep nobody": changed(("rules", "keep"), ["z"]),
    "keep as text": changed(("rules", "keep"), "a"),
    "three people are not few": changed(("rules", "fewest_small"), 3),
    "kind_groups as list of kinds": changed(("rules", "kind_groups"), ["business"]),
    "a kind that is none": changed(("rules", "kind_groups"), [["business", "police"]]),
    "kinds that meet only two by two": changed(
        ("rules", "kind_groups"),
        [["business", "general"], ["general", "party"], ["business", "party"]],
    ),
    "same_line as number": changed(("rules", "same_line"), 1),
    "rules as list": changed(("rules",), []),
    "posts rule empty": changed(("posts_rule",), []),
    "posts rule falling": changed(("posts_rule",), [[9, 2], [4, 1], [None, 3]]),
    "posts rule open in the middle": changed(("posts_rule",), [[None, 2], [4, 1]]),
    "posts rule of one figure": changed(("posts_rule",), [[4]]),
    "unknown weight": changed(("weights", "beauty"), 1),
    "negative weight": changed(("weights", "overlap"), -1),
    "weights all nought": changed(("weights",), dict.fromkeys(PARTS, 0)),
    "weights for posts alone where posts are kept": changed(("weights",), {"posts": 1})
    | {"mode": "group"},
    "unknown mode": changed(("mode",), "合并"),
    "mode null": changed(("mode",), None),
    "negative alternatives": changed(("alternatives",), -1),
    "negative time": changed(("time_limit_s",), -1),
    "time as text": changed(("time_limit_s",), "60s"),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_with_one_line(data):
    with pytest.raises(ProblemError) as refused:
        problem_from_json(data)
    reason = str(refused.value)
    assert reason
    assert "\n" not in reason
    assert len(reason) < 250


@pytest.mark.parametrize(
    "text", ["", "{", "nonsense", '{"sections": NaN}', '{"a": 1e', "[" * 100_000, '"\\x"']
)
def test_broken_json_is_refused_with_one_line(text):
    with pytest.raises(ProblemError) as refused:
        parse_json(text)
    assert str(refused.value).startswith("JSON: ")
    assert "\n" not in str(refused.value)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    ),
    st.sampled_from(sorted(GOOD)),
)
def test_any_value_in_any_place_is_read_or_refused_never_a_crash(value, key):
    reason, sections = "", ()
    try:
        sections = problem_from_json(GOOD | {key: value}).sections
    except ProblemError as refused:
        reason = str(refused)
    assert bool(reason) != bool(sections)
    assert "\n" not in reason


def test_the_answer_has_every_field_of_the_interface():
    answer = json.loads(json.dumps(solve_and_prove(json.dumps(GOOD))[0]))
    assert answer["status"] == "optimal"
    assert answer["objective"] == answer["bound"]
    assert answer["gap"] == 0
    assert set(answer["parts"]) == set(PARTS)
    assert sorted(i for g in answer["big_sections"] for i in g["members"]) == ["a", "b", "c"]
    for part in PARTS:
        total = sum(group["parts"][part] for group in answer["big_sections"])
        assert total == pytest.approx(answer["parts"][part], abs=1e-9)
    assert set(answer["today"]) == {"score", "parts"}
    assert answer["today"]["parts"]["overlap"] == 0
    assert "conflict" not in answer
    for other in answer["alternatives"]:
        assert set(other) == {"label", "score", "objective", "parts", "big_sections"}


def test_the_score_is_the_weighted_sum_of_the_parts():
    answer = solve_and_prove(json.dumps(GOOD))[0]
    expected = (0.35 * answer["parts"]["overlap"] + 0.25 * answer["parts"]["balance"]) / 0.6
    assert answer["score"] == pytest.approx(expected, abs=1e-9)
    assert answer["objective"] == pytest.approx(1e6 * answer["score"], abs=3)


def test_an_infeasible_problem_names_a_smallest_conflict():
    data = changed(("rules",), {"count": 1, "must_apart": [["a", "c"]], "max_people": 20})
    answer = solve_and_prove(json.dumps(data))[0]
    assert answer["status"] == "infeasible"
    assert answer["score"] is answer["objective"] is answer["bound"] is None
    assert answer["big_sections"] == []
    assert answer["conflict"] == [
        {"rule": "count", "sections": []},
        {"rule": "must_apart", "sections": ["a", "c"]},
    ]


def test_overlap_is_read_from_names_and_duties_when_it_is_absent():
    data = copy.deepcopy(GOOD)
    del data["overlap"], data["links"], data["calibration"]
    problem = problem_from_json(data)
    assert problem.overlap.shape == (3, 3)
    assert problem.overlap[0, 1] == problem.overlap[1, 0]
    assert solve_and_prove(json.dumps(data))[0]["status"] == "optimal"


def test_max_members_is_four_when_absent_and_lifted_by_null():
    absent = changed(("rules",), {})
    lifted = changed(("rules",), {"max_members": None})
    assert problem_from_json(absent).rules.max_members == 4
    assert problem_from_json(lifted).rules.max_members is None


def test_a_link_holds_in_both_directions_and_dampens_every_other_pair():
    problem = problem_from_json(GOOD)
    assert problem.overlap[0, 1] == problem.overlap[1, 0] == pytest.approx(0.7 * 0.6 + 0.3 * 0.5)
    assert problem.overlap[0, 2] == pytest.approx(0.7 * 0.1)


@pytest.mark.parametrize("seed", range(20))
def test_a_problem_written_out_in_full_reads_back_as_the_same_problem(seed):
    first = problem_from_json(random_problem(seed, 2, 12))
    second = problem_from_json(json.loads(json.dumps(problem_to_json(first))))
    assert first.sections == second.sections
    assert first.rules == second.rules
    assert first.calibration == second.calibration
    assert (first.overlap == second.overlap).all()
    assert second.weights.as_tuple() == pytest.approx(first.weights.as_tuple(), abs=1e-15)
