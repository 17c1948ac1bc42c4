"""Which single section, put elsewhere, would help the plan most, or harm it least."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mergers.lazy import planner
from mergers.planning.parts import PART_LABELS
from mergers.presenting.bars import Bars, draw_bars
from mergers.questions.answer_out import AnswerOut, Parts, Texts
from mergers.questions.layout import (
    Cell,
    Column,
    OnScreen,
    Row,
    Scene,
    Table,
    change_bar,
    figure,
    figures,
    gain,
    loss,
    part_figure,
)
from mergers.questions.question import Answer, Arguments, Question, Result, Run
from mergers.questions.question_input import QuestionInput

LISTED = 12
"""So many moves are listed, the best first."""


def ask(asked: QuestionInput, arguments: Arguments, run: Run) -> Result:
    """The single moves of the plan that break no rule, those that gain most first."""
    model = asked.model
    table = planner.questions.moves.table_of(model, planner.scoring.indices_of(model, asked.groups))
    allowed = table.possible.copy()
    for broken in table.breaks.values():
        allowed &= ~broken
    answer = {
        "score": table.objective / 1e6,
        "number": int(allowed.sum()),
        "gaining": int((allowed & (table.delta > 0)).sum()),
        "moves": [
            {
                "section": move.section,
                "target": [] if move.target is None else list(table.groups[move.target]),
                "delta": move.delta / 1e6,
                "parts": move.parts,
                "breaks": list(move.broken),
            }
            for move in table.best(LISTED)
        ],
    }
    return answer, True


def show(answer: Answer, scene: Scene) -> OnScreen:
    """The moves that break no rule, those that gain most first."""
    found = answer["moves"]
    if not found:
        return OnScreen(lead(answer, scene))
    return OnScreen(
        lead=lead(answer, scene),
        notes=("只看不违反规则的移动，每次只动一个科室；移动后其他科室不变。",),
        svg=draw_bars(
            Bars(
                title="单个科室移动对总分的影响",
                unit="总分增减（分）",
                bars=tuple(change_bar(_words(move, scene), move["delta"]) for move in found),
            )
        ),
        table=_table(answer, scene),
    )


def lead(answer: Answer, scene: Scene) -> str:
    """Whether any single move gains points."""
    if not answer["moves"]:
        return "在现有规则下，没有哪个科室可以单独移动。"
    best = answer["moves"][0]
    if answer["gaining"] and best["delta"] >= 0.005:
        return f"最有利的一步是：{_words(best, scene)}，总分 {gain(best['delta'])} 分。"
    if abs(best["delta"]) < 0.005:
        return f"没有一步能提高总分；有一步不增不减：{_words(best, scene)}。"
    return f"没有一步能提高总分；损失最小的一步也要低 {loss(best['delta'])} 分。"


def _words(move: dict[str, Any], scene: Scene) -> str:
    if not move["target"]:
        return f"{scene.name(move['section'])}单独设置"
    return f"{scene.name(move['section'])}并入 {scene.group(move['target'])}"


def _table(answer: Answer, scene: Scene) -> Table:
    rows = []
    for move in answer["moves"]:
        parts = [(scene.weights.get(name, 0.0), move["parts"][name]) for name in PART_LABELS]
        weighted = [None if change is None else weight * change for weight, change in parts]
        cells = (
            Cell(scene.name(move["section"])),
            Cell(scene.group(move["target"]) if move["target"] else "单独设置"),
            figure(move["delta"], gain),
            *(part_figure(value, gain) for value in weighted),
        )
        rows.append(Row(cells))
    columns = (
        Column("移动哪个科室"),
        Column("移到", wide=True),
        *figures("总分", *PART_LABELS.values()),
    )
    return Table("单个科室的移动", columns, tuple(rows))


class MoveOut(serializers.Serializer[Any]):
    """One section to another big section; an empty target: to one of its own."""

    section = serializers.CharField()
    target = Texts()
    delta = serializers.FloatField()
    parts = Parts()
    breaks = Texts()


class MovesOut(AnswerOut):
    """The single allowed moves that gain most; ``number`` there are in all."""

    score = serializers.FloatField()
    number = serializers.IntegerField()
    gaining = serializers.IntegerField()
    moves = MoveOut(many=True)


QUESTION = Question(
    name="moves",
    title="单个科室怎样微调",
    about="在本方案基础上只动一个科室，得分会怎样变化。",
    ask=ask,
    show=show,
    out=MovesOut,
    of_groups=True,
)
