"""The curves of a region study: a small one per department, and the one of sums."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from mergers.presenting.plot import Line, Mark, Plot, axis
from mergers.presenting.plot_drawing import draw

Value = tuple[int, float]  # a number of sections and its score
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96.0, 28.0, 4.0
ROOM = 1.5
"""Points of free space above and below the curve of sums, for its labels."""
SUM_HEIGHT = 300.0
MOST_ROWS = 30
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


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

    dots = {value[0]: dot(value) for value in values}
    return Spark(
        lines=tuple(_polyline(run, dot) for run in runs(values)),
        allotted=None if allotted is None else dots.get(allotted),
        best=None if best is None else dots.get(best),
    )


def _polyline(run: Sequence[Value], dot: Callable[[Value], Dot]) -> str:
    return " ".join(f"{at.x},{at.y}" for at in map(dot, run))


def runs(values: Sequence[Value]) -> Iterator[list[Value]]:
    """The values in runs of numbers that follow each other; a missing number ends a run."""
    run: list[Value] = []
    for value in values:
        if run and value[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(value)
    if run:
        yield run


def sum_curve(values: Sequence[Value], chosen: int | None, today: Value | None) -> str:
    """The best mean score for every total as SVG, with the chosen total, the best and the sections
    as they are marked; empty where there is nothing to draw.
    """
    if not values:
        return ""
    best = max(values, key=lambda value: (value[1], -value[0]))
    picked = next((value for value in values if value[0] == chosen), None)
    marks = []
    if picked != best:
        marks.append(_mark("总分最高", best, "ring", "good"))
    if today is not None:
        marks.append(_mark("现状", today, "square", "muted", labelled=False))
    if picked is not None:
        words = "本次分配" if picked != best else "本次分配（总分最高）"
        marks.append(_mark(words, picked, "dot", "accent"))
    seen = [*values, *([today] if today else [])]
    totals, scores = [value[0] for value in seen], [value[1] for value in seen]
    return draw(
        Plot(
            title="每一种科室总数的最高平均分；" + "；".join(mark.title for mark in marks),
            x=axis("科室总数（个）", min(totals), max(totals), most=8, whole=True),
            y=axis("各部门评分的平均（满分 100）", min(scores) - ROOM, max(scores) + ROOM),
            lines=tuple(Line(tuple((float(k), s) for k, s in run)) for run in runs(values)),
            marks=tuple(marks),
            legend=tuple((m.shape, m.tone, m.title) for m in marks if not m.label),
        ),
        height=SUM_HEIGHT,
    )


def thinned(values: Sequence[Value], kept: Collection[int | None]) -> list[Value]:
    """The values to read as a table, from the greatest number down: each that is a multiple of a
    round step, so that they are about MOST_ROWS, and those of ``kept``.
    """
    step = next((s for s in STEPS if len(values) / s <= MOST_ROWS), STEPS[-1])
    return [value for value in reversed(values) if value[0] % step == 0 or value[0] in kept]


def _mark(words: str, value: Value, shape: str, tone: str, *, labelled: bool = True) -> Mark:
    told = f"{words} {value[0]} 个，{value[1]:.1f} 分"
    label = f"{words} {value[0]} · {value[1]:.1f}" if labelled else ""
    return Mark(value[0], value[1], told, shape=shape, tone=tone, label=label)
