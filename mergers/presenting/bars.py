"""Draws horizontal bars with their words and figures as SVG, also to both sides of zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from departments.orgchart.text import width
from mergers.presenting.svg import (
    GRID,
    INK,
    MUTED,
    PAPER,
    SIZE,
    TONES,
    WIDTH,
    n,
    opening,
    safe,
    text,
)

ROW, TOP, FOOT = 28.0, 30.0, 12.0
MOST_LABEL = 300.0
"""So many px a label may take; longer ones end in …."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``figure`` is its value in words. No value: the words alone."""

    label: str
    value: float | None
    figure: str
    tone: str = "accent"
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars from zero; ``thresholds`` are (value, words) across all of them."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    most: float | None = None
    thresholds: tuple[tuple[float, str], ...] = ()


def draw_bars(chart: Bars) -> str:
    """The chart as an SVG document; as high as it has bars."""
    return "".join(_document(chart))


def _document(chart: Bars) -> Iterator[str]:
    values = [bar.value for bar in chart.bars if bar.value is not None]
    low = min([0.0, *values])
    high = max([0.0, *values, chart.most or 0.0]) or (0.0 if low < 0 else 1.0)
    names = [_short(bar.label) for bar in chart.bars]
    figures = 12 + SIZE * max((width(bar.figure) for bar in chart.bars), default=0)
    left = 16 + SIZE * max(map(width, names), default=0) + (figures if low < 0 else 0)
    scale = (WIDTH - left - (figures if high > 0 else 28)) / (high - low)
    zero = left - low * scale
    height = TOP + ROW * len(chart.bars) + FOOT
    yield opening(chart.title, WIDTH, height)
    yield text(chart.unit, 4, 16, anchor="start", tone=MUTED)
    for value, words in chart.thresholds:
        x = zero + value * scale
        yield f'<path d="M{n(x)} {n(TOP - 6)} V{n(height - FOOT)}" stroke="{MUTED}" stroke-dasharray="4 3"/>'
        yield text(words, x, TOP - 12, tone=MUTED)
    for place, (bar, name) in enumerate(zip(chart.bars, names, strict=True)):
        yield from _bar(bar, name, TOP + ROW * place, zero, scale, left, figures if low < 0 else 0)
    yield f'<path d="M{n(zero)} {n(TOP)} V{n(height - FOOT)}" stroke="{INK}"/>'
    yield "</svg>"


def _bar(
    bar: Bar, name: str, y: float, zero: float, scale: float, left: float, room: float
) -> Iterator[str]:
    middle = y + ROW / 2 + 4
    yield f'<path d="M4 {n(y + ROW)} H{n(WIDTH - 4)}" stroke="{GRID}"/>'
    inside = f"<title>{safe(bar.label)}：{safe(bar.figure)}</title>"
    inside += text(name, left - room - 10, middle, anchor="end", tone=INK)
    value = bar.value or 0.0
    x0, x1 = sorted((zero, zero + value * scale))
    colour = TONES[bar.tone]
    fill = PAPER if bar.hollow else colour
    if value:
        inside += (
            f'<rect x="{n(x0)}" y="{n(y + 7)}" width="{n(x1 - x0)}" height="{n(ROW - 14)}" '
            f'fill="{fill}" stroke="{colour}" stroke-width="1.25"/>'
        )
    if value < 0:
        inside += text(bar.figure, x0 - 6, middle, anchor="end", halo=True)
    else:
        inside += text(bar.figure, x1 + 6, middle, anchor="start", halo=True)
    yield f"<g>{inside}</g>"


def _short(label: str) -> str:
    """The label as far as there is room."""
    if SIZE * width(label) <= MOST_LABEL:
        return label
    while SIZE * width(label + "…") > MOST_LABEL:
        label = label[:-1]
    return label + "…"
