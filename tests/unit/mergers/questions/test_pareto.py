"""The sentence, chart and notes of the front."""

from dataclasses import replace

from mergers.questions import pareto
from tests.unit.mergers.questions.cases import OWN, plan, scene


def test_one_plan_is_best_in_everything():
    answer = {"count": 3, "points": [{"proven": True, "plan": OWN}]}
    assert pareto.lead(answer, scene(OWN)).startswith("不用取舍")


def test_those_better_in_everything_are_counted():
    better = plan(81, "13", "2", "4", overlap=90, balance=85, continuity=85)
    other = plan(70, "1", "2", "34", overlap=95, balance=60, continuity=60)
    answer = {"count": 3, "points": [{"proven": True, "plan": p} for p in (better, other)]}
    lead = pareto.lead(answer, scene(OWN))
    assert lead.endswith("其中 1 个三方面都不比本方案差，且至少一方面更好。")


def test_points_lead_to_their_plans():
    other = plan(70, "1", "2", "34", overlap=95, balance=60, continuity=60)
    answer = {"count": 3, "points": [{"proven": True, "plan": p} for p in (OWN, other)]}
    assert f'href="/q/{OWN["shape"]}/"' in pareto.show(answer, scene(OWN)).svg
    in_a_file = pareto.show(answer, replace(scene(OWN), url="")).svg
    assert "<title>" in in_a_file
    assert "<a " not in in_a_file


def test_without_workloads_one_sentence_stands_for_the_chart():
    plans = (
        plan(80, "12", "3", "4", overlap=90, balance=None),
        plan(79, "1", "2", "34", overlap=85, balance=None),
    )
    answer = {"count": 3, "points": [{"proven": True, "plan": one} for one in plans]}
    shown = pareto.show(answer, scene(plans[0]))
    assert shown.svg == ""
    assert shown.notes == ("没有工作量数据，负荷均衡未评估，没有画图；差别见下表。",)
    assert [row.cells[2].text for row in shown.table.rows] == ["未评估"] * 2
    assert "职能相近、变动两方面" in shown.lead


def test_without_duties_there_is_nothing_to_weigh():
    own = plan(80, "12", "3", "4", overlap=None)
    answer = {"count": 3, "points": [{"proven": True, "plan": own}]}
    shown = pareto.show(answer, scene(own))
    assert (shown.svg, shown.table) == ("", None)
    assert shown.lead == "没有职责数据，职能相近未评估，无从取舍。请先导入职责。"


def test_a_front_that_is_not_finished_claims_nothing():
    answer = {"count": 3, "points": [{"proven": True, "plan": OWN}]}
    lead = pareto.lead(answer, scene(OWN, complete=False))
    assert lead == "目前找到 1 个互有长短的方案，还没有算完。"
    nothing = pareto.lead({"count": 3, "points": []}, scene(OWN, complete=False))
    assert nothing == "设 3 个大科室时，还没有算出可比较的方案。"


def test_the_front():
    other = plan(70, "1", "2", "34", overlap=95, balance=60, continuity=60)
    answer = {"count": 3, "points": [{"proven": True, "plan": p} for p in (OWN, other)]}
    lead = pareto.lead(answer, scene(OWN, aside=True))
    assert lead.endswith("不计手工划转时，本方案是其中之一。")
