"""Plans that differ genuinely from the best one, named for what they are best at."""

from __future__ import annotations

from mergers.planner.api import PlanResult
from mergers.planner.exact import Clock
from mergers.planner.model import Model


def find_alternatives(
    model: Model, best: PlanResult, number: int, clock: Clock
) -> tuple[PlanResult, ...]:
    """Return up to `number` other plans."""
    return ()
