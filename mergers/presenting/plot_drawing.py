"""Draws points and lines over two axes; labels of special marks keep clear of what is there.

Text is measured as for organisation charts, so that it fits in every renderer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from departments.orgchart.text import width
from mergers.presenting.plot import Mark, Plot, Upright
from mergers.presenting.svg import (
    GRID,
    INK,
    MUTED,
    PAPER,
    SIZE,
    TONES,
    WIDTH,
    linked,
    n,
    opening,
    safe,
    shape,
    text,
)

HEIGHT = 320.0
LEGEND_ROW = 22.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 24.0, 34.0, 52.0


def draw(plot: Plot, *, height: float = HEIGHT) -> str:
    """The chart as an SVG document: no script, no style attribute, no outside resource."""
    return "".join(_Drawing(plot, height).document())


class _Drawing:
    def __init__(self, plot: Plot, height: float) -> None:
        longest = max((width(text) for _, text in plot.y.ticks), default=0.0)
        self.plot, self.left = plot, max(LEFT, 20 + SIZE * longest)
        self.legend = list(self._legend_places())
        below = LEGEND_ROW * self.legend[-1][0] if self.legend else 0.0
        self.height = height + below
        self.bottom = BOTTOM + (LEGEND_ROW + below if self.legend else 0)
        self.taken: list[tuple[float, float, float, float]] = []
        self.drawn: list[tuple[float, float]] = []  # points of lines, close together

    def x(self, value: float) -> float:
        share = (value - self.plot.x.low) / (self.plot.x.high - self.plot.x.low)
        return self.left + share * (WIDTH - self.left - RIGHT)

    def y(self, value: float) -> float:
        share = (value - self.plot.y.low) / (self.plot.y.high - self.plot.y.low)
        return self.height - self.bottom - share * (self.height - self.bottom - TOP)

    def document(self) -> Iterator[str]:
        linked = any(mark.href for mark in self.plot.marks)
        yield opening(self.plot.title, WIDTH, self.height, linked=linked)
        yield from self._axes()
        for line in self.plot.lines:
            places = [(self.x(x), self.y(y)) for x, y in line.points]
            self.drawn += _close_together(places)
            points = " L".join(f"{n(x)} {n(y)}" for x, y in places)
            dash = ' stroke-dasharray="5 4"' if line.dashed else ""
            colour = TONES[line.tone]
            yield f'<path d="M{points}" fill="none" stroke="{colour}" stroke-width="1.75"{dash}/>'
        for upright in self.plot.uprights:
            yield from self._upright(upright)
        for mark in self.plot.marks:
            self.taken.append(self._box(self.x(mark.x), self.y(mark.y), mark.size, mark.size))
        for mark in self.plot.marks:
            yield from self._mark(mark)
        for mark in self.plot.marks:
            if mark.label:
                yield self._label(mark)
        yield from self._legend()
        yield "</svg>"

    def _axes(self) -> Iterator[str]:
        right, floor = WIDTH - RIGHT, self.height - self.bottom
        for value, words in self.plot.y.ticks:
            y = self.y(value)
            yield f'<path d="M{n(self.left)} {n(y)} H{n(right)}" stroke="{GRID}"/>'
            yield text(words, self.left - 8, y + 4, anchor="end", tone=MUTED)
        yield f'<path d="M{n(self.left)} {n(floor)} H{n(right)}" stroke="{MUTED}"/>'
        for value, words in self.plot.x.ticks:
            x = self.x(value)
            yield f'<path d="M{n(x)} {n(floor)} v5" stroke="{MUTED}"/>'
            yield text(words, x, floor + 19, tone=MUTED)
        middle = (self.left + right) / 2
        yield text(self.plot.x.title, middle, floor + 38, tone=MUTED)
        yield text(self.plot.y.title, 4, 16, anchor="start", tone=MUTED)

    def _upright(self, upright: Upright) -> Iterator[str]:
        x = self.x(upright.x)
        floor = self.height - self.bottom
        yield (
            f'<path d="M{n(x)} {n(TOP - 8)} V{n(floor)}" stroke="{TONES["amber"]}" '
            f'stroke-width="1.5" stroke-dasharray="6 3"/>'
        )
        self.taken.append((x - 2, TOP, x + 2, floor))
        half = SIZE * width(upright.label) / 2
        centre = min(max(x, self.left + half), WIDTH - RIGHT - half)
        self.taken.append(self._box(centre, TOP - 16, half, SIZE / 2))
        yield text(upright.label, centre, TOP - 12, tone=TONES["amber"])

    def _mark(self, mark: Mark) -> Iterator[str]:
        x, y = self.x(mark.x), self.y(mark.y)
        inside = f"<title>{safe(mark.title)}</title>"
        if mark.chosen:
            ring = mark.size + 5
            inside += (
                f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(ring)}" fill="none" '
                f'stroke="{INK}" stroke-width="1.5"/>'
            )
        if mark.href:
            inside += f'<circle cx="{n(x)}" cy="{n(y)}" r="11" fill="{PAPER}" fill-opacity="0"/>'
        inside += shape(mark.shape, x, y, mark.size, TONES[mark.tone])
        if mark.href:
            yield linked(mark.href, mark.key, mark.title, inside, chosen=mark.chosen)
        else:
            yield f"<g>{inside}</g>"

    def _label(self, mark: Mark) -> str:
        """The label where it covers least of what is there: above, below, beside, or at a corner."""
        x, y, away = self.x(mark.x), self.y(mark.y), mark.size + 4
        half, tall = SIZE * width(mark.label) / 2, SIZE / 2 + 1
        places = (
            (x, y - away - tall),
            (x, y + away + tall),
            (x + away + half, y),
            (x - away - half, y),
            (x - away - half, y - away - tall),
            (x + away + half, y - away - tall),
            (x - away - half, y + away + tall),
            (x + away + half, y + away + tall),
            (x, y - away - tall - 2 * SIZE),
            (x, y + away + tall + 2 * SIZE),
        )
        inside = [
            (min(max(px, self.left + half), WIDTH - 4 - half), py)
            for px, py in places
            if TOP - 4 < py < self.height - self.bottom - 4
        ] or [places[0]]
        boxes = [self._box(px, py, half, tall) for px, py in inside]
        best = min(range(len(boxes)), key=lambda k: (self._covered(boxes[k]), k))
        self.taken.append(boxes[best])
        px, py = inside[best]
        return text(mark.label, px, py + 4, bold=True, halo=True)

    def _covered(self, box: tuple[float, float, float, float]) -> float:
        """How many marks and labels a box covers; a line, which shows on both sides, counts less."""
        left, top, right, low = box
        others = sum(
            left < other[2] and other[0] < right and top < other[3] and other[1] < low
            for other in self.taken
        )
        return others + 0.5 * any(left < x < right and top < y < low for x, y in self.drawn)

    @staticmethod
    def _box(x: float, y: float, half: float, tall: float) -> tuple[float, float, float, float]:
        return x - half, y - tall, x + half, y + tall

    def _legend_places(self) -> Iterator[tuple[int, float]]:
        """Row and left edge of each entry: a new row where it would not fit any more."""
        row, x = 0, self.left
        for _, _, words in self.plot.legend:
            needed = 15 + SIZE * width(words)
            if x > self.left and x + needed > WIDTH - RIGHT:
                row, x = row + 1, self.left
            yield row, x
            x += needed + 20

    def _legend(self) -> Iterator[str]:
        top = self.height - 10 - (LEGEND_ROW * self.legend[-1][0] if self.legend else 0)
        for (kind, tone, words), (row, x) in zip(self.plot.legend, self.legend, strict=True):
            y = top + LEGEND_ROW * row
            yield shape(kind, x + 5, y - 4, 4.5, TONES[tone])
            yield text(words, x + 15, y, anchor="start", tone=MUTED)


def _close_together(places: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The places of a line with as many between them that no label fits in without one."""
    for (x, y), (to_x, to_y) in pairwise(places):
        steps = max(1, math.ceil(max(abs(to_x - x), abs(to_y - y)) / SIZE))
        yield from ((x + (to_x - x) * k / steps, y + (to_y - y) * k / steps) for k in range(steps))
    yield from places[-1:]
