"""Four sections, a plan of them, and what answers about it are shown against."""

from typing import Any

from mergers.planning.parts import PART_LABELS
from mergers.questions.layout import Scene

NAMES = {"1": "甲科", "2": "乙科", "3": "丙科", "4": "丁科"}


def plan(score: float, *groups: str, **parts: float | None) -> dict[str, Any]:
    """A plan of sections named by digits: ``plan(80, "12", "3", "4")``."""
    return {
        "shape": "-".join(groups),
        "count": len(groups),
        "score": score,
        "objective": round(score * 1e6),
        "parts": dict.fromkeys(PART_LABELS, score) | parts,
        "groups": [list(group) for group in groups],
    }


def scene(
    present: dict[str, Any], *, complete: bool = True, aside: bool = False, **options: Any
) -> Scene:
    """The plan as it stands, on a page of the address /q/."""
    weights = {"overlap": 0.35, "balance": 0.25, "one_person": 0.15}
    weights |= {"posts": 0.1, "continuity": 0.1, "span": 0.05}
    return Scene(present, NAMES, weights, "/q/", complete, leaves_aside=aside, options=options)


OWN = plan(80, "12", "3", "4")
