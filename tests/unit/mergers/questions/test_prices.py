"""The sentence and table of what rules cost."""

from typing import Any

from mergers.questions import prices
from tests.unit.mergers.questions.cases import OWN, scene


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


def lead(*listed: dict[str, Any], base: Any = OWN) -> str:
    answer = {"base": base, "base_proven": True, "prices": list(listed)}
    return prices.show(answer, scene(OWN, rules={"count": 3, "max_people": 9})).lead


def test_no_rule():
    assert lead() == "这个方案没有设定任何规则，没有代价可算。"


def test_none_costs_anything():
    assert lead(price("count", 0.0)).startswith("现有的规则都不影响得分")


def test_an_open_price_is_not_counted_as_free():
    one = price("max_people", 0.0, proven=False, at_most=22.0)
    assert lead(price("count", 1.3), one) == (
        "已算完的规则中，代价最大的是“大科室个数 3 个”：取消它，最优得分可提高 1.3 分。"
        "还有 1 条没有算完。"
    )


def test_an_open_price_that_is_high_already_is_told_as_open():
    one = price("max_people", 2.0, proven=False, at_most=22.0)
    assert lead(price("count", 0.0), one) == (
        "已算完的规则都不影响得分。还有 1 条没有算完，"
        "其中取消“每个大科室最多人数 9 人”，最优得分至少可提高 2.0 分。"
    )
    assert lead(one).startswith("各条规则的代价都还没有算完。还有 1 条")


def test_of_a_price_that_is_open_no_change_is_claimed():
    listed = [
        price("max_people", 0.0, proven=False, at_most=9.3),
        price("count", 0.0),
        price("min_people", None),
        price("max_posts", 0.0, proven=False, at_most=None),
    ]
    answer = {"base": OWN, "base_proven": True, "prices": listed}
    table = prices.show(answer, scene(OWN, rules={})).table
    changes = [row.cells[4].text for row in table.rows]
    assert changes == ["没有算完", "最优方案不变", "", "没有算完"]
    assert table.rows[3].cells[1].text == "没有算完"


def test_that_no_plan_exists_is_only_said_when_it_is_known():
    one = price("count", None, proven=False)
    assert lead(one, base=None) == "现有规则下还没有找到可行方案，没有算完。"


def test_a_rule_that_costs_nothing_is_not_offered_to_be_lifted():
    listed = [
        price("count", 1.0),
        price("max_people", 0.0),
        price("must_apart", 2.0, sections=["1", "2"]),
        price("from_a_file", 2.0),
    ]
    answer = {"base": OWN, "base_proven": True, "prices": listed}
    table = prices.show(answer, scene(OWN, rules={})).table
    assert [row.lifts for row in table.rows] == [("count",), (), ("must_apart", "1", "2"), ()]


def test_the_rule_that_stands_in_the_way():
    one = price("max_people", None, frees=True)
    found = lead(price("count", None), one, base=None)
    assert found == "现有规则下没有可行方案；单独取消“每个大科室最多人数 9 人”就有。"


def test_no_single_rule_stands_in_the_way():
    found = lead(price("count", None), base=None)
    assert found == "现有规则下没有可行方案，单独取消任何一条也没有。"


def test_a_rule_without_which_there_are_fewer_one_person_sections_says_so():
    """That comes before the score, so the best plan without the rule may score less."""
    change = {"undone": [], "new": [["1", "3"]], "small": [-1, 2]}
    one = price("max_people", -2.0, change=change, plan=OWN)
    answer = {"fewest_small": 1, "base": OWN, "base_proven": True, "prices": [one]}
    shown = prices.show(answer, scene(OWN, rules={"max_people": 9}))
    assert shown.lead == (
        "取消任何一条，最优得分都不会提高。"
        "取消“每个大科室最多人数 9 人”，一人科少 1 个，但总分低 2.0 分。"
    )
    assert shown.table.rows[0].cells[4].text.startswith("一人科少 1 个；")


def test_groups_of_kinds_and_small_sections_are_named_in_words():
    rules = {"kind_groups": [["general", "party"]], "fewest_small": 2}
    answer = {"base": OWN, "base_proven": True, "prices": [price("kind_groups", 2.0)]}
    assert "“可以混合的科室类别：业务 | 执法 | 综合+党务”" in prices.lead(
        answer, scene(OWN, rules=rules)
    )
    answer["prices"] = [price("fewest_small", 2.0)]
    assert "“一人科、两人科都先减到最少”" in prices.lead(answer, scene(OWN, rules=rules))
