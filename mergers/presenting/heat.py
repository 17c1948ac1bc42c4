"""The heat map of overlaps: which of ten levels a pair has, and the rows of the matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

from departments.models import Section
from mergers.planning.levels import LEVELS, level_of

__all__ = ["LEVELS", "Cell", "Step", "cells_of", "legend", "level_of", "ranked", "rows_html"]


@dataclass(frozen=True, slots=True)
class Step:
    """One colour of the legend, with the similarity (in points, 0..100) from which it is used."""

    level: int
    above: float


def legend(p50: float, p95: float) -> tuple[Step, ...]:
    """The ten colours and the similarity above which each is used; two when P95 = P50."""
    if p95 <= p50:
        return Step(0, 0.0), Step(LEVELS - 1, 100 * p50)
    width = (p95 - p50) / (LEVELS - 1)
    steps = [Step(0, 0.0)]
    steps += [Step(k, 100 * (p50 + (k - 1) * width)) for k in range(1, LEVELS)]
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair in the matrix: indices of its two sections, points 0..100, heat level."""

    row: int
    column: int
    points: float
    level: int

    @property
    def whole(self) -> int:
        """The points as they stand in the cell."""
        return round(self.points)


def cells_of(
    similarity: Sequence[Sequence[float]], closeness: Sequence[Sequence[float]]
) -> list[list[Cell | None]]:
    """The rows of the matrix; None on the diagonal."""
    return [
        [
            None if i == j else Cell(i, j, 100 * value, level_of(near))
            for j, (value, near) in enumerate(zip(row, near_row, strict=True))
        ]
        for i, (row, near_row) in enumerate(zip(similarity, closeness, strict=True))
    ]


def rows_html(
    root: str, sections: Sequence[Section], rows: Sequence[Sequence[Cell | None]]
) -> list[str]:
    """The cells of every row as HTML, each with a link to its pair below ``root``.

    Not in a template, which takes a tenth of a second for the 3,540 cells of sixty sections.
    """
    names = [escape(section.name) for section in sections]
    keys = [section.pk for section in sections]
    return [
        "".join(
            '<td class="matrix-self">·</td>'
            if cell is None
            else f'<td class="heat-{cell.level}"><a href="{root}{keys[i]}/{keys[j]}/" '
            f'aria-label="{names[i]} × {names[j]} {cell.whole}">{cell.whole}</a></td>'
            for j, cell in enumerate(row)
        )
        for i, row in enumerate(rows)
    ]


def ranked(rows: list[list[Cell | None]]) -> list[Cell]:
    """Every pair once, most alike first: the table twin of the map."""
    pairs = [cell for row in rows for cell in row if cell is not None and cell.row < cell.column]
    return sorted(pairs, key=lambda cell: (-cell.points, cell.row, cell.column))
