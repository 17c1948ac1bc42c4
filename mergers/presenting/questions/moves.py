"""Which single section, put elsewhere, would help the plan most, or harm it least."""

from __future__ import annotations

from mergers.planning.parts import PART_LABELS
from mergers.planning.questions_types import Move, MovesAnswer
from mergers.presenting.bars import Bar, Bars, draw_bars
from mergers.presenting.questions.parts import (
    Cell,
    Column,
    OnScreen,
    Row,
    Scene,
    Table,
    gain,
)


def on_screen(answer: MovesAnswer, scene: Scene) -> OnScreen:
    """The moves that break no rule, those that gain most first."""
    found = answer["moves"]
    return OnScreen(
        lead=lead(answer, scene),
        notes=("只看不违反规则的移动，每次只动一个科室；移动后其他科室不变。",) if found else (),
        svg=draw_bars(_bars(answer, scene)) if found else "",
        table=_table(answer, scene) if found else None,
    )


def lead(answer: MovesAnswer, scene: Scene) -> str:
    """Whether any single move gains points."""
    if not answer["moves"]:
        return "在现有规则下，没有哪个科室可以单独移动。"
    best = answer["moves"][0]
    if answer["gaining"] and best["delta"] >= 0.005:
        words = move_words(best, scene)
        return f"最有利的一步是：{words}，总分 {gain(best['delta'])} 分。"
    if abs(best["delta"]) < 0.005:
        return f"没有一步能提高总分；有一步不增不减：{move_words(best, scene)}。"
    return f"没有一步能提高总分；损失最小的一步也要低 {gain(best['delta']).lstrip('−')} 分。"


def move_words(move: Move, scene: Scene) -> str:
    """One move in words."""
    if not move["target"]:
        return f"{scene.name(move['section'])}单独设置"
    return f"{scene.name(move['section'])}并入 {scene.group(move['target'])}"


def _bars(answer: MovesAnswer, scene: Scene) -> Bars:
    return Bars(
        title="单个科室移动对总分的影响",
        unit="总分增减（分）",
        bars=tuple(
            Bar(
                move_words(move, scene),
                move["delta"],
                gain(move["delta"]),
                "good" if move["delta"] > 0 else "accent",
                hollow=move["delta"] > 0,
            )
            for move in answer["moves"]
        ),
    )


def _table(answer: MovesAnswer, scene: Scene) -> Table:
    rows = []
    for move in answer["moves"]:
        weighted = {
            name: scene.weights.get(name, 0.0) * move["parts"][name] for name in PART_LABELS
        }
        cells = (
            Cell(scene.name(move["section"])),
            Cell(scene.group(move["target"]) if move["target"] else "单独设置"),
            Cell(gain(move["delta"]), move["delta"]),
            *(Cell(gain(weighted[name]), weighted[name]) for name in PART_LABELS),
        )
        rows.append(Row(cells))
    columns = (
        Column("移动哪个科室"),
        Column("移到", wide=True),
        Column("总分", number=True),
        *(Column(label, number=True) for label in PART_LABELS.values()),
    )
    return Table("单个科室的移动", columns, tuple(rows))
