"""The planner's answer as frozen values, and the stop signal that its callers hand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.problem import Calibration


@dataclass(frozen=True, slots=True)
class Stop:
    """When to end early: after `time_limit_s` seconds, or as soon as `cancelled()` is true.

    With `patience_s` the search for one count also ends when its gap is known to stay: see
    `Clock.note`.
    """

    time_limit_s: float | None = 60.0
    cancelled: Callable[[], bool] | None = None
    patience_s: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: the stage, best objective so far and the bound (None: not known yet)."""

    stage: str
    done: int
    total: int
    objective: int | None = None
    bound: int | None = None


OnProgress = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Tell nobody how far a run is."""


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One big section: member ids in canonical (id) order, and its contribution to each part."""

    members: tuple[str, ...]
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A scored plan; `parts` are 0–100, `objective` is the integer of planner.md.

    Of an alternative, `label` is its name and `loss` the points by which it is proven to be at
    most below the best of all plans. `small` is how many groups have one person at most, and how
    many two.
    """

    groups: tuple[GroupResult, ...]
    parts: Mapping[str, float]
    score: float
    objective: int
    label: str = ""
    loss: float | None = None
    small: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One rule of a smallest conflicting set, with the sections it concerns there."""

    rule: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Sections that are left in a group too small, and the rules of which one would have to give.

    No rules: the people are too few whatever the rules.
    """

    sections: tuple[str, ...]
    rules: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class SmallGroups:
    """How few small groups there are, where that comes before the score.

    `people`: groups of so many at most count as small, `ones` with one at most, `twos` with two.
    `proven`: no plan has fewer. `obstacles` say why there are any.
    """

    people: int
    ones: int
    twos: int
    proven: bool
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found: `bound` is proven; `gap` is (bound − objective)/10⁶, in points.

    Where small groups are to be as few as possible, the bound is on plans with as few as `small`.
    """

    status: str
    plan: PlanResult | None
    objective: int | None
    bound: int | None
    gap: float | None
    alternatives: tuple[PlanResult, ...]
    today: PlanResult
    conflict: tuple[Conflict, ...]
    certificate: dict[str, Any] | None
    calibration: Calibration
    balance_assessed: bool
    notes: tuple[str, ...]
    seconds: float
    small: SmallGroups | None = None
