"""The sentence and notes of different good plans."""

import pytest

from mergers.questions import alternatives
from tests.unit.mergers.questions.cases import OWN, plan, scene


def test_no_alternative():
    answer = {"best": OWN, "gap": 0.0, "plans": []}
    assert "没有找到与最优方案明显不同" in alternatives.lead(answer, scene(OWN))


@pytest.mark.parametrize(
    ("present", "start"),
    [
        (OWN, "同样设 3 个大科室，除总分最优外"),
        (plan(70, "12", "34"), "设 3 个大科室时，除总分最优外"),
    ],
)
def test_others_have_the_same_number_only_where_the_plan_has_it(present, start):
    other = {"label": "最均衡", "loss": 2.0, "plan": plan(78, "13", "2", "4")}
    answer = {"best": OWN, "gap": 0.0, "plans": [other]}
    assert alternatives.lead(answer, scene(present)).startswith(start)


def test_an_unproven_best_says_how_much_may_be_left():
    answer = {"best": OWN, "gap": 0.301, "plans": []}
    shown = alternatives.show(answer, scene(OWN))
    assert shown.notes == ("总分最优的方案还没有证明：任何方案最多再高 0.31 分。",)


def test_no_plan_at_all():
    shown = alternatives.show({"best": None, "gap": None, "plans": []}, scene(OWN))
    assert (shown.lead, shown.table) == ("按现有规则没有求出方案。", None)


def test_alternatives_that_are_not_finished():
    answer = {"best": OWN, "gap": 0.0, "plans": []}
    lead = alternatives.lead(answer, scene(OWN, complete=False))
    assert lead == "设 3 个大科室时的好方案，目前只求出一个，其余还没有算完。"
    none = alternatives.lead(answer | {"best": None}, scene(OWN, complete=False))
    assert none == "还没有求出方案。"


def test_alternatives_do_not_claim_the_plans_number():
    other = {"label": "最均衡", "loss": 2.0, "plan": plan(78, "13", "2", "4")}
    answer = {"best": OWN, "gap": 0.0, "plans": [other]}
    shown = alternatives.show(answer, scene(OWN, aside=True))
    assert shown.lead.startswith("设 3 个大科室时，除总分最优外还有 1 个")
    assert shown.table.rows[0].cells[-1].text == "就是本方案（不计划转）"
    assert shown.table.columns[-1].title == "与本方案（不计划转）相比"
