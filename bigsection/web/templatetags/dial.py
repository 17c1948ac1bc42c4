"""The score dial: where its arc and its marks lie."""

from math import cos, pi, sin, sqrt
from typing import Any

from django import template
from django.utils.translation import gettext as _

from bigsection.web.templatetags.figures import score

register = template.Library()

CENTRE_X, CENTRE_Y, RADIUS = 140.0, 118.0, 92.0
LABELS = RADIUS + 13  # where the labels stand, outside the track
LINE = 15.0  # from one label to the next below it
HIGHEST, LOWEST = CENTRE_Y - LABELS, CENTRE_Y
TOP_FROM, TOP_TO = 42.0, 58.0  # scores whose label fits above the track on either side of its mark


@register.inclusion_tag("components/_dial.html")
def score_dial(
    value: float | None,
    today: float | None = None,
    bound: float | None = None,
    not_assessed: str = "",
) -> dict[str, Any]:
    """A half circle 0–100: the arc is ``value``; today and the proven optimum are marks on it.

    ``not_assessed`` names what the figure leaves out.
    """
    without = _("%(names)s未评估") % {"names": not_assessed} if not_assessed else ""
    named = [("today", _("现状"), today), ("bound", _("最优"), bound)]
    told = [(name, word, number) for name, word, number in named if number is not None]
    places = _label_places([number for *_named, number in told])
    marks = [
        _mark(name, number) | place | {"label": f"{word} {score(number)}"}
        for (name, word, number), place in zip(told, places, strict=True)
    ]
    spoken = [
        f"{_('评分')} {score(value)}",
        *(f"{word} {score(number)}" for _name, word, number in told),
        *([without] if without else []),
    ]
    return {
        "value": value,
        "arc": _arc(value) if value else "",
        "track": _arc(100),
        "marks": marks,
        "without": without,
        "label": "，".join(spoken),
    }


def _point(number: float, radius: float) -> tuple[float, float]:
    """Where a score lies at a distance from the centre."""
    angle = pi * (1 - min(max(number, 0.0), 100.0) / 100)
    return round(CENTRE_X + radius * cos(angle), 2), round(CENTRE_Y - radius * sin(angle), 2)


def _arc(number: float) -> str:
    """The path from 0 to a score."""
    (x0, y0), (x1, y1) = _point(0, RADIUS), _point(number, RADIUS)
    return f"M {x0} {y0} A {RADIUS} {RADIUS} 0 0 1 {x1} {y1}"


def _mark(name: str, number: float) -> dict[str, Any]:
    """A tick across the track."""
    (x1, y1), (x2, y2) = _point(number, RADIUS - 9), _point(number, RADIUS + 9)
    return {"name": name, "x1": x1, "y1": y1, "x2": x2, "y2": y2}


def _label_places(numbers: list[float]) -> list[dict[str, Any]]:
    """Where the labels of one or two scores stand, so that they touch neither each other nor the
    track: each on its half, two at the top on either side of their marks, two on one side one
    below the other.
    """
    sides = ["left" if number < 50 else "right" for number in numbers]
    heights = [_point(number, LABELS)[1] for number in numbers]
    if len(numbers) == 2 and sides[0] == sides[1]:
        low, high = sorted((0, 1), key=lambda index: numbers[index])
        if numbers[high] >= TOP_FROM and numbers[low] <= TOP_TO:
            sides[low], sides[high] = "left", "right"
        else:
            upper, lower = (high, low) if sides[0] == "left" else (low, high)
            heights[upper], heights[lower] = _apart(heights[upper], heights[lower])
    return [
        _label_place(number, side, height)
        for number, side, height in zip(numbers, sides, heights, strict=True)
    ]


def _apart(upper: float, lower: float) -> tuple[float, float]:
    """Two heights moved apart until two lines of text fit, within the frame."""
    short = max(LINE - (lower - upper), 0.0)
    upper = min(max(upper - short / 2, HIGHEST), LOWEST - LINE)
    return upper, max(lower, upper + LINE)


def _label_place(number: float, side: str, height: float) -> dict[str, Any]:
    """A label at a height, beside its mark or as far out as the track asks for."""
    reach = sqrt(max(LABELS**2 - (CENTRE_Y - height) ** 2, 0.0))
    outward = -1 if side == "left" else 1
    x, y = _point(number, LABELS)
    if height != y:
        x = CENTRE_X + outward * reach
    return {
        "x": round(x + outward * 3, 2),
        "y": round(height, 2),
        "anchor": "end" if side == "left" else "start",
    }
