"""What answers to questions are made of on every page: the scene, tables, and words for plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from mergers.planning.parts import PART_LABELS
from mergers.planning.questions_types import Change, Ids, Parts, ScoredPlan
from mergers.presenting.headline import at_most

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
    """

    present: ScoredPlan
    names: dict[str, str]
    weights: Parts
    url: str = ""
    complete: bool = True
    kept: dict[str, str] = field(default_factory=dict)
    leaves_aside: bool = False

    @property
    def own(self) -> str:
        """What ``present`` is called beside a figure."""
        return "本方案（不计划转）" if self.leaves_aside else "本方案"

    @property
    def own_subject(self) -> str:
        """What ``present`` is called where a sentence tells its score or number."""
        return "不计手工划转时，本方案" if self.leaves_aside else "本方案"

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

    def groups(self, many: Sequence[Ids], most: int = 3) -> str:
        """Several big sections in words, the first ones by name."""
        shown = "；".join(self.group(group) for group in many[:most])
        return f"{shown}；等 {len(many)} 处" if len(many) > most else shown

    def link(self, **arguments: object) -> str:
        """The address of this question with further arguments; empty in files."""
        if not self.url:
            return ""
        return f"{self.url}?{urlencode({**self.kept, **arguments})}"


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
    """An answer as the page shows it: one plain sentence, notes, the chart and its table twin."""

    lead: str
    notes: tuple[str, ...] = ()
    svg: str = ""
    table: Table | None = None


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


def merges_of(plan: ScoredPlan) -> list[Ids]:
    """The big sections of two or more."""
    return [group for group in plan["groups"] if len(group) > 1]


def same(a: ScoredPlan, b: ScoredPlan) -> bool:
    """Whether two plans group the sections alike."""
    return a["shape"] == b["shape"]


def differs(scene: Scene, change: Change) -> str:
    """Which merges differ from another plan, in words."""
    undone, new = change["undone"], change["new"]
    words = []
    if undone:
        words.append(f"取消：{scene.groups(undone)}")
    if new:
        words.append(f"新增：{scene.groups(new)}")
    return "。".join(words) or "整合没有不同"


def part_losses(change: Change) -> list[tuple[str, float]]:
    """What each part adds to or takes from the score, in the order of the parts."""
    return [(label, change["weighted"].get(name, 0.0)) for name, label in PART_LABELS.items()]
