"""Finding the header of each table on a sheet: one to five rows, merged, vertical or repeated."""

from __future__ import annotations

from dataclasses import dataclass

from departments.workbook.cells import Cell, is_blank, is_number, squeezed
from departments.workbook.figures import sub_label
from departments.workbook.grid import Grid, Merge
from departments.workbook.links import link_field
from departments.workbook.recognise import content_field, looks_like
from departments.workbook.wordings import (
    base_label,
    count_year,
    exact_fields,
    is_header_word,
)

SEARCH_ROWS = 60
DEEPEST_HEADER = 5
CONTENT_ROWS = 12
LONGEST_LABEL = 24


@dataclass(frozen=True)
class Header:
    """A header block: its rows (0-based, inclusive) and the label path of every column."""

    top: int
    bottom: int
    paths: tuple[tuple[str, ...], ...]

    def title(self, column: int) -> str:
        """Return the header of a column, levels joined by a slash."""
        return "/".join(self.paths[column])

    def name(self, column: int) -> str:
        """Return what a person can call a column: its header, else its number."""
        return name_of(self.paths[column], column)


def name_of(path: tuple[str, ...], column: int) -> str:
    """Return a column's header, or its number (第3列) when the header is blank."""
    return "/".join(path) or f"第{column + 1}列"


def find_header(grid: Grid, start: int = 0, reach: int = SEARCH_ROWS) -> Header | None:
    """Return the first header block at or below `start`, or None when the sheet has no table."""
    for row in range(start, min(len(grid.rows), start + reach)):
        if row in grid.hidden_rows or not _is_header_row(grid, row):
            continue
        bottom = _bottom(grid, row)
        top = _top(grid, row, start)
        return Header(top, bottom, _paths(grid, top, bottom))
    return None


def find_header_by_content(grid: Grid) -> Header | None:
    """Return a header whose words we do not know but whose columns show what they hold."""
    for row in range(min(len(grid.rows) - 1, CONTENT_ROWS)):
        labels = {c: squeezed(cell) for c, cell in enumerate(grid.rows[row]) if not is_blank(cell)}
        whole = any(m.top == row and m.right - m.left >= grid.width - 1 for m in grid.merges)
        plain = len(labels) >= 2 and len(set(labels.values())) == len(labels) and not whole
        if not plain or row in grid.hidden_rows or not _could_be_labels(grid, row):
            continue
        below = grid.rows[row + 1 : row + 1 + SEARCH_ROWS]
        told = 0
        for column, label in labels.items():
            field = content_field([cells[column] for cells in below])
            known = bool(exact_fields(label))
            told += known + bool(field and (known or not looks_like(field, label)))
        if told >= 2:
            return Header(row, row, _paths(grid, row, row))
    return None


def header_hits(grid: Grid, row: int) -> tuple[int, int, int]:
    """Return (labels we know, filled cells, cells that cannot be labels) of a row."""
    hits = filled = strange = 0
    for cell in grid.rows[row]:
        if isinstance(cell, str):
            label = squeezed(cell)
            if not label:
                continue
            filled += 1
            if len(label) > LONGEST_LABEL or label.isdecimal():
                strange += 1
            elif is_header_word(label) or link_field(label):
                hits += 1
        elif is_number(cell) and not _is_year(cell):
            filled += 1
            strange += 1
        else:
            filled += 1
    return hits, filled, strange


def _is_year(cell: Cell) -> bool:
    """Tell 2024 as a number: the sub-heading of a yearly count."""
    return isinstance(cell, (int, float)) and 2000 <= cell <= 2100


def _is_header_row(grid: Grid, row: int) -> bool:
    hits, filled, strange = header_hits(grid, row)
    if hits < 2 or strange > filled * 0.2:
        return False
    labels = [label for cell in grid.rows[row] if (label := squeezed(cell))]
    if any(":" in label[:-1] or "：" in label[:-1] for label in labels) and hits < 3:
        return False
    exact = sum(bool(exact_fields(label) or link_field(label)) for label in labels)
    if len(set(labels)) < 2 or (exact == 0 and hits < 3):
        return False
    return hits >= 3 or hits >= filled * 0.5


def _vertical_reach(grid: Grid, row: int) -> int:
    """Return the lowest row reached by merges that start in this row and are narrower than it."""
    reach = row
    for merge in grid.merges:
        if (
            merge.top == row
            and merge.bottom > merge.top
            and merge.right - merge.left < grid.width - 1
        ):
            reach = max(reach, merge.bottom)
    return min(reach, row + DEEPEST_HEADER - 1)


def _bottom(grid: Grid, row: int) -> int:
    """Return the last row of the header that starts at `row`."""
    bottom = _vertical_reach(grid, row)
    if any(not _could_be_labels(grid, below) for below in range(row + 1, bottom + 1)):
        bottom = row  # the merge belongs to data, not to the header
    while bottom + 1 < len(grid.rows) and bottom - row < DEEPEST_HEADER - 1:
        if not _continues(grid, row, bottom + 1):
            break
        bottom = max(bottom + 1, _vertical_reach(grid, bottom + 1))
    return min(bottom, len(grid.rows) - 1)


def _could_be_labels(grid: Grid, row: int) -> bool:
    filled = [cell for cell in grid.rows[row] if not is_blank(cell)]
    numbers = sum(is_number(cell) and not _is_year(cell) for cell in filled)
    long = sum(len(squeezed(cell)) > LONGEST_LABEL for cell in filled)
    return numbers == 0 and long == 0


def _continues(grid: Grid, top: int, row: int) -> bool:
    """Tell whether a row holds sub-headings of the rows above it."""
    labels = {
        column: label for column, cell in enumerate(grid.rows[row]) if (label := squeezed(cell))
    }
    if not labels or not _could_be_labels(grid, row):
        return False
    known = [
        column
        for column, label in labels.items()
        if sub_label(base_label(label)) or count_year((label,)) or is_header_word(label)
    ]
    if len(known) < max(1, 0.7 * len(labels)):
        return False
    above = {squeezed(cell) for cell in grid.rows[row - 1]}
    if len(set(labels.values()) & above) > len(labels) / 2:
        return False  # the same header once more
    # a sub-heading stands under a group: its column has no label of its own above, or a merged one
    under = 0
    for column in known:
        own = squeezed(grid.rows[row - 1][column])
        wide = any(
            m.left <= column <= m.right and m.right > m.left and top <= m.top < row
            for m in grid.merges
        )
        under += not own or wide or _followed_by_blank(grid, row - 1, column)
    return under >= 0.5 * len(known)


def _followed_by_blank(grid: Grid, row: int, column: int) -> bool:
    cells = grid.rows[row]
    return column + 1 < len(cells) and is_blank(cells[column + 1])


def _top(grid: Grid, row: int, start: int) -> int:
    """Return the first header row: group headings may stand above the row we recognised."""
    top = row
    while top > start and row - top < DEEPEST_HEADER - 2:
        cells = grid.rows[top - 1]
        labels = [label for cell in cells if (label := squeezed(cell))]
        merged = {m for m in grid.merges if m.top == top - 1 and m.right > m.left}
        whole = any(m.right - m.left >= grid.width - 1 for m in merged)
        if len(labels) < 2 or whole or not _could_be_labels(grid, top - 1):
            break
        if any(":" in label or "：" in label or len(label) > 14 for label in labels):
            break
        if not merged and not any(
            _followed_by_blank(grid, top - 1, c) for c in range(len(cells) - 1)
        ):
            break
        if not any(is_header_word(label) or label.endswith(("情况", "信息")) for label in labels):
            break
        top -= 1
    return top


def _paths(grid: Grid, top: int, bottom: int) -> tuple[tuple[str, ...], ...]:
    """Return the label path of every column, merged and left-hand group headings spread out."""
    height = bottom - top + 1
    labels = [[squeezed(cell) for cell in grid.rows[row]] for row in range(top, bottom + 1)]
    covered = [[False] * grid.width for _ in range(height)]
    for merge in grid.merges:
        if merge.bottom < top or merge.top > bottom:
            continue
        _spread(grid, merge, top, bottom, labels, covered)
    for level in range(height - 1):
        for column in range(1, grid.width):
            if labels[level][column] or covered[level][column] or not labels[level][column - 1]:
                continue
            same_parent = level == 0 or labels[level - 1][column] == labels[level - 1][column - 1]
            below = any(labels[deeper][column] for deeper in range(level + 1, height))
            left_split = any(
                labels[deeper][column - 1] not in ("", labels[level][column - 1])
                for deeper in range(level + 1, height)
            )
            if below and left_split and same_parent:
                labels[level][column] = labels[level][column - 1]
    paths = []
    for column in range(grid.width):
        path: list[str] = []
        for level in range(height):
            label = labels[level][column]
            if label and (not path or path[-1] != label):
                path.append(label)
        paths.append(tuple(path))
    return tuple(paths)


def _spread(
    grid: Grid,
    merge: Merge,
    top: int,
    bottom: int,
    labels: list[list[str]],
    covered: list[list[bool]],
) -> None:
    if merge.top >= len(grid.rows) or merge.left >= grid.width:
        return
    label = squeezed(grid.rows[merge.top][merge.left])
    for row in range(max(merge.top, top), min(merge.bottom, bottom) + 1):
        for column in range(merge.left, min(merge.right, grid.width - 1) + 1):
            labels[row - top][column] = label
            covered[row - top][column] = True
