"""Gives every box, line and character of a chart its place: leaders on top, upright boxes below."""

from __future__ import annotations

from departments.orgchart import captions
from departments.orgchart.drawing import Drawing
from departments.orgchart.model import Chart
from departments.orgchart.placing import FLOW, Placer
from departments.orgchart.sizes import DROP, Sizes, Unit, measure, pack, row_width, sizes, split

MARGIN, TRUNK = captions.MARGIN, 22.0
ROW_GAP = 26.0
A3 = (400.0, 277.0)  # what a printer leaves of an A3 landscape sheet, mm
READABLE = 0.22  # mm per px at which a 16 px character is 3.5 mm high, a 10-point type
_MOST_ROWS = 60


def layout(chart: Chart) -> Drawing:
    """Place a chart of any size; it wraps into rows that fit an A3 landscape sheet well."""
    shared = sizes(chart)
    units = [measure(child) for child in chart.root.children]
    root_width = captions.root_width(chart.root)
    rows = _rows(units, shared, root_width)
    left = MARGIN + (TRUNK if len(rows) > 1 else 0.0)
    inner = max([row_width(row) for row in rows] + [root_width, captions.title_width(chart)])
    drawing = Drawing(chart, width=left + inner + MARGIN)
    y = captions.place_title(drawing)
    y = captions.place_root(drawing, y, root_width)
    y = _place_rows(drawing, rows, shared, left, y)
    drawing.height = captions.place_footer(drawing, y + ROW_GAP) + MARGIN
    return drawing


def _rows(units: list[Unit], shared: Sizes, root_width: float) -> list[list[Unit]]:
    """Choose the fewest rows that print readably on A3, else those that print largest.

    The tallest view decides, so that all views of a plan have the same rows.
    """
    total, best, best_scale = row_width(units), [units], 0.0
    for number in range(1, _MOST_ROWS + 1 if units else 0):
        most = max(total / number * 1.02, 200.0)
        pieces = [piece for unit in units for piece in split(unit, most)]
        rows = pack(pieces, max(most, *(piece.width for piece in pieces)))
        wide = max([row_width(row) for row in rows] + [root_width]) + 2 * MARGIN + TRUNK
        high = 200.0 + len(rows) * (_row_height(shared, tall=True) + ROW_GAP)
        scale = min(A3[0] / wide, A3[1] / high)
        if scale > best_scale:
            best, best_scale = rows, scale
        if scale >= READABLE or len(rows) > 3 * len(best) + 3:
            break
    return best if units else []


def _row_height(shared: Sizes, *, tall: bool) -> float:
    """Return the height from a row's line to its lowest edge."""
    height = shared.headroom(shared.levels) + shared.upright
    return height + (FLOW + shared.upright if tall and shared.has_outcomes else 0.0)


def _place_rows(
    drawing: Drawing, rows: list[list[Unit]], shared: Sizes, left: float, y: float
) -> float:
    """Place every row under its line, join the lines by a trunk at the left; return the end."""
    if not rows:
        return y
    placer, middle = Placer(drawing, shared), drawing.width / 2
    height = _row_height(shared, tall=drawing.chart.view == "changes")
    single = len(rows) == 1
    first = bus = y + DROP
    for number, row in enumerate(rows):
        bus = first + number * (height + ROW_GAP)
        x = middle - row_width(row) / 2 if single else left
        ends = placer.row(row, x, bus, shared.levels)
        ends += [middle] if number == 0 else []
        ends += [] if single else [MARGIN]
        drawing.bar(ends, bus)
    drawing.line((middle, y), (middle, first))
    if not single:
        drawing.line((MARGIN, first), (MARGIN, bus))
    return bus + height
