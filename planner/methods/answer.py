"""What every method answers: the best plan for one count or over several, and what is proven."""

from __future__ import annotations

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from planner.api import Stop

if TYPE_CHECKING:
    from planner.methods.relaxation import Duals
    from planner.model import Bools

Groups = tuple[tuple[int, ...], ...]  # canonical section indices, sorted


STEP: Final = 0.05  # of the gap, or of the search: less than that is no progress


@dataclass(slots=True)
class Clock:
    """Tells when to stop, and is asked often."""

    deadline: float | None
    cancelled: Callable[[], bool] | None
    patience: float | None = None
    _plan: int | None = None
    _gap: float = math.inf
    _searched: float = 0.0
    _since: float | None = None  # when the gap was last seen to shrink; None: not waited for

    def stopped(self) -> bool:
        """Return whether the time is over, the patience is, or the caller has cancelled."""
        ends = (
            self.deadline,
            None if self._since is None else self._since + (self.patience or math.inf),
        )
        if any(end is not None and time.monotonic() >= end for end in ends):
            return True
        return self.cancelled is not None and self.cancelled()

    def begin(self, plan: int | None) -> None:
        """Hear that another way is tried, with a plan of this value known: it has its own time."""
        self._plan, self._since = plan, None
        self._gap, self._searched = math.inf, 0.0

    def note(self, plan: int | None, bound: float, searched: float = 0.0) -> None:
        """Hear what is known: the best plan's value, the bound, the share of the search done.

        From then on the patience runs, and starts anew whenever the gap has shrunk by a `STEP` of
        itself or the search has come a `STEP` further. Without any plan nothing is given up.
        """
        self._plan = plan if self._plan is None else max(self._plan, plan or self._plan)
        if self._plan is None:
            return
        gap = bound - self._plan
        moved = gap <= (1 - STEP) * self._gap or searched >= self._searched + STEP
        if self._since is None or moved:
            self._gap, self._searched, self._since = gap, searched, time.monotonic()

    def left(self, most: float) -> float:
        """Return the seconds left, at most `most`."""
        if self.deadline is None:
            return most
        return max(0.0, min(most, self.deadline - time.monotonic()))

    def half(self) -> Clock:
        """Return a clock that stops after half of the time that is left."""
        return self if self.deadline is None else self.fresh(self.left(math.inf) / 2)

    def fresh(self, seconds: float) -> Clock:
        """Return a clock for so many seconds from now, cancelled and patient as this one is."""
        return Clock(time.monotonic() + seconds, self.cancelled, self.patience)

    @staticmethod
    def over(seconds: float | None, cancelled: Callable[[], bool] | None = None) -> Clock:
        """Return a clock for so many seconds from now."""
        return Clock(None if seconds is None else time.monotonic() + seconds, cancelled)


def clock_of(stop: Stop | None) -> Clock:
    """Return a clock that starts now."""
    stop = stop or Stop()
    clock = Clock.over(stop.time_limit_s, stop.cancelled)
    clock.patience = stop.patience_s
    return clock


@dataclass(slots=True)
class Node:
    """One node of a proof: duals that bound it in turn, then a pair to branch on, or a search.

    Groups whose loss exceeds the room left by an earlier stage are out of every later one. With
    `subsets` there is nothing to hand over: the checker goes through all subsets itself. With
    `alike` the groups are counted by class, and members of a class have one price; with `flat`, too,
    all are equally similar, and a class is a number of people.
    """

    stages: list[Duals] = field(default_factory=list)
    subsets: bool = False
    alike: bool = False
    flat: bool = False
    pair: tuple[int, int] | None = None
    together: Node | None = None
    apart: Node | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The best plan of `count` groups above the floor asked for, and what is proven.

    With `complete`, `value` is the optimum, or None proves that no plan above the floor exists;
    otherwise no plan is worth more than `bound`. `proof` shows the bound.
    """

    count: int
    groups: Groups | None
    value: int | None
    bound: int
    complete: bool
    proof: Node

    @property
    def status(self) -> str:
        """Return optimal, infeasible, feasible or unknown, where no floor was asked for."""
        return _status(self.value, self.complete)

    def joined(self, other: Answer) -> Answer:
        """Return what two methods know together, the other one asked for more than this found."""
        best = self if other.value is None else other
        lower = other if other.bound < self.bound else self
        bound = lower.bound if best.value is None else max(lower.bound, best.value)
        complete = other.complete or (best.value is not None and bound <= best.value)
        return Answer(self.count, best.groups, best.value, bound, complete, lower.proof)


class Method(ABC):
    """One way to the best plan of a number of groups."""

    def prepare(self, counts: Sequence[int]) -> None:  # noqa: B027
        """Hear which counts will be asked for; most ways work each of them out on its own."""

    @abstractmethod
    def worth(self, count: int, clock: Clock) -> float:
        """Return about what the best plan is worth, to choose the count to begin with."""

    @abstractmethod
    def answer(
        self, count: int, clock: Clock, keep: Bools | None = None, floor: int | None = None
    ) -> Answer:
        """Return the best plan worth more than `floor`, of the listed groups in `keep` only."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best plan over several counts; None and `complete` prove that there is none.

    `answers` are those for the single counts, each asked for more than the ones before are worth.
    """

    groups: Groups | None
    value: int | None
    bound: int | None
    complete: bool
    answers: tuple[Answer, ...] = ()

    @property
    def status(self) -> str:
        """Return optimal, infeasible, feasible or unknown, where no floor was asked for."""
        return _status(self.value, self.complete)


def _status(value: int | None, complete: bool) -> str:
    if complete:
        return "infeasible" if value is None else "optimal"
    return "unknown" if value is None else "feasible"


def best_of(answers: Iterable[Answer]) -> Best:
    """Return the best plan of all answers (of equals the first) and what is proven of them."""
    asked = tuple(answers)
    best = max(asked, key=lambda a: (a.value is not None, a.value or 0), default=None)
    value = None if best is None else best.value
    limits = [answer.bound for answer in asked if not answer.complete]
    complete = all(value is not None and limit <= value for limit in limits)
    bound = max([*limits, *([] if value is None else [value])], default=None)
    groups = None if best is None else best.groups
    return Best(groups, value, bound, complete, asked)
