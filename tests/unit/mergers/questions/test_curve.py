"""The sentence, marks and notes of the curve."""

from typing import Any

import pytest

from mergers.questions import curve
from mergers.questions.curve_chart import best_within
from tests.unit.mergers.questions.cases import OWN, plan, scene


def point(count: int, found: dict[str, Any] | None, status: str = "optimal", gap: float = 0.0):
    return {"count": count, "status": status, "gap": gap, "plan": found}


def test_no_number_has_a_plan():
    answer = {"points": [point(1, None, "infeasible")], "best": None, "best_proven": True}
    assert curve.lead(answer, scene(OWN)) == "在现有规则下，设几个大科室都没有可行方案。"


def test_the_time_was_over_before_any():
    answer = {"points": [point(1, None, "unknown")], "best": None, "best_proven": False}
    assert curve.lead(answer, scene(OWN)) == "还没有算出可行的大科室个数。"


def test_the_plan_has_the_best_number_but_is_not_its_best_plan():
    best = plan(85, "1", "23", "4")
    answer = {"points": [point(3, best)], "best": 3, "best_proven": True}
    assert curve.lead(answer, scene(OWN)).endswith("本方案也设 3 个，但分法不同，低 5.0 分。")


def test_nothing_is_possible_within_the_limit():
    answer = {"points": [point(3, OWN)], "best": 3, "best_proven": True}
    lead = curve.lead(answer, scene(OWN, limit=2))
    assert lead.endswith("限额 2 个以内还没有可行方案。")


def test_a_limit_that_is_wide_enough_does_not_bind():
    answer = {"points": [point(3, OWN)], "best": 3, "best_proven": True}
    shown = curve.show(answer, scene(OWN, limit=9, limit_source="您填写的限额 9 个"))
    assert shown.notes == ("限额：您填写的限额 9 个；不少于现有的 4 个，不构成限制。",)
    assert "限额" not in shown.svg


def test_an_open_point_says_how_much_may_be_left():
    answer = {
        "points": [point(3, OWN, "feasible", 1.234)],
        "best": 3,
        "best_proven": False,
    }
    shown = curve.show(answer, scene(OWN))
    assert "未全部证明" in shown.lead
    assert shown.table.rows[0].cells[3].text == "可行，未证明最优，距最优 ≤ 1.24 分"


@pytest.mark.parametrize(
    ("best", "end"),
    [
        (
            plan(85, "1", "23", "4"),
            "；不计手工划转时，本方案也设 3 个，但分法不同，低 5.0 分。",
        ),
        (plan(85, "1", "234"), "；不计手工划转时，本方案设 3 个，80.0 分，低 5.0 分。"),
        (plan(80, "1", "234"), "；不计手工划转时，本方案设 3 个，得分相当。"),
        (OWN, "；不计手工划转时，本方案正是这个个数。"),
    ],
)
def test_what_is_left_aside_is_said_in_the_first_sentence(best, end):
    """The head of the page, with the moves by hand, has another score and another number."""
    answer = {"points": [point(best["count"], best)], "best": best["count"]}
    shown = curve.show(answer | {"best_proven": True}, scene(OWN, aside=True))
    assert shown.lead.endswith(end)
    assert "本方案（不计划转）：3 个，80.0 分" in shown.svg


def test_the_curve_marks_the_number_as_one_without_moves():
    answer = {"points": [point(3, OWN)], "best": 3, "best_proven": True}
    shown = curve.show(answer, scene(OWN, aside=True))
    assert shown.table.rows[0].mark == "最好、本方案（不计划转）"


def test_where_one_person_sections_come_first_the_best_number_is_the_one_with_the_fewest():
    """Three big sections score more than two, but leave two people alone instead of one."""
    best = plan(70, "123", "4") | {"small": [1, 0]}
    own = OWN | {"small": [2, 1]}
    answer = {"points": [point(2, best), point(3, own)], "best": 2, "best_proven": True}
    answer |= {"fewest_small": 1}
    assert curve.lead(answer, scene(own)) == (
        "先看一人科、再看得分，设 2 个大科室最好（70.0 分，已证明）；本方案设 3 个，一人科多 1 个。"
    )
    assert best_within(answer, None)["count"] == 2
    assert [row.cells[3].text for row in curve.show(answer, scene(own)).table.rows] == ["1", "2"]
