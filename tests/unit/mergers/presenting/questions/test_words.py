"""The sentences that answers begin with, in the cases a small department does not show."""

from dataclasses import replace
from typing import Any

import pytest

from mergers.planning.parts import PART_LABELS
from mergers.planning.questions_limit import Limit
from mergers.presenting.questions import (
    alternatives,
    curve,
    moves,
    near,
    pareto,
    prices,
    stability,
    whynot,
)
from mergers.presenting.questions.parts import Scene, gain, loss

NAMES = {"1": "甲科", "2": "乙科", "3": "丙科", "4": "丁科"}


def plan(score: float, *groups: str, **parts: float) -> dict[str, Any]:
    """A plan of sections named by digits: ``plan(80, "12", "3", "4")``."""
    return {
        "shape": "-".join(groups),
        "count": len(groups),
        "score": score,
        "objective": round(score * 1e6),
        "parts": dict.fromkeys(PART_LABELS, score) | parts,
        "groups": [list(group) for group in groups],
    }


def scene(present: dict[str, Any], *, complete: bool = True, aside: bool = False) -> Scene:
    weights = {"overlap": 0.35, "balance": 0.25, "one_person": 0.15}
    weights |= {"posts": 0.1, "continuity": 0.1, "span": 0.05}
    return Scene(present, NAMES, weights, "/q/", complete, leaves_aside=aside)


OWN = plan(80, "12", "3", "4")


def point(count: int, found: dict[str, Any] | None, status: str = "optimal", gap: float = 0.0):
    return {"count": count, "status": status, "gap": gap, "plan": found}


class TestCurve:
    def test_no_number_has_a_plan(self):
        answer = {"points": [point(1, None, "infeasible")], "best": None, "best_proven": True}
        assert curve.lead(answer, scene(OWN)) == "在现有规则下，设几个大科室都没有可行方案。"

    def test_the_time_was_over_before_any(self):
        answer = {"points": [point(1, None, "unknown")], "best": None, "best_proven": False}
        assert curve.lead(answer, scene(OWN)) == "还没有算出可行的大科室个数。"

    def test_the_plan_has_the_best_number_but_is_not_its_best_plan(self):
        best = plan(85, "1", "23", "4")
        answer = {"points": [point(3, best)], "best": 3, "best_proven": True}
        assert curve.lead(answer, scene(OWN)).endswith("本方案也设 3 个，但分法不同，低 5.0 分。")

    def test_nothing_is_possible_within_the_limit(self):
        answer = {"points": [point(3, OWN)], "best": 3, "best_proven": True}
        lead = curve.lead(answer, scene(OWN), Limit(2, "文件"))
        assert lead.endswith("限额 2 个以内还没有可行方案。")

    def test_a_limit_that_is_wide_enough_does_not_bind(self):
        answer = {"points": [point(3, OWN)], "best": 3, "best_proven": True}
        shown = curve.on_screen(answer, scene(OWN), limit=Limit(9, "您填写的限额 9 个"))
        assert shown.notes == ("限额：您填写的限额 9 个；不少于现有的 4 个，不构成限制。",)
        assert "限额" not in shown.svg

    def test_an_open_point_says_how_much_may_be_left(self):
        answer = {
            "points": [point(3, OWN, "feasible", 1.234)],
            "best": 3,
            "best_proven": False,
        }
        shown = curve.on_screen(answer, scene(OWN))
        assert "未全部证明" in shown.lead
        assert shown.table.rows[0].cells[3].text == "可行，未证明最优，距最优 ≤ 1.24 分"


class TestMovesByHandLeftAside:
    """What stands at the head of the page, with the moves, is another score and another number."""

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
    def test_the_curve_says_so_in_its_first_sentence(self, best, end):
        answer = {"points": [point(best["count"], best)], "best": best["count"]}
        shown = curve.on_screen(answer | {"best_proven": True}, scene(OWN, aside=True))
        assert shown.lead.endswith(end)
        assert "本方案（不计划转）：3 个，80.0 分" in shown.svg

    def test_the_curve_marks_the_number_as_one_without_moves(self):
        answer = {"points": [point(3, OWN)], "best": 3, "best_proven": True}
        shown = curve.on_screen(answer, scene(OWN, aside=True))
        assert shown.table.rows[0].mark == "最好、本方案（不计划转）"

    def test_alternatives_do_not_claim_the_plans_number(self):
        other = {"label": "最均衡", "loss": 2.0, "plan": plan(78, "13", "2", "4")}
        answer = {"best": OWN, "gap": 0.0, "plans": [other]}
        shown = alternatives.on_screen(answer, scene(OWN, aside=True))
        assert shown.lead.startswith("设 3 个大科室时，除总分最优外还有 1 个")
        assert shown.table.rows[0].cells[-1].text == "就是本方案（不计划转）"
        assert shown.table.columns[-1].title == "与本方案（不计划转）相比"

    def test_the_front(self):
        other = plan(70, "1", "2", "34", overlap=95, balance=60, continuity=60)
        answer = {"count": 3, "points": [{"proven": True, "plan": p} for p in (OWN, other)]}
        lead = pareto.lead(answer, scene(OWN, aside=True))
        assert lead.endswith("不计手工划转时，本方案是其中之一。")


class TestWhyNot:
    @staticmethod
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
    def test_each_outcome_has_its_sentence(self, status, change, more, lead):
        assert whynot.lead(self.answer(status, change, **more), scene(OWN)) == lead

    def test_what_is_undone_and_what_is_new_is_named(self):
        shown = whynot.on_screen(self.answer("costs", -2.5), scene(OWN))
        assert shown.notes == ("要取消的整合：甲科 + 乙科。", "要新增的整合：甲科 + 丙科。")

    def test_an_exemption_that_leads_nowhere_says_so(self):
        rules = [{"rule": "keep", "sections": ["1"]}]
        shown = whynot.on_screen(self.answer("forbidden", rules=rules), scene(OWN))
        assert shown.lead == "“甲科”和“丙科”不能放在一起：违反“单独保留”（甲科）。"
        assert shown.notes == ("即使对这两个科室破例，也没有可行方案。",)
        assert shown.table is None


class TestPrices:
    @staticmethod
    def price(rule: str, points: float | None, **more: Any) -> dict[str, Any]:
        return {
            "rule": rule,
            "sections": [],
            "status": "optimal",
            "price": points,
            "at_most": points,
            "proven": True,
            "frees": False,
            "plan": None,
            "change": None,
        } | more

    def lead(self, *listed: dict[str, Any], base: Any = OWN) -> str:
        answer = {"base": base, "base_proven": True, "prices": list(listed)}
        return prices.on_screen(answer, scene(OWN), {"count": 3, "max_people": 9}).lead

    def test_no_rule(self):
        assert self.lead() == "这个方案没有设定任何规则，没有代价可算。"

    def test_none_costs_anything(self):
        assert self.lead(self.price("count", 0.0)).startswith("现有的规则都不影响得分")

    def test_an_open_price_is_not_counted_as_free(self):
        one = self.price("max_people", 0.0, proven=False, at_most=22.0)
        assert self.lead(self.price("count", 1.3), one) == (
            "已算完的规则中，代价最大的是“大科室个数 3 个”：取消它，最优得分可提高 1.3 分。"
            "还有 1 条没有算完。"
        )

    def test_an_open_price_that_is_high_already_is_told_as_open(self):
        one = self.price("max_people", 2.0, proven=False, at_most=22.0)
        assert self.lead(self.price("count", 0.0), one) == (
            "已算完的规则都不影响得分。还有 1 条没有算完，"
            "其中取消“每个大科室最多人数 9 人”，最优得分至少可提高 2.0 分。"
        )
        assert self.lead(one).startswith("各条规则的代价都还没有算完。还有 1 条")

    def test_of_a_price_that_is_open_no_change_is_claimed(self):
        listed = [
            self.price("max_people", 0.0, proven=False, at_most=9.3),
            self.price("count", 0.0),
            self.price("min_people", None),
            self.price("max_posts", 0.0, proven=False, at_most=None),
        ]
        answer = {"base": OWN, "base_proven": True, "prices": listed}
        table = prices.on_screen(answer, scene(OWN), {}).table
        changes = [row.cells[4].text for row in table.rows]
        assert changes == ["没有算完", "最优方案不变", "", "没有算完"]
        assert table.rows[3].cells[1].text == "没有算完"

    def test_that_no_plan_exists_is_only_said_when_it_is_known(self):
        one = self.price("count", None, proven=False)
        assert self.lead(one, base=None) == "现有规则下还没有找到可行方案，没有算完。"

    def test_a_rule_that_costs_nothing_is_not_offered_to_be_lifted(self):
        listed = [
            self.price("count", 1.0),
            self.price("max_people", 0.0),
            self.price("must_apart", 2.0, sections=["1", "2"]),
            self.price("from_a_file", 2.0),
        ]
        answer = {"base": OWN, "base_proven": True, "prices": listed}
        table = prices.on_screen(answer, scene(OWN), {}).table
        assert [row.lifts for row in table.rows] == [("count",), (), ("must_apart", "1", "2"), ()]

    def test_the_rule_that_stands_in_the_way(self):
        one = self.price("max_people", None, frees=True)
        found = self.lead(self.price("count", None), one, base=None)
        assert found == "现有规则下没有可行方案；单独取消“每个大科室最多人数 9 人”就有。"

    def test_no_single_rule_stands_in_the_way(self):
        found = self.lead(self.price("count", None), base=None)
        assert found == "现有规则下没有可行方案，单独取消任何一条也没有。"


class TestNear:
    @staticmethod
    def lead(number: int, *, whole: bool) -> str:
        answer = {
            "best": 80.0,
            "margin": 0.8,
            "plans": [{"loss": 0.0, "plan": OWN}],
            "number": number,
            "whole": whole,
            "complete_within": None,
        }
        return near.lead(answer, scene(OWN))

    def test_all_are_counted(self):
        assert self.lead(4, whole=True) == "比最优方案低 0.80 分以内，一共还有 3 个方案。"

    def test_not_all_are_counted(self):
        assert self.lead(4, whole=False) == (
            "比最优方案低 0.80 分以内，至少还有 3 个方案（没有数完）。"
        )

    def test_the_best_stands_alone(self):
        assert self.lead(1, whole=True).startswith("最优方案独一无二")


class TestStability:
    @staticmethod
    def answer(share: float, runs: int = 30) -> dict[str, Any]:
        label = "铁定合并" if share >= 0.9 else "两可" if share >= 0.5 else "不稳"
        one = {"sections": ["1", "2"], "share": share, "label": label}
        return {
            "pairs": [one],
            "groups": [one],
            "others": [],
            "runs": runs,
            "asked": 30,
            "proven": runs,
            "noise": 0.1,
            "firm": 0.9,
            "likely": 0.5,
        }

    def test_all_firm(self):
        lead = stability.lead(self.answer(1.0), scene(OWN))
        assert lead == "1 处整合全部“铁定合并”：数据有小的出入，结论也不变。"

    def test_the_weak_ones_are_named(self):
        lead = stability.lead(self.answer(0.6), scene(OWN))
        assert lead == "1 处整合中有 0 处“铁定合并”；不够稳的是：甲科 + 乙科。"

    def test_fewer_runs_than_asked_are_told(self):
        shown = stability.on_screen(self.answer(1.0, runs=12), scene(OWN))
        assert "（原定 30 次，时间到时完成 12 次）" in shown.notes[0]

    def test_no_run_says_nothing_about_firmness(self):
        shown = stability.on_screen(self.answer(0.0, runs=0), scene(OWN))
        assert shown.lead == "还没有算完一次，暂时不能判断整合是否稳定。"
        assert (shown.svg, shown.table) == ("", None)


class TestPareto:
    def test_one_plan_is_best_in_everything(self):
        answer = {"count": 3, "points": [{"proven": True, "plan": OWN}]}
        assert pareto.lead(answer, scene(OWN)).startswith("不用取舍")

    def test_those_better_in_everything_are_counted(self):
        better = plan(81, "13", "2", "4", overlap=90, balance=85, continuity=85)
        other = plan(70, "1", "2", "34", overlap=95, balance=60, continuity=60)
        answer = {"count": 3, "points": [{"proven": True, "plan": p} for p in (better, other)]}
        lead = pareto.lead(answer, scene(OWN))
        assert lead.endswith("其中 1 个三方面都不比本方案差，且至少一方面更好。")

    def test_points_lead_to_their_plans(self):
        other = plan(70, "1", "2", "34", overlap=95, balance=60, continuity=60)
        answer = {"count": 3, "points": [{"proven": True, "plan": p} for p in (OWN, other)]}
        assert f'href="/q/{OWN["shape"]}/"' in pareto.on_screen(answer, scene(OWN)).svg
        in_a_file = pareto.on_screen(answer, replace(scene(OWN), url="")).svg
        assert "<title>" in in_a_file
        assert "<a " not in in_a_file

    def test_without_workloads_one_sentence_stands_for_the_chart(self):
        plans = (
            plan(80, "12", "3", "4", overlap=90, balance=100),
            plan(79, "1", "2", "34", overlap=85, balance=100),
        )
        answer = {"count": 3, "points": [{"proven": True, "plan": one} for one in plans]}
        shown = pareto.on_screen(answer, scene(plans[0]))
        assert shown.svg == ""
        assert shown.notes == (
            "各方案的负荷均衡相同（没有工作量数据时都按 100 计），图上分不出高下，没有画图；差别见下表。",
        )
        assert len(shown.table.rows) == 2


class TestParts:
    """What was not finished is not told as if it were."""

    def test_a_front_that_is_not_finished_claims_nothing(self):
        answer = {"count": 3, "points": [{"proven": True, "plan": OWN}]}
        lead = pareto.lead(answer, scene(OWN, complete=False))
        assert lead == "目前找到 1 个互有长短的方案，还没有算完。"
        nothing = pareto.lead({"count": 3, "points": []}, scene(OWN, complete=False))
        assert nothing == "设 3 个大科室时，还没有算出可比较的方案。"

    def test_alternatives_that_are_not_finished(self):
        answer = {"best": OWN, "gap": 0.0, "plans": []}
        lead = alternatives.lead(answer, scene(OWN, complete=False))
        assert lead == "设 3 个大科室时的好方案，目前只求出一个，其余还没有算完。"
        none = alternatives.lead(answer | {"best": None}, scene(OWN, complete=False))
        assert none == "还没有求出方案。"

    def test_stability_from_fewer_runs(self):
        answer = TestStability.answer(1.0, runs=12)
        lead = stability.lead(answer, scene(OWN, complete=False))
        assert lead.startswith("按已完成的 12 次看，1 处整合全部“铁定合并”")


class TestOthers:
    def test_no_alternative(self):
        answer = {"best": OWN, "gap": 0.0, "plans": []}
        assert "没有找到与最优方案明显不同" in alternatives.lead(answer, scene(OWN))

    @pytest.mark.parametrize(
        ("present", "start"),
        [
            (OWN, "同样设 3 个大科室，除总分最优外"),
            (plan(70, "12", "34"), "设 3 个大科室时，除总分最优外"),
        ],
    )
    def test_others_have_the_same_number_only_where_the_plan_has_it(self, present, start):
        other = {"label": "最均衡", "loss": 2.0, "plan": plan(78, "13", "2", "4")}
        answer = {"best": OWN, "gap": 0.0, "plans": [other]}
        assert alternatives.lead(answer, scene(present)).startswith(start)

    def test_an_unproven_best_says_how_much_may_be_left(self):
        answer = {"best": OWN, "gap": 0.301, "plans": []}
        shown = alternatives.on_screen(answer, scene(OWN))
        assert shown.notes == ("总分最优的方案还没有证明：任何方案最多再高 0.31 分。",)

    def test_no_plan_at_all(self):
        shown = alternatives.on_screen({"best": None, "gap": None, "plans": []}, scene(OWN))
        assert (shown.lead, shown.table) == ("按现有规则没有求出方案。", None)

    def test_a_move_that_gains(self):
        move = {
            "section": "3",
            "target": ["1", "2"],
            "delta": 1.5,
            "parts": dict.fromkeys(PART_LABELS, 0.0),
            "breaks": [],
        }
        answer = {"score": 80.0, "number": 1, "gaining": 1, "moves": [move]}
        lead = moves.lead(answer, scene(OWN))
        assert lead == "最有利的一步是：丙科并入 甲科 + 乙科，总分 +1.5 分。"

    def test_nothing_can_move(self):
        answer = {"score": 80.0, "number": 0, "gaining": 0, "moves": []}
        shown = moves.on_screen(answer, scene(OWN))
        assert shown.lead == "在现有规则下，没有哪个科室可以单独移动。"
        assert shown.table is None


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.26, "+1.3"), (-1.26, "−1.3"), (0.0, "0"), (0.004, "0"), (0.012, "+0.01"), (-0.04, "−0.04")],
)
def test_a_difference_has_its_sign_and_no_more_digits_than_it_needs(value, words):
    assert gain(value) == words
    assert loss(value) == words.lstrip("+−")
