"""Points and lines over two axes: what a chart consists of, and axes with round figures."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis from ``low`` to ``high`` with the places that are written beside it."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One point; ``title`` says in words what it is, ``label`` stands beside it.

    With ``href`` it is a link, named ``key`` in its page.
    """

    x: float
    y: float
    title: str
    shape: str = "dot"
    tone: str = "accent"
    size: float = 4.5
    label: str = ""
    href: str = ""
    key: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points in their order."""

    points: tuple[tuple[float, float], ...]
    tone: str = "accent"
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Upright:
    """A dashed line across the plot at one place of the lower axis, with its words on top."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart; ``legend`` explains shapes as (shape, tone, words)."""

    title: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    uprights: tuple[Upright, ...] = ()
    legend: tuple[tuple[str, str, str], ...] = ()


def axis(title: str, low: float, high: float, *, most: int = 6, whole: bool = False) -> Axis:
    """An axis over at least ``low`` to ``high`` with about ``most`` round ticks."""
    span = max(high - low, 1.0 if whole else 1e-3)
    step = 10.0 ** math.floor(math.log10(span / most))
    for factor in (1, 2, 5, 10):
        if span / (step * factor) <= most:
            step *= factor
            break
    if whole:
        step = max(1.0, round(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    ticks = tuple((k * step, f"{k * step:.{digits}f}") for k in range(first, last + 1))
    return Axis(title, first * step, last * step, ticks)
