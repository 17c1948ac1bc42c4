"""The score dial: where its arc and its marks lie."""

from math import cos, pi, sin
from typing import Any

from django import template
from django.utils.translation import gettext as _

from bigsection.web.templatetags.figures import score

register = template.Library()

CENTRE_X, CENTRE_Y, RADIUS = 140.0, 118.0, 92.0
CLOSE = 9.0  # points between two marks whose labels would touch


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
    marks = []
    told = [(_("评分"), value)]
    for name, word, number in (("today", _("现状"), today), ("bound", _("最优"), bound)):
        if number is not None:
            marks.append(_mark(name, word, number))
            told.append((word, number))
    if len(marks) == 2 and today is not None and bound is not None and abs(bound - today) < CLOSE:
        marks[0]["y"] = float(marks[0]["y"]) + 14
    return {
        "value": value,
        "arc": _arc(value) if value else "",
        "track": _arc(100),
        "marks": marks,
        "without": without,
        "label": "，".join(
            [*(f"{word} {score(number)}" for word, number in told), *([without] if without else [])]
        ),
    }


def _point(number: float, radius: float) -> tuple[float, float]:
    """Where a score lies at a distance from the centre."""
    angle = pi * (1 - min(max(number, 0.0), 100.0) / 100)
    return round(CENTRE_X + radius * cos(angle), 2), round(CENTRE_Y - radius * sin(angle), 2)


def _arc(number: float) -> str:
    """The path from 0 to a score."""
    (x0, y0), (x1, y1) = _point(0, RADIUS), _point(number, RADIUS)
    return f"M {x0} {y0} A {RADIUS} {RADIUS} 0 0 1 {x1} {y1}"


def _mark(name: str, word: str, number: float) -> dict[str, Any]:
    """A tick across the track with its label outside."""
    (x1, y1), (x2, y2) = _point(number, RADIUS - 9), _point(number, RADIUS + 9)
    x, y = _point(number, RADIUS + 13)
    anchor = "end" if number < 45 else "start" if number > 55 else "middle"
    return {
        "name": name,
        "x1": x1,
        "y1": y1,
        "x2": x2,
        "y2": y2,
        "x": x,
        "y": y,
        "anchor": anchor,
        "label": f"{word} {score(number)}",
    }
