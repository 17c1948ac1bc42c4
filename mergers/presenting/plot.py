"""Draws points and lines over two axes as SVG that stands under a strict Content-Security-Policy.

The same SVG serves screen, print and export: colours stand in attributes, every kind of mark has a
shape of its own (charts are read in black and white too), and special marks have a label beside
them. Text is measured as for organisation charts, so that it fits in every renderer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from departments.orgchart.text import width

FONTS = "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
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
"""The page's own inks (static/css/shared/tokens.css), each 3 : 1 on paper at least but the faint one, which only guides the eye."""
WIDTH, HEIGHT = 720.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 24.0, 34.0, 52.0
SIZE = 12.0


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


def draw(plot: Plot, *, height: float = HEIGHT) -> str:
    """The chart as an SVG document: no script, no style attribute, no outside resource."""
    return "".join(_Drawing(plot, height).document())


class _Drawing:
    def __init__(self, plot: Plot, height: float) -> None:
        self.plot, self.height = plot, height
        self.bottom = BOTTOM + (22 if plot.legend else 0)
        longest = max((width(text) for _, text in plot.y.ticks), default=0.0)
        self.left = max(LEFT, 20 + SIZE * longest)
        self.taken: list[tuple[float, float, float, float]] = []

    def x(self, value: float) -> float:
        share = (value - self.plot.x.low) / (self.plot.x.high - self.plot.x.low)
        return self.left + share * (WIDTH - self.left - RIGHT)

    def y(self, value: float) -> float:
        share = (value - self.plot.y.low) / (self.plot.y.high - self.plot.y.low)
        return self.height - self.bottom - share * (self.height - self.bottom - TOP)

    def document(self) -> Iterator[str]:
        linked = any(mark.href for mark in self.plot.marks)
        yield opening(self.plot.title, WIDTH, self.height, linked=linked)
        yield from self._axes()
        for line in self.plot.lines:
            points = " L".join(f"{n(self.x(x))} {n(self.y(y))}" for x, y in line.points)
            dash = ' stroke-dasharray="5 4"' if line.dashed else ""
            colour = TONES[line.tone]
            yield f'<path d="M{points}" fill="none" stroke="{colour}" stroke-width="1.75"{dash}/>'
        for upright in self.plot.uprights:
            yield from self._upright(upright)
        for mark in self.plot.marks:
            self.taken.append(self._box(self.x(mark.x), self.y(mark.y), mark.size, mark.size))
        for mark in self.plot.marks:
            yield from self._mark(mark)
        for mark in self.plot.marks:
            if mark.label:
                yield self._label(mark)
        yield from self._legend()
        yield "</svg>"

    def _axes(self) -> Iterator[str]:
        right, floor = WIDTH - RIGHT, self.height - self.bottom
        for value, words in self.plot.y.ticks:
            y = self.y(value)
            yield f'<path d="M{n(self.left)} {n(y)} H{n(right)}" stroke="{GRID}"/>'
            yield text(words, self.left - 8, y + 4, anchor="end", tone=MUTED)
        yield f'<path d="M{n(self.left)} {n(floor)} H{n(right)}" stroke="{MUTED}"/>'
        for value, words in self.plot.x.ticks:
            x = self.x(value)
            yield f'<path d="M{n(x)} {n(floor)} v5" stroke="{MUTED}"/>'
            yield text(words, x, floor + 19, tone=MUTED)
        middle = (self.left + right) / 2
        yield text(self.plot.x.title, middle, floor + 38, tone=MUTED)
        yield text(self.plot.y.title, 4, 16, anchor="start", tone=MUTED)

    def _upright(self, upright: Upright) -> Iterator[str]:
        x = self.x(upright.x)
        floor = self.height - self.bottom
        yield (
            f'<path d="M{n(x)} {n(TOP - 8)} V{n(floor)}" stroke="{TONES["amber"]}" '
            f'stroke-width="1.5" stroke-dasharray="6 3"/>'
        )
        self.taken.append((x - 2, TOP, x + 2, floor))
        half = SIZE * width(upright.label) / 2
        centre = min(max(x, self.left + half), WIDTH - RIGHT - half)
        self.taken.append(self._box(centre, TOP - 16, half, SIZE / 2))
        yield text(upright.label, centre, TOP - 12, tone=TONES["amber"])

    def _mark(self, mark: Mark) -> Iterator[str]:
        x, y = self.x(mark.x), self.y(mark.y)
        inside = f"<title>{safe(mark.title)}</title>"
        if mark.chosen:
            ring = mark.size + 5
            inside += (
                f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(ring)}" fill="none" '
                f'stroke="{INK}" stroke-width="1.5"/>'
            )
        if mark.href:
            inside += f'<circle cx="{n(x)}" cy="{n(y)}" r="11" fill="{PAPER}" fill-opacity="0"/>'
        inside += shape(mark.shape, x, y, mark.size, TONES[mark.tone])
        if mark.href:
            yield linked(mark.href, mark.key, mark.title, inside, chosen=mark.chosen)
        else:
            yield f"<g>{inside}</g>"

    def _label(self, mark: Mark) -> str:
        """The label where it covers least of what is there: above, below, beside, or at a corner."""
        x, y, away = self.x(mark.x), self.y(mark.y), mark.size + 4
        half, tall = SIZE * width(mark.label) / 2, SIZE / 2 + 1
        places = (
            (x, y - away - tall),
            (x, y + away + tall),
            (x + away + half, y),
            (x - away - half, y),
            (x - away - half, y - away - tall),
            (x + away + half, y - away - tall),
            (x - away - half, y + away + tall),
            (x + away + half, y + away + tall),
            (x, y - away - tall - 2 * SIZE),
            (x, y + away + tall + 2 * SIZE),
        )
        inside = [
            (min(max(px, self.left + half), WIDTH - 4 - half), py)
            for px, py in places
            if TOP - 4 < py < self.height - self.bottom - 4
        ] or [places[0]]
        boxes = [self._box(px, py, half, tall) for px, py in inside]
        best = min(range(len(boxes)), key=lambda k: (self._covered(boxes[k]), k))
        self.taken.append(boxes[best])
        px, py = inside[best]
        return text(mark.label, px, py + 4, bold=True)

    def _covered(self, box: tuple[float, float, float, float]) -> int:
        return sum(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in self.taken
        )

    @staticmethod
    def _box(x: float, y: float, half: float, tall: float) -> tuple[float, float, float, float]:
        return x - half, y - tall, x + half, y + tall

    def _legend(self) -> Iterator[str]:
        x, y = self.left, self.height - 10
        for kind, tone, words in self.plot.legend:
            yield shape(kind, x + 5, y - 4, 4.5, TONES[tone])
            yield text(words, x + 15, y, anchor="start", tone=MUTED)
            x += 15 + SIZE * width(words) + 20


def opening(title: str, wide: float, high: float, *, linked: bool = False) -> str:
    """The start of an SVG document of ours, with its title and paper."""
    role = "group" if linked else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="{role}" '
        f'aria-label={quoteattr(title)} width="{n(wide)}" height="{n(high)}" '
        f'viewBox="0 0 {n(wide)} {n(high)}" font-family="{FONTS}" font-size="{n(SIZE)}" '
        f'fill="{INK}"><title>{safe(title)}</title>'
        f'<rect width="{n(wide)}" height="{n(high)}" fill="{PAPER}"/>'
    )


def linked(href: str, key: str, title: str, inside: str, *, chosen: bool = False) -> str:
    """A link around a drawing; one to the same question is followed in place (plan_questions.js)."""
    current = ' aria-current="true"' if chosen else ""
    return (
        f"<a href={quoteattr(href)} id={quoteattr(key)} "
        f"aria-label={quoteattr(title)}{current}>{inside}</a>"
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
    words: str, x: float, y: float, *, anchor: str = "middle", tone: str = INK, bold: bool = False
) -> str:
    """One line of text with its baseline at y."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{n(x)}" y="{n(y)}" text-anchor="{anchor}" fill="{tone}"{weight}>'
        f"{safe(words)}</text>"
    )


def safe(words: str) -> str:
    """Words as XML takes them: escaped, and without what no document may hold."""
    return escape("".join(c for c in words if c.isprintable()))


def n(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
