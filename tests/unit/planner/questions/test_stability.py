"""Stability under noise: shares that add up, the same for the same seed, labels by their limits."""

import copy

import numpy as np
import pytest

from planner.api import Stop
from planner.questions.stability import label_of, stability
from tests.unit.planner.questions.cases import case, solver_of


def clear_pairs() -> dict:
    """Six sections of which three pairs belong together beyond doubt."""
    overlap = [[0.0] * 6 for _ in range(6)]
    for i in range(6):
        for j in range(6):
            if i != j:
                overlap[i][j] = 0.9 if i // 2 == j // 2 else 0.05 + 0.01 * abs(i - j)
    sections = [{"id": f"s{k}", "people": 3, "load_hours": 5000, "posts": 1} for k in range(6)]
    return {"sections": sections, "overlap": overlap, "rules": {"count": 3}}


def test_merges_beyond_doubt_survive_every_run():
    found = stability(solver_of(clear_pairs()))
    assert [(p.sections, p.share, p.label) for p in found.pairs] == [
        (("s0", "s1"), 1.0, "铁定合并"),
        (("s2", "s3"), 1.0, "铁定合并"),
        (("s4", "s5"), 1.0, "铁定合并"),
    ]
    assert [group.share for group in found.groups] == [1.0] * 3
    assert found.others == ()
    assert (found.runs, found.proven, found.complete) == (30, 30, True)


def test_a_plan_against_the_evidence_is_not_stable():
    """The reader's own plan joins strangers: its merges vanish, the true pairs are named."""
    plan = [["s0", "s2"], ["s1", "s4"], ["s3", "s5"]]
    found = stability(solver_of(clear_pairs()), plan=plan)
    assert {p.label for p in found.pairs} == {"不稳"}
    assert [p.sections for p in found.others] == [("s0", "s1"), ("s2", "s3"), ("s4", "s5")]


def test_without_noise_every_run_is_the_plan_itself():
    found = stability(solver_of(case(9, 8, 8, max_people=20, count=5)), noise=0.0, runs=3)
    assert {p.share for p in found.pairs} == {1.0}


@pytest.mark.parametrize("size", [8, 16])
def test_the_seed_decides_and_the_order_of_sections_does_not(size):
    """Both by subsets (8 sections) and by relaxation (16 that may all meet)."""
    data = case(9, size, size, max_people=12, count=size - 3)
    moved = copy.deepcopy(data)
    moved["sections"] = moved["sections"][::-1]
    moved["overlap"] = np.array(data["overlap"])[::-1, ::-1].tolist()
    first = stability(solver_of(data), seed=3, runs=8)
    assert first == stability(solver_of(data), seed=3, runs=8)
    assert first == stability(solver_of(moved), seed=3, runs=8)
    assert {p.share for p in first.pairs} <= {k / 8 for k in range(9)}


def test_a_cancelled_run_counts_what_was_finished():
    steps = []
    stop = Stop(None, lambda: len(steps) >= 4)
    data = case(9, 6, 6, max_people=12, count=4)
    found = stability(solver_of(data), stop=stop, on_progress=steps.append)
    assert found.runs == 4
    assert not found.complete


def test_without_a_plan_there_is_nothing_to_ask():
    data = clear_pairs() | {"rules": {"count": 3, "max_people": 3, "min_people": 4}}
    assert stability(solver_of(data)) is None


@pytest.mark.parametrize(
    ("share", "label"),
    [(1.0, "铁定合并"), (0.9, "铁定合并"), (0.89, "两可"), (0.5, "两可"), (0.49, "不稳")],
)
def test_labels_change_at_their_limits(share, label):
    assert label_of(share) == label
