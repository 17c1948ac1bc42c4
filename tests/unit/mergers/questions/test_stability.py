"""The sentence and notes of how firm merges are."""

from typing import Any

from mergers.questions import stability
from tests.unit.mergers.questions.cases import OWN, scene


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


def test_all_firm():
    lead = stability.lead(answer(1.0), scene(OWN))
    assert lead == "1 处整合全部“铁定合并”：数据有小的出入，结论也不变。"


def test_the_weak_ones_are_named():
    lead = stability.lead(answer(0.6), scene(OWN))
    assert lead == "1 处整合中有 0 处“铁定合并”；不够稳的是：甲科 + 乙科。"


def test_fewer_runs_than_asked_are_told():
    shown = stability.show(answer(1.0, runs=12), scene(OWN))
    assert "（原定 30 次，时间到时完成 12 次）" in shown.notes[0]


def test_no_run_says_nothing_about_firmness():
    shown = stability.show(answer(0.0, runs=0), scene(OWN))
    assert shown.lead == "还没有算完一次，暂时不能判断整合是否稳定。"
    assert (shown.svg, shown.table) == ("", None)


def test_stability_from_fewer_runs():
    lead = stability.lead(answer(1.0, runs=12), scene(OWN, complete=False))
    assert lead.startswith("按已完成的 12 次看，1 处整合全部“铁定合并”")
