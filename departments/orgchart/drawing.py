"""A chart with everything in its place: what `layout` makes and `svg` draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from departments.orgchart.model import Box, Chart, State
from departments.orgchart.text import Glyph

Role = Literal["root", "heading", "section", "outcome"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box with its rectangle and its characters, px.

    `state` is set where the box shows it; `continued` marks a heading drawn again in a later row.
    """

    box: Box
    role: Role
    x: float
    y: float
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    state: State | None = None
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Connector:
    """An orthogonal line; with an arrow at its end where it says "becomes"."""

    points: tuple[Point, ...]
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: a state or a kind, with the middle of its mark and its word."""

    state: State | None
    kind: str | None
    x: float
    y: float
    label: Glyph


@dataclass(slots=True)
class Drawing:
    """Boxes, lines, captions and legend of a chart; all coordinates are px from the top left."""

    chart: Chart
    width: float = 0.0
    height: float = 0.0
    boxes: list[PlacedBox] = field(default_factory=list)
    connectors: list[Connector] = field(default_factory=list)
    captions: list[Glyph] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)

    def line(self, *points: Point, arrow: bool = False) -> None:
        """Add a line through the points."""
        self.connectors.append(Connector(points, arrow))

    def bar(self, ends: list[float], y: float) -> None:
        """Add a horizontal line at y from the leftmost to the rightmost of `ends`."""
        self.line((min(ends), y), (max(ends), y))
