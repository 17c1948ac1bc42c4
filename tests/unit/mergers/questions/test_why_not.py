"""The sentence for each outcome of putting two sections together."""

from typing import Any

import pytest

from mergers.planning.parts import PART_LABELS
from mergers.questions import why_not
from tests.unit.mergers.questions.cases import OWN, plan, scene


def answer(status: str, change: float | None = None, **more: Any) -> dict[str, Any]:
    differing = None
    if change is not None:
        differing = {
            "score": change,
            "parts": dict.fromkeys(PART_LABELS, 0.0),
            "weighted": dict.fromkeys(PART_LABELS, 0.0) | {"overlap": change},
            "undone": [["1", "2"]],
            "new": [["1", "3"]],
        }
    return {
        "a": "1",
        "b": "3",
        "status": status,
        "rules": [],
        "plan": None if change is None else plan(80 + change, "13", "2", "4"),
        "change": differing,
        "proven": True,
        "least_loss": None if change is None else -change,
    } | more


@pytest.mark.parametrize(
    ("status", "change", "more", "lead"),
    [
        ("equal", 0.0, {}, "“甲科”和“丙科”可以放在一起，总分不变。"),
        ("equal", 2.0, {}, "“甲科”和“丙科”可以放在一起，总分还能提高 2.0 分。"),
        ("costs", -2.5, {}, "“甲科”和“丙科”放在一起，总分要低 2.5 分。"),
        (
            "costs",
            -2.5,
            {"proven": False, "least_loss": 1.0},
            "“甲科”和“丙科”放在一起，总分要低至少 1.0 分、至多 2.5 分。",
        ),
        (
            "costs",
            -2.5,
            {"proven": False, "least_loss": -1.0},
            "“甲科”和“丙科”放在一起，总分要低至多 2.5 分。",
        ),
        (
            "impossible",
            None,
            {"rules": [{"rule": "count", "sections": []}]},
            "“甲科”和“丙科”放在一起就没有可行方案：与“大科室个数”冲突。",
        ),
        (
            "unknown",
            None,
            {"proven": False},
            "“甲科”和“丙科”放在一起是否可行，在限定时间内没有算完。",
        ),
    ],
)
def test_each_outcome_has_its_sentence(status, change, more, lead):
    assert why_not.lead(answer(status, change, **more), scene(OWN)) == lead


def test_what_is_undone_and_what_is_new_is_named():
    shown = why_not.show(answer("costs", -2.5), scene(OWN))
    assert shown.notes == ("要取消的整合：甲科 + 乙科。", "要新增的整合：甲科 + 丙科。")


def test_an_exemption_that_leads_nowhere_says_so():
    rules = [{"rule": "keep", "sections": ["1"]}]
    shown = why_not.show(answer("forbidden", rules=rules), scene(OWN))
    assert shown.lead == "“甲科”和“丙科”不能放在一起：违反“单独保留”（甲科）。"
    assert shown.notes == ("即使对这两个科室破例，也没有可行方案。",)
    assert shown.table is None


def test_a_pair_that_leaves_somebody_alone_costs_that_first():
    found = answer("costs", 1.5, fewest_small=1)
    found["change"]["small"] = [1, -1]
    assert why_not.lead(found, scene(OWN)) == (
        "“甲科”和“丙科”放在一起，一人科多 1 个，总分提高 1.5 分。"
    )
