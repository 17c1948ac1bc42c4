"""Where the lines and marks of curves lie: the sparkline of a department, the curve of sums."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Value = tuple[int, float]  # a number of sections and its score
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96.0, 28.0, 4.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 876.0, 30.0, 236.0
"""The plot of the curve of sums within its drawing of 900 × 270."""
MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Spark:
    """A small curve without axes: ``lines`` are the points of polylines, broken where a number of
    sections has no plan; the dots mark the allotted and the best number.
    """

    lines: tuple[str, ...]
    allotted: Dot | None
    best: Dot | None


@dataclass(frozen=True, slots=True)
class Tick:
    """One step of an axis with its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the curve of sums with its figures; ``anchor`` keeps its label inside."""

    x: float
    y: float
    total: int
    score: float
    anchor: str


@dataclass(frozen=True, slots=True)
class SumCurve:
    """The best score for every total: lines, axes, and up to three marks."""

    lines: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    chosen: Mark | None
    best: Mark | None
    today: Mark | None


def spark(
    values: Sequence[Value],
    sections: int,
    scale: tuple[float, float],
    allotted: int | None,
    best: int | None,
) -> Spark:
    """Draw a department's curve, few sections at the left; ``scale`` is shared by all of a study,
    so that heights compare.
    """
    low, high = scale
    inner_width, inner_height = SPARK_WIDTH - 2 * SPARK_EDGE, SPARK_HEIGHT - 2 * SPARK_EDGE

    def dot(value: Value) -> Dot:
        across = (value[0] - 1) / (sections - 1) if sections > 1 else 0.5
        up = (value[1] - low) / (high - low) if high > low else 0.5
        return Dot(
            round(SPARK_EDGE + across * inner_width, 1),
            round(SPARK_HEIGHT - SPARK_EDGE - up * inner_height, 1),
        )

    known = dict(values)

    def at(count: int | None) -> Dot | None:
        return dot((count, known[count])) if count in known and count is not None else None

    return Spark(_lines(values, dot), at(allotted), at(best))


def sum_curve(values: Sequence[Value], chosen: int | None, today: Value | None) -> SumCurve | None:
    """Draw the best score for every total; None where there is nothing to draw.

    ``today`` is the number of sections as they are, with their score.
    """
    if not values:
        return None
    marked = [*values, *([today] if today else [])]
    across = _steps(min(v[0] for v in marked), max(v[0] for v in marked))
    up = _steps(min(v[1] for v in marked), max(v[1] for v in marked))

    def dot(value: Value) -> Dot:
        x = LEFT + (value[0] - across[0]) / (across[-1] - across[0]) * (RIGHT - LEFT)
        y = BOTTOM - (value[1] - up[0]) / (up[-1] - up[0]) * (BOTTOM - TOP)
        return Dot(round(x, 1), round(y, 1))

    def mark(value: Value | None) -> Mark | None:
        if value is None:
            return None
        at = dot(value)
        third = (at.x - LEFT) / (RIGHT - LEFT)
        anchor = "start" if third < 0.12 else "end" if third > 0.88 else "middle"
        return Mark(at.x, at.y, value[0], value[1], anchor)

    known = dict(values)
    picked = (chosen, known[chosen]) if chosen is not None and chosen in known else None
    return SumCurve(
        lines=_lines(values, dot),
        across=tuple(Tick(dot((int(step), up[0])).x, f"{step:g}") for step in across),
        up=tuple(Tick(dot((int(across[0]), step)).y, f"{step:g}") for step in up),
        chosen=mark(picked),
        best=mark(max(values, key=lambda value: (value[1], -value[0]))),
        today=mark(today),
    )


def _lines(values: Sequence[Value], dot: Callable[[Value], Dot]) -> tuple[str, ...]:
    """The points of polylines through the values; a missing number breaks the line."""
    return tuple(" ".join(f"{at.x},{at.y}" for at in map(dot, run)) for run in _runs(values))


def _runs(values: Sequence[Value]) -> Iterator[list[Value]]:
    """The values in runs of numbers that follow each other."""
    run: list[Value] = []
    for value in values:
        if run and value[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(value)
    if run:
        yield run


def _steps(low: float, high: float) -> list[float]:
    """Round steps of an axis from at most ``low`` to at least ``high``: at least two of them."""
    rough = max(high - low, 1.0) / MOST_STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    step = max(step, 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [k * step for k in range(first, max(last, first + 1) + 1)]
