"""The sentence of single moves."""

from mergers.planning.parts import PART_LABELS
from mergers.questions import moves
from tests.unit.mergers.questions.cases import OWN, scene


def test_a_move_that_gains():
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


def test_nothing_can_move():
    answer = {"score": 80.0, "number": 0, "gaining": 0, "moves": []}
    shown = moves.show(answer, scene(OWN))
    assert shown.lead == "在现有规则下，没有哪个科室可以单独移动。"
    assert shown.table is None
