"""What a workbench answers: the best plan for one count or over several, and what is proven."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from planner.api import Stop
from planner.methods.branch_and_cut import Clock

Groups = tuple[tuple[int, ...], ...]  # canonical section indices, sorted


@dataclass(frozen=True, slots=True)
class Answer:
    """The best plan of `count` groups above the floor asked for, and what is proven.

    With `complete`, `value` is the optimum, or None proves that no plan above the floor exists;
    otherwise no plan is worth more than `bound`.
    """

    count: int
    groups: Groups | None
    value: int | None
    bound: int
    complete: bool

    @property
    def status(self) -> str:
        """Return optimal, infeasible, feasible or unknown, where no floor was asked for."""
        if self.complete:
            return "infeasible" if self.value is None else "optimal"
        return "unknown" if self.value is None else "feasible"


@dataclass(frozen=True, slots=True)
class Best:
    """The best plan over several counts; None and `complete` prove that there is none."""

    groups: Groups | None
    value: int | None
    bound: int | None
    complete: bool


NO_PLAN = Best(None, None, None, True)


def clock_of(stop: Stop | None) -> Clock:
    """Return a clock that starts now."""
    stop = stop or Stop()
    limit = stop.time_limit_s
    return Clock(None if limit is None else time.monotonic() + limit, stop.cancelled)


def half_of(clock: Clock) -> Clock:
    """Return a clock that stops after half of the time that is left."""
    if clock.deadline is None:
        return clock
    now = time.monotonic()
    return Clock(now + max(0.0, clock.deadline - now) / 2, clock.cancelled)


def better(best: Best, answer: Answer) -> Best:
    """Return the better plan of the two and what is proven of both."""
    bound = best.bound
    if answer.value is not None or not answer.complete:
        bound = answer.bound if bound is None else max(bound, answer.bound)
    complete = best.complete and answer.complete
    if answer.value is not None and (best.value is None or answer.value > best.value):
        return Best(answer.groups, answer.value, bound, complete)
    return Best(best.groups, best.value, bound, complete)


def best_of(answers: Iterable[Answer], floor: int | None) -> Best:
    """Return the best of complete answers worth more than `floor`; of equals, the first."""
    best = NO_PLAN
    for answer in answers:
        if floor is None or answer.value is None or answer.value > floor:
            best = better(best, answer)
    return best
