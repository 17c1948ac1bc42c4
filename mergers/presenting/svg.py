"""The pieces that our own charts are drawn of, as SVG under a strict Content-Security-Policy.

The same SVG serves screen, print and export: colours stand in attributes, every kind of mark has a
shape of its own (charts are read in black and white too). There is no script, no style attribute
and no outside resource.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from departments.orgchart.fonts import FACE

INK, MUTED, GRID, PAPER = "#1c2733", "#48566a", "#dde2e9", "#ffffff"
TONES = {
    "accent": "#1f4e8c",
    "amber": "#b45f06",
    "good": "#17693f",
    "bad": "#ad2018",
    "muted": "#6b7785",
    "faint": "#bcc5d0",
    "blue": "#0072b2",
    "green": "#009e73",
    "rose": "#b3578d",
}
"""The page's own inks (static/css/shared/tokens.css), 3 : 1 on paper at least; the faint one only
guides the eye.
"""
SIZE = 12.0
WIDTH = 720.0


def opening(title: str, wide: float, high: float, *, linked: bool = False) -> str:
    """The start of an SVG document of ours, with its title and paper."""
    role = "group" if linked else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="{role}" '
        f'aria-label={quoted(title)} width="{n(wide)}" height="{n(high)}" '
        f'viewBox="0 0 {n(wide)} {n(high)}" font-family="{FACE}" font-size="{n(SIZE)}" '
        f'fill="{INK}"><title>{safe(title)}</title>'
        f'<rect width="{n(wide)}" height="{n(high)}" fill="{PAPER}"/>'
    )


def linked(href: str, key: str, title: str, inside: str, *, chosen: bool = False) -> str:
    """A link around a drawing; one to the same question is followed in place (plan_questions.js)."""
    current = ' aria-current="true"' if chosen else ""
    return (
        f"<a href={quoted(href)} id={quoted(key)} aria-label={quoted(title)}{current}>{inside}</a>"
    )


def shape(kind: str, x: float, y: float, size: float, colour: str) -> str:
    """One mark centred on (x, y); dot, ring, square, diamond, triangle or cross."""
    r, line = size, f'stroke="{colour}" stroke-width="1.75"'
    if kind == "cross":
        arms = (
            f"M{n(x - r)} {n(y - r)} l{n(2 * r)} {n(2 * r)} m0 {n(-2 * r)} l{n(-2 * r)} {n(2 * r)}"
        )
        return f'<path d="{arms}" fill="none" {line}/>'
    if kind in ("dot", "ring"):
        fill = colour if kind == "dot" else PAPER
        return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}" {line}/>'
    outline = {
        "square": f"M{n(x - r)} {n(y - r)} h{n(2 * r)} v{n(2 * r)} h{n(-2 * r)} z",
        "diamond": f"M{n(x)} {n(y - 1.4 * r)} l{n(1.4 * r)} {n(1.4 * r)} l{n(-1.4 * r)} {n(1.4 * r)} "
        f"l{n(-1.4 * r)} {n(-1.4 * r)} z",
        "triangle": f"M{n(x)} {n(y - 1.3 * r)} l{n(1.3 * r)} {n(2.2 * r)} h{n(-2.6 * r)} z",
    }[kind]
    return f'<path d="{outline}" fill="{colour}" {line}/>'


def text(
    words: str,
    x: float,
    y: float,
    *,
    anchor: str = "middle",
    tone: str = INK,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """One line of text with its baseline at y; a halo of paper keeps it clear of lines below it."""
    look = ' font-weight="700"' if bold else ""
    if halo:
        look += f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return (
        f'<text x="{n(x)}" y="{n(y)}" text-anchor="{anchor}" fill="{tone}"{look}>'
        f"{safe(words)}</text>"
    )


def safe(words: str) -> str:
    """Words as XML takes them: escaped, and without what no document may hold."""
    return escape("".join(c for c in words if c.isprintable()))


def quoted(words: str) -> str:
    """The same as the value of an attribute, with its quotes."""
    return quoteattr("".join(c for c in words if c.isprintable()))


def n(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
