"""What answers are laid out in, on every page and in every file: tables, and words for plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from mergers.lazy import planner
from mergers.planning.parts import PART_LABELS
from mergers.presenting.bars import Bar
from mergers.presenting.headline import at_most
from mergers.presenting.plot import Mark
from mergers.questions.question_input import QuestionInput

Groups = Sequence[Sequence[str]]
Plan = dict[str, Any]
"""A plan as it is kept (kept.py)."""

MINUS = "\N{MINUS SIGN}"
LEAST = 0.05
"""Points below which a difference of scores is not seen on the page."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What an answer is shown against: the plan as it stands, and the names of its sections.

    ``url`` is the address of the question; charts link to it with further arguments, unless it is
    empty, as in files. ``weights`` sum to 1. An answer that is not ``complete`` must not be told as
    if it were. Where it ``leaves_aside`` what was moved by hand, ``present`` is not the plan whose
    score and number stand at the head of its page, and must not be called by its name alone.
    ``options`` is what the question itself reads beside the answer (question.py).
    """

    present: Plan
    names: dict[str, str]
    weights: dict[str, float]
    url: str = ""
    complete: bool = True
    kept: dict[str, str] = field(default_factory=dict)
    leaves_aside: bool = False
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def own(self) -> str:
        """What ``present`` is called beside a figure."""
        return "本方案（不计划转）" if self.leaves_aside else "本方案"

    @property
    def own_subject(self) -> str:
        """What ``present`` is called where a sentence tells its score or number."""
        return "不计手工划转时，本方案" if self.leaves_aside else "本方案"

    @property
    def assessed(self) -> dict[str, str]:
        """The parts of the score that could be assessed, with what they are called."""
        return {
            name: label
            for name, label in PART_LABELS.items()
            if self.present["parts"][name] is not None
        }

    @property
    def sections(self) -> int:
        """How many sections there are today."""
        return len(self.names)

    def name(self, section: str) -> str:
        """The name of a section; its id where the problem has none."""
        return self.names.get(section) or section

    def group(self, sections: Iterable[str]) -> str:
        """A big section by its members: 甲 + 乙."""
        return " + ".join(self.name(section) for section in sections)

    def groups(self, many: Groups, most: int = 3) -> str:
        """Several big sections in words, the first ones by name."""
        shown = "；".join(self.group(group) for group in many[:most])
        return f"{shown}；等 {len(many)} 处" if len(many) > most else shown

    def link(self, **arguments: object) -> str:
        """The address of this question with further arguments; empty in files."""
        if not self.url:
            return ""
        return f"{self.url}?{urlencode({**self.kept, **arguments})}"

    def plan_link(self, plan: Plan) -> str:
        """The address of a plan of the answer; empty in files."""
        return f"{self.url}{plan['shape']}/" if self.url else ""

    def plan_row(self, label: str, plan: Plan, *cells: Cell) -> Row:
        """The row of a plan of the answer, which leads to it and says where it is the own one."""
        mark = self.own if self.is_own(plan) else ""
        return Row((Cell(label, href=self.plan_link(plan)), *cells), mark, shape=plan["shape"])

    def own_mark(self, x: float, y: float, words: str, size: float = 4.5) -> Mark:
        """The point of the present plan in a chart."""
        title = f"{self.own}：{words}"
        return Mark(x, y, title, "square", "amber", size, label=self.own)

    def is_own(self, plan: Plan) -> bool:
        """Whether a plan groups the sections as they are grouped now."""
        return bool(plan["shape"] == self.present["shape"])

    def merges_changed(self, before: Plan, after: Plan) -> tuple[Groups, Groups]:
        """The big sections of two or more that only one plan has, and those that only another."""
        return planner.questions.compare.merges_changed(before["groups"], after["groups"])

    def differs(self, before: Plan, after: Plan) -> str:
        """From one plan to another: the merges that are given up and made, in words."""
        return self.changed(*self.merges_changed(before, after))

    def changed(self, undone: Groups, new: Groups) -> str:
        """The merges that are given up and made, in words."""
        words = []
        if undone:
            words.append(f"取消：{self.groups(undone)}")
        if new:
            words.append(f"新增：{self.groups(new)}")
        return "。".join(words) or "整合没有不同"

    def beside(self, plan: Plan) -> dict[str, Any]:
        """A plan beside the present one: its parts, and its big sections by name."""
        own = self.present["parts"]
        return {
            "own": self.own,
            "parts": [
                (label, self.weights.get(name, 0.0), own[name], plan["parts"][name])
                for name, label in PART_LABELS.items()
            ],
            "merges": [self.group(group) for group in plan["groups"] if len(group) > 1],
            "kept": [self.name(group[0]) for group in plan["groups"] if len(group) == 1],
        }


def scene_of(asked: QuestionInput, **more: Any) -> Scene:
    """What answers about a plan are shown against; ``more`` are the other fields."""
    names, weights, aside = asked.names, asked.weights, asked.leaves_aside
    return Scene(asked.present(), names, weights, leaves_aside=aside, **more)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, the number behind them for spreadsheets, and where it leads."""

    text: str
    value: float | None = None
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; ``number`` puts its figures to the right."""

    title: str
    number: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its first cell names it. ``mark`` is a word beside it, such as 本方案; ``shape``
    names the plan that it stands for, ``lifts`` the rule that it offers to do without, followed by
    the sections of one entry of that rule.
    """

    cells: tuple[Cell, ...]
    mark: str = ""
    chosen: bool = False
    shape: str = ""
    lifts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The table twin of a chart: the same figures, and what is exported."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def lines(self) -> list[tuple[Row, list[tuple[Cell, Column]]]]:
        """Every row with its cells, each beside its column."""
        return [(row, list(zip(row.cells, self.columns, strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True)
class OnScreen:
    """An answer as the page shows it: one plain sentence, notes, the chart and its table twin.

    ``more`` is what the question's own fragments ``beside`` and ``below`` the chart show; they are
    left out where it is None.
    """

    lead: str
    notes: tuple[str, ...] = ()
    svg: str = ""
    table: Table | None = None
    more: dict[str, Any] | None = None


def points(value: float | None) -> str:
    """A score with one decimal."""
    return "—" if value is None else f"{value:.1f}"


def gain(value: float) -> str:
    """A difference of scores with its sign; two decimals where one would say nothing."""
    digits = 2 if 0.005 <= abs(value) < LEAST else 1
    text = f"{abs(value):.{digits}f}"
    if not float(text):
        return "0"
    return f"{'+' if value > 0 else MINUS}{text}"


def loss(value: float) -> str:
    """How many points are lost, without a sign."""
    return gain(-value).lstrip(f"+{MINUS}")


def up_to(gap: float | None) -> str:
    """A proven limit on what is left, rounded up."""
    return f"{at_most(gap)} 分"


def figure(value: float | None, words: Callable[[float], str] = points) -> Cell:
    """A cell with a figure; a dash where there is none."""
    return Cell("—") if value is None else Cell(words(value), value)


def part_figure(value: float | None, words: Callable[[float], str] = points) -> Cell:
    """A cell with a part of the score, or with what it adds to one."""
    return Cell("未评估") if value is None else figure(value, words)


def figures(*titles: str) -> tuple[Column, ...]:
    """Columns of figures."""
    return tuple(Column(title, number=True) for title in titles)


def change_bar(label: str, value: float) -> Bar:
    """A bar for points won, hollow, or lost."""
    won = value > 0
    return Bar(label, value, gain(value), "good" if won else "accent", hollow=won)
