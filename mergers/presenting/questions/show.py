"""Puts the answer to any question on screen, and names what each question is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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
from mergers.presenting.questions.parts import OnScreen, Scene

ABOUT = {
    "curve": "把科室整合成不同的个数，各自最高能得多少分。点图上的点或表中的个数，可看那个方案的分项。",
    "alternatives": "与得分最高的方案个数相同、分法不同的好方案，每个在某一方面最好。",
    "pareto": "图上每个点是一个方案：越靠右职能越相近，越靠上负荷越均衡，点越大变动越小。点击可看方案。",
    "why-not": "选两个科室，看把它们放在一起要付出什么代价，或者哪条规则不允许。",
    "prices": "每条规则单独取消，最优得分能提高多少：这就是这条规则的代价。",
    "stability": "数据总有出入。把相似度随机增减后重新求解，看每处整合是否仍然成立。",
    "near": "得分与最优方案相差不多的全部方案：差别不大时，可按实际情况挑选。",
    "moves": "在本方案基础上只动一个科室，得分会怎样变化。",
}
"""One sentence for each question, for somebody who has never seen it."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What only some questions need: the limit and the chosen number of the curve, the rules."""

    rules: Mapping[str, Any]
    limit: Limit | None = None
    chosen: int | None = None


def on_screen(question: str, answer: Any, scene: Scene, extras: Extras) -> OnScreen:
    """The answer as its page shows it."""
    if question == "curve":
        return curve.on_screen(answer, scene, limit=extras.limit, chosen=extras.chosen)
    if question == "prices":
        return prices.on_screen(answer, scene, extras.rules)
    shows: dict[str, Callable[[Any, Scene], OnScreen]] = {
        "alternatives": alternatives.on_screen,
        "pareto": pareto.on_screen,
        "why-not": whynot.on_screen,
        "stability": stability.on_screen,
        "near": near.on_screen,
        "moves": moves.on_screen,
    }
    return shows[question](answer, scene)
