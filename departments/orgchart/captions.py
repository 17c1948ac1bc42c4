"""Places what stands around the sections: title and note, the department's box, the legend."""

from __future__ import annotations

from departments.orgchart import text
from departments.orgchart.drawing import Drawing, Key, PlacedBox
from departments.orgchart.model import KINDS, STATES, Box, Chart, State
from departments.orgchart.sizes import LINE, PAD, SMALL, TITLE

MARGIN = 32.0
CHART_TITLE, NOTE, ROOT = 24.0, 13.0, TITLE + 2
LEADERS_WIDTH = 60.0  # em in one line of the department's box
_MARK, _MARK_GAP = 18.0, 20.0  # a legend's mark with its gap; from one entry to the next


def title_width(chart: Chart) -> float:
    """Return the width that a chart's title and legend need."""
    return max(text.width(chart.title) * CHART_TITLE, 320.0)


def place_title(drawing: Drawing) -> float:
    """Place title and note; return where the chart itself may begin."""
    chart, middle, y = drawing.chart, drawing.width / 2, MARGIN
    if chart.title:
        title = text.Glyph(chart.title, middle, y + CHART_TITLE * 0.9, CHART_TITLE, bold=True)
        drawing.captions.append(title)
        y += CHART_TITLE * LINE
    for line in text.wrap(chart.note, (drawing.width - 2 * MARGIN) / NOTE):
        drawing.captions.append(text.Glyph(line, middle, y + NOTE, NOTE, tone="muted"))
        y += NOTE * LINE
    return y + 2 * PAD


def root_width(root: Box) -> float:
    """Return the width of the department's box."""
    lines = max((text.width(line) for line in _leaders(root)), default=0.0)
    return max(text.width(root.title) * ROOT, lines * NOTE) + 4 * PAD


def place_root(drawing: Drawing, y: float, width: float) -> float:
    """Place the department's box with its leaders; return its lower edge."""
    root, middle = drawing.chart.root, drawing.width / 2
    leaders = _leaders(root)
    height = 2 * PAD + ROOT * LINE + len(leaders) * NOTE * LINE
    first = y + PAD + ROOT * LINE + NOTE
    glyphs = [text.Glyph(root.title, middle, y + PAD + ROOT, ROOT, bold=True)]
    glyphs += [
        text.Glyph(line, middle, first + number * NOTE * LINE, NOTE)
        for number, line in enumerate(leaders)
    ]
    x = middle - width / 2
    drawing.boxes.append(PlacedBox(root, "root", x, y, width, height, tuple(glyphs)))
    return y + height


def _leaders(root: Box) -> tuple[str, ...]:
    return tuple(part for line in root.lines for part in text.wrap(line, LEADERS_WIDTH))


def place_footer(drawing: Drawing, y: float) -> float:
    """Place the legend in lines from the left; return its lower end."""
    x = MARGIN
    entries = _entries(drawing)
    for state, kind, word in entries:
        wide = text.width(word) * SMALL
        if x > MARGIN and x + _MARK + wide > drawing.width - MARGIN:
            x, y = MARGIN, y + 2 * SMALL
        label = text.Glyph(word, x + _MARK + wide / 2, y + SMALL, SMALL)
        drawing.keys.append(Key(state, kind, x + 6, y + SMALL * 0.62, label))
        x += _MARK + wide + _MARK_GAP
    return y + SMALL * LINE if entries else y


def _entries(drawing: Drawing) -> list[tuple[State | None, str | None, str]]:
    """Return the states drawn, or where there are none the kinds, each with its words."""
    states = {placed.state for placed in drawing.boxes} - {None}
    if states:
        return [(s, None, "".join(words)) for s, words in STATES.items() if s in states]
    kinds = {placed.box.kind for placed in drawing.boxes if placed.box.kind}
    order = {kind: number for number, kind in enumerate(KINDS)}
    listed = sorted(kinds, key=lambda kind: (order.get(kind, len(order)), kind))
    return [(None, kind, KINDS.get(kind, kind)) for kind in listed]
