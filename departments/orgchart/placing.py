"""Places the boxes of a chart under their lines, and the characters in the boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from departments.orgchart import text
from departments.orgchart.drawing import Drawing, PlacedBox, Role
from departments.orgchart.model import STATES, Box, State
from departments.orgchart.sizes import (
    CONTINUED,
    DROP,
    HEADING,
    LINE,
    PAD,
    SMALL,
    TITLE,
    Columns,
    Sizes,
    Unit,
    foot_height,
    gap_between,
    row_width,
)

FLOW = 34.0  # from what was to what comes, in the changes view


class Placer:
    """Adds units to a drawing; each method returns where the unit hangs from its line."""

    def __init__(self, drawing: Drawing, shared: Sizes) -> None:
        self._drawing = drawing
        self._shared = shared
        self._view = drawing.chart.view

    def row(self, units: Sequence[Unit], x: float, bus: float, levels: int) -> list[float]:
        """Place units side by side from x on, under a line at `bus`, over `levels` of headings."""
        anchors: list[float] = []
        for number, unit in enumerate(units):
            x += gap_between(units[number - 1], unit) if number else 0.0
            anchors += self._unit(unit, x, bus, levels)
            x += unit.width
        return anchors

    def _unit(self, unit: Unit, x: float, bus: float, levels: int) -> list[float]:
        if unit.box.is_bundle:
            return self._bundle(unit, x, bus, levels)
        if unit.children:
            return [self._heading(unit.box, unit, x, bus, levels)]
        middle = x + unit.width / 2
        self._hang(unit.box, middle, unit.own, bus, levels, "section")
        return [middle]

    def _bundle(self, unit: Unit, x: float, bus: float, levels: int) -> list[float]:
        outcome, middle = unit.outcome, x + unit.width / 2
        if self._view == "after":
            if outcome is None:
                return []
            if unit.box.keeps_members:
                return [self._heading(outcome.box, unit, x, bus, levels)]
            self._hang(outcome.box, middle, unit.width, bus, levels, "outcome")
            return [middle]
        anchors = self._members(unit, x, bus, levels)
        if self._view == "changes" and outcome:
            below = bus + self._shared.headroom(levels) + self._shared.upright
            self._upright(outcome.box, middle, below + FLOW, unit.width, "outcome")
            self._flow(anchors, middle, below)
        return anchors

    def _members(self, unit: Unit, x: float, bus: float, levels: int) -> list[float]:
        """Place the children in the middle of the room the unit takes."""
        start = x + (unit.width - row_width(unit.children)) / 2
        return self.row(unit.children, start, bus, levels)

    def _heading(self, box: Box, unit: Unit, x: float, bus: float, levels: int) -> float:
        top, middle, height = bus + DROP, x + unit.width / 2, self._shared.heading
        title = box.title + (CONTINUED if unit.continued else "")
        lines = text.wrap(title, (unit.width - 2 * PAD) / HEADING)
        first = top + (height - len(lines) * HEADING * LINE) / 2 + HEADING * 1.05
        glyphs = tuple(
            text.Glyph(line, middle, first + number * HEADING * LINE, HEADING, bold=True)
            for number, line in enumerate(lines)
        )
        placed = PlacedBox(
            box, "heading", x, top, unit.width, height, glyphs, continued=unit.continued
        )
        self._drawing.boxes.append(placed)
        self._drawing.line((middle, bus), (middle, top))
        bar = top + height + DROP
        anchors = self._members(unit, x, bar, levels - 1)
        if anchors:
            self._drawing.bar([*anchors, middle], bar)
            self._drawing.line((middle, top + height), (middle, bar))
        return middle

    def _flow(self, anchors: list[float], middle: float, y: float) -> None:
        """Draw the lines from what was, at `anchors`, to the arrow of what comes."""
        if not anchors:
            return
        bar = y + FLOW / 2 - 3
        for anchor in anchors:
            self._drawing.line((anchor, y), (anchor, bar))
        if len(anchors) > 1:
            self._drawing.bar([*anchors, middle], bar)
        self._drawing.line((middle, bar), (middle, y + FLOW), arrow=True)

    def _hang(
        self, box: Box, middle: float, width: float, bus: float, levels: int, role: Role
    ) -> None:
        y = bus + self._shared.headroom(levels)
        self._upright(box, middle, y, width, role)
        self._drawing.line((middle, bus), (middle, y))

    def _upright(self, box: Box, middle: float, y: float, width: float, role: Role) -> None:
        state = box.state if self._view == "changes" else None
        shared, x = self._shared, middle - width / 2
        glyphs = tuple(upright_glyphs(box, shared, middle, y, width, state))
        self._drawing.boxes.append(PlacedBox(box, role, x, y, width, shared.upright, glyphs, state))


def upright_glyphs(
    box: Box, shared: Sizes, middle: float, y: float, width: float, state: State | None
) -> Iterator[text.Glyph]:
    """Yield the characters of an upright box: state, name and former names, lines at the foot.

    The first column stands at the right, as vertical Chinese is read.
    """
    if state:
        word = "".join(STATES[state])
        yield text.Glyph(word, middle, y + PAD + SMALL * 0.75, SMALL, bold=True, tone="tag")
    columns = Columns.of(box)
    top = y + PAD + shared.tag
    foot = foot_height(len(box.lines))
    free = shared.upright - 2 * PAD - shared.tag - foot
    alone = len(columns.title) == 1 and not columns.former
    right = middle + columns.width / 2
    for column in columns.title:
        right -= TITLE * text.COLUMN
        spare = free - text.length(column) * TITLE * text.PITCH if alone else 0.0
        room = width - PAD if alone else TITLE * text.COLUMN
        centre = right + TITLE * text.COLUMN / 2
        yield from text.down(column, centre, top + max(0.0, spare) / 2, TITLE, room)
    for column in columns.former:
        right -= SMALL * text.COLUMN
        centre = right + SMALL * text.COLUMN / 2
        yield from text.down(column, centre, top, SMALL, SMALL * text.COLUMN, "muted")
    baseline = y + shared.upright - PAD - (len(box.lines) - 1) * SMALL * LINE
    for number, line in enumerate(box.lines):
        yield text.Glyph(line, middle, baseline + number * SMALL * LINE, SMALL, tone="muted")
