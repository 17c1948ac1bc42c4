"""The sentence of plans that are nearly as good."""

from mergers.questions import near
from tests.unit.mergers.questions.cases import OWN, scene


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


def test_all_are_counted():
    assert lead(4, whole=True) == "比最优方案低 0.80 分以内，一共还有 3 个方案。"


def test_not_all_are_counted():
    assert lead(4, whole=False) == ("比最优方案低 0.80 分以内，至少还有 3 个方案（没有数完）。")


def test_the_best_stands_alone():
    assert lead(1, whole=True).startswith("最优方案独一无二")
