"""How much room every box of a chart needs, before anything has a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from departments.orgchart import text
from departments.orgchart.model import STATES, Box, Chart

TITLE, SMALL, HEADING = 16.0, 11.0, 15.0  # font sizes, px
LONGEST = 12.0  # em in one column before a name takes a second
SLOT = 44.0  # the narrowest upright box
GAP, BUNDLE_GAP = 12.0, 22.0  # between upright boxes; beside headings and bundles
PAD = 8.0
LINE = 1.35  # line pitch of horizontal text
DROP = 22.0  # from a line to the box beneath it
HEADING_LINES = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """A box with its width and those of what stands beneath it, px.

    `own` is the width its own box needs, `width` that of all it stands over; `continued` is set on
    the later pieces of a heading that takes several rows.
    """

    box: Box
    own: float
    width: float
    children: tuple[Unit, ...] = ()
    outcome: Unit | None = None
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Sizes:
    """The heights all boxes of a chart share, so that its rows are even; the same in every view."""

    upright: float
    heading: float
    levels: int
    tag: float
    has_outcomes: bool

    def headroom(self, levels: int) -> float:
        """Return the height from a line to the upright boxes under `levels` of headings."""
        return DROP + levels * (self.heading + 2 * DROP)


def sizes(chart: Chart) -> Sizes:
    """Return the shared heights of a chart."""
    boxes = [box for child in chart.root.children for box in child.walk()]
    uprights = [box for box in boxes if _is_upright(box)]
    tag = SMALL * LINE + 4 if any(box.state for box in boxes) else 0.0
    longest = max((Columns.of(box).room for box in uprights), default=2 * TITLE)
    lines = max((len(box.lines) for box in uprights), default=0)
    return Sizes(
        upright=2 * PAD + tag + longest + foot_height(lines),
        heading=PAD + HEADING_LINES * HEADING * LINE,
        levels=max((_levels(child) for child in chart.root.children), default=0),
        tag=tag,
        has_outcomes=any(box.is_bundle for box in boxes),
    )


def measure(box: Box) -> Unit:
    """Return a box with the widths of everything in it."""
    children = tuple(measure(child) for child in box.children)
    outcome = measure(box.outcome) if box.outcome else None
    if _is_upright(box):
        own = upright_width(box)
        return Unit(box, own, own)
    own = _heading_width(box.title) if box.title else 0.0
    if box.outcome and box.keeps_members:
        own = max(own, _heading_width(box.outcome.title))
    width = max(row_width(children), own, outcome.width if outcome else 0.0)
    return Unit(box, own, width, children, outcome)


def split(unit: Unit, most: float) -> Iterator[Unit]:
    """Yield a heading wider than `most` as several with some of its children each.

    A bundle is never split: what a plan joins stays in sight together.
    """
    if unit.width <= most or unit.box.is_bundle or not unit.children:
        yield unit
        return
    pieces = [piece for child in unit.children for piece in split(child, most)]
    own = _heading_width(f"{unit.box.title}{CONTINUED}")
    for number, row in enumerate(pack(pieces, most)):
        yield Unit(unit.box, own, max(row_width(row), own), tuple(row), continued=number > 0)


CONTINUED = "（续）"


def pack(units: Sequence[Unit], most: float) -> list[list[Unit]]:
    """Return the units in rows of at most `most` px, in order, each row as full as it gets."""
    rows: list[list[Unit]] = []
    used = 0.0
    for unit in units:
        gap = gap_between(rows[-1][-1], unit) if rows else 0.0
        if not rows or used + gap + unit.width > most:
            rows.append([])
            used, gap = 0.0, 0.0
        rows[-1].append(unit)
        used += gap + unit.width
    return rows


def row_width(units: Sequence[Unit]) -> float:
    """Return the width of units side by side."""
    gaps = (gap_between(left, right) for left, right in pairwise(units))
    return sum(unit.width for unit in units) + sum(gaps)


def gap_between(left: Unit, right: Unit) -> float:
    """Return the gap between two neighbours: wider where one of them holds several."""
    plain = len(left.children) < 2 and len(right.children) < 2
    return GAP if plain else BUNDLE_GAP


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an upright box: its name, and set small the names it replaces."""

    title: tuple[tuple[text.Cell, ...], ...]
    former: tuple[tuple[text.Cell, ...], ...]

    @classmethod
    def of(cls, box: Box) -> Columns:
        """Break the names of a box into columns; digits stand upright where there is room."""
        title = text.columns(box.title, LONGEST, group=5)
        if len(title) > 1 or box.former:
            title = text.columns(box.title, LONGEST, group=2)
        former = (
            text.columns(f"原{name}", LONGEST * TITLE / SMALL, group=2) for name in box.former
        )
        return cls(title, tuple(column for columns in former for column in columns))

    @property
    def width(self) -> float:
        """The width of all columns, px."""
        return (len(self.title) * TITLE + len(self.former) * SMALL) * text.COLUMN

    @property
    def room(self) -> float:
        """The height of the longest column, px."""
        title = max((text.length(column) for column in self.title), default=0.0)
        former = max((text.length(column) for column in self.former), default=0.0)
        return max(title * TITLE, former * SMALL) * text.PITCH


def upright_width(box: Box) -> float:
    """Return the width of an upright box: its columns, its lines and its state must fit."""
    lines = max((text.width(line) for line in box.lines), default=0.0) * SMALL
    tag = text.width("".join(STATES[box.state])) * SMALL if box.state else 0.0
    return max(SLOT, Columns.of(box).width + 2 * PAD, lines + PAD, tag + PAD)


def foot_height(lines: int) -> float:
    """Return the height that so many horizontal lines take at the foot of an upright box."""
    return PAD / 2 + lines * SMALL * LINE if lines else 0.0


def _is_upright(box: Box) -> bool:
    return not box.children and not box.is_bundle


def _heading_width(title: str) -> float:
    """Return the width at which a heading needs no more than its lines."""
    width = max(text.width(title) / HEADING_LINES, 4.0)
    while len(text.wrap(title, width)) > HEADING_LINES:
        width += 0.5
    return width * HEADING + 2 * PAD


def _levels(box: Box) -> int:
    """Return how many levels of headings stand over the lowest upright box."""
    below = max((_levels(child) for child in box.children), default=0)
    if box.is_bundle:
        return max(below, 1 if box.keeps_members else 0)
    return below + 1 if box.children else 0
