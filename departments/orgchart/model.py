"""The nouns of an organisation chart: boxes, charts and what a plan does to a box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

State = Literal["kept", "merged", "new", "abolished", "renamed"]
View = Literal["before", "after", "changes"]

STATES: dict[State, tuple[str, str]] = {
    "kept": ("○", "保留"),
    "merged": ("◆", "整合"),
    "new": ("＋", "新设"),
    "abolished": ("×", "撤销"),
    "renamed": ("△", "更名"),
}
"""Sign and word of every state; a colour never stands alone."""

KINDS = {"business": "业务", "general": "综合", "party": "党务", "enforcement": "执法"}
"""The word of every kind of section; a kind not listed is shown as it is."""


@dataclass(frozen=True, slots=True)
class Box:
    """A unit of the chart; without children an upright box with vertical text.

    With children and a title it is a heading over them (a line 战线, a big section). With an
    `outcome` it is a bundle: the children are what stood before, the outcome is what a plan makes
    of them (None when nothing succeeds them), and `keeps_members` says that they go on beneath it
    (合署、统筹). `lines` are short horizontal lines in the box, `former` the names it replaces.
    """

    id: str
    title: str
    lines: tuple[str, ...] = ()
    kind: str | None = None
    line: str | None = None
    people: float | None = None
    quota: int | None = None
    state: State | None = None
    children: tuple[Box, ...] = ()
    is_bundle: bool = False
    outcome: Box | None = None
    keeps_members: bool = False
    former: tuple[str, ...] = ()

    def walk(self) -> Iterator[Box]:
        """Yield this box and every box beneath it, outcomes included."""
        yield self
        for child in self.children:
            yield from child.walk()
        if self.outcome:
            yield from self.outcome.walk()

    def rewritten(self, change: Callable[[str], str]) -> Box:
        """The same box, and all beneath it, with every text changed."""
        return replace(
            self,
            title=change(self.title),
            lines=tuple(map(change, self.lines)),
            former=tuple(map(change, self.former)),
            kind=self.kind and change(self.kind),
            line=self.line and change(self.line),
            children=tuple(child.rewritten(change) for child in self.children),
            outcome=self.outcome and self.outcome.rewritten(change),
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart: heading, an explanatory note, and the top box.

    `view` says what is drawn of bundles: what stands before, what comes after, or both with arrows.
    Boxes keep their places from one view to another.
    """

    title: str
    root: Box
    note: str = ""
    view: View = "before"

    def rewritten(self, change: Callable[[str], str]) -> Chart:
        """The same chart with every text changed."""
        return replace(
            self,
            title=change(self.title),
            note=change(self.note),
            root=self.root.rewritten(change),
        )


def describe(box: Box) -> str:
    """Return one sentence on a box for its tooltip and for screen readers."""
    facts = [box.title]
    if box.state:
        facts.append(STATES[box.state][1])
    if box.kind:
        facts.append(f"类别：{KINDS.get(box.kind, box.kind)}")
    if box.line:
        facts.append(f"战线：{box.line}")
    if box.quota is not None:
        facts.append(f"编制 {box.quota} 名")
    if box.people is not None:
        facts.append(f"在岗 {box.people:g} 人")
    if box.former:
        facts.append(f"由{'、'.join(box.former)}整合")
    return "；".join(facts)
