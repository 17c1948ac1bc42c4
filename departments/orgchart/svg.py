"""Draws a placed chart as SVG that stands under a strict Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from departments.orgchart.drawing import Connector, Drawing, Key, PlacedBox
from departments.orgchart.fonts import FACE
from departments.orgchart.layout import layout
from departments.orgchart.model import Chart, State, describe
from departments.orgchart.text import CENTRE, Glyph

INK, MUTED, RULE, PAPER = "#1f2937", "#4b5563", "#64748b", "#ffffff"
STATE_COLOURS: dict[State, tuple[str, str]] = {
    "kept": ("#ffffff", "#4b5563"),
    "merged": ("#e6eefb", "#1d4ed8"),
    "new": ("#e5f5ea", "#166534"),
    "abolished": ("#fcebea", "#b42318"),
    "renamed": ("#fdf3dc", "#854d0e"),
}
"""Fill and stroke of every state; the stroke colour also writes its word (4.5:1 on the fill)."""
KIND_COLOURS = {
    "business": "#1d4ed8",
    "general": "#854d0e",
    "party": "#7e22ce",
    "enforcement": "#0f766e",
}


def to_svg(chart: Chart) -> str:
    """Return the chart as an SVG document: no script, no style attribute, no outside resource."""
    return "".join(_document(layout(chart)))


def _document(drawing: Drawing) -> Iterator[str]:
    chart = drawing.chart
    width, height = _n(drawing.width), _n(drawing.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="orgchart orgchart-{chart.view}" '
        f'role="img" aria-label={_quoted(chart.title)} '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FACE}" text-anchor="middle" fill="{INK}">'
    )
    yield f"<title>{_text(chart.title)}</title>"
    yield f'<rect class="orgchart-paper" width="{width}" height="{height}" fill="{PAPER}"/>'
    yield f'<g class="orgchart-lines" fill="none" stroke="{RULE}" stroke-width="1.5">'
    yield from map(_connector, drawing.connectors)
    yield "</g>"
    for placed in drawing.boxes:
        yield from _box(placed)
    yield from _glyphs(drawing.captions)
    for key in drawing.keys:
        yield from _key(key)
    yield "</svg>"


def _connector(connector: Connector) -> str:
    points = " L".join(f"{_n(x)} {_n(y)}" for x, y in connector.points)
    if not connector.arrow:
        return f'<path d="M{points}"/>'
    x, y = connector.points[-1]
    head = f"M{_n(x - 4)} {_n(y - 7)} L{_n(x)} {_n(y)} L{_n(x + 4)} {_n(y - 7)}"
    return f'<path class="orgchart-arrow" d="M{points} {head}"/>'


def _box(placed: PlacedBox) -> Iterator[str]:
    box, state = placed.box, placed.state
    classes = f"orgchart-box orgchart-{placed.role}" + (f" is-{state}" if state else "")
    yield f'<g class="{classes}" data-id={_quoted(box.id)}><title>{_text(describe(box))}</title>'
    fill, stroke = STATE_COLOURS[state] if state else (PAPER, INK)
    dash = ' stroke-dasharray="5 3"' if state == "abolished" else ""
    weight = "2" if placed.role == "root" else "1.25"
    yield (
        f'<rect x="{_n(placed.x)}" y="{_n(placed.y)}" width="{_n(placed.width)}" '
        f'height="{_n(placed.height)}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{weight}"{dash}/>'
    )
    if box.kind and not state and placed.role in ("section", "outcome"):
        yield (
            f'<rect class="orgchart-kind" x="{_n(placed.x)}" y="{_n(placed.y)}" '
            f'width="{_n(placed.width)}" height="4" fill="{KIND_COLOURS.get(box.kind, RULE)}"/>'
        )
    yield from _glyphs(placed.glyphs, stroke)
    yield "</g>"


def _glyphs(glyphs: tuple[Glyph, ...] | list[Glyph], tag_colour: str = INK) -> Iterator[str]:
    """Write glyphs, those alike in one element, so that a name can be found and copied whole."""
    for (size, bold, tone, turned), run in groupby(
        glyphs, key=lambda glyph: (glyph.size, glyph.bold, glyph.tone, glyph.turned)
    ):
        look = f'font-size="{_n(size)}"'
        look += ' font-weight="700"' if bold else ""
        look += {"ink": "", "muted": f' fill="{MUTED}"', "tag": f' fill="{tag_colour}"'}[tone]
        if turned:
            yield from (_turned(glyph, look) for glyph in run)
            continue
        spans = "".join(
            f'<tspan x="{_n(glyph.x)}" y="{_n(glyph.y)}">{_text(glyph.text)}</tspan>'
            for glyph in run
        )
        yield f"<text {look}>{spans}</text>"


def _turned(glyph: Glyph, look: str) -> str:
    return (
        f'<text {look} transform="rotate(90 {_n(glyph.x)} {_n(glyph.y)})" x="{_n(glyph.x)}" '
        f'y="{_n(glyph.y + CENTRE * glyph.size)}">{_text(glyph.text)}</text>'
    )


def _key(key: Key) -> Iterator[str]:
    fill, stroke = STATE_COLOURS[key.state] if key.state else (PAPER, INK)
    if key.kind:
        fill = stroke = KIND_COLOURS.get(key.kind, RULE)
    yield (
        f'<rect class="orgchart-key" x="{_n(key.x - 6)}" y="{_n(key.y - 6)}" width="12" '
        f'height="12" fill="{fill}" stroke="{stroke}"/>'
    )
    yield from _glyphs([key.label])


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(value: str) -> str:
    return escape(_allowed(value))


def _quoted(value: str) -> str:
    return quoteattr(_allowed(value))


def _allowed(value: str) -> str:
    """Drop what XML 1.0 does not allow: control characters, lone surrogates, non-characters."""
    return "".join(
        character
        for character in value
        if character in "\t\n\r"
        or " " <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character >= "\U00010000"
    )
