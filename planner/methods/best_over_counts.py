"""The best plan over all numbers of groups allowed, each solved by the method that suits it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from planner.api import Progress
from planner.certificate import node_to_json
from planner.methods.branch_and_cut import Clock, CountSolver, Node, Outcome
from planner.methods.capacity_bound import beyond_capacity
from planner.methods.classwise import Classwise, classwise_of
from planner.methods.components import Splits, components_of, splits_of
from planner.methods.flat import Flat, flat_limit, flat_of
from planner.methods.generation import (
    Columns,
    CountGenerator,
    columns_of,
    highest_value,
    lowest_value,
    made_plan,
)
from planner.methods.group_pool import GroupPool, enumerate_groups, sections_of
from planner.methods.improve import allowed_as_a_whole, whole_allowed
from planner.methods.relaxation import SCALE, Duals, Relaxation, make_task
from planner.model import Model
from planner.scoring import score_groups, values

MOST_LISTED: Final = 600_000  # candidates for groups; more are generated when they are needed
MOST_BASE: Final = 40_000
LAST_MINUTE_S: Final = 2.0  # for a plan at all, or better bounds, after the time was over
OnProgress = Callable[[Progress], None]
Start = NDArray[np.intp] | None


@dataclass(slots=True)
class BestPlan:
    """The best plan over all counts so far and, per count, what is proven."""

    groups: list[list[int]] | None = None
    value: int | None = None
    open: dict[int, int] = field(default_factory=dict)  # counts not closed, with their bounds
    proofs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Return whether no plan is better, or whether there is none at all."""
        return all(self.value is not None and left <= self.value for left in self.open.values())

    @property
    def bound(self) -> int | None:
        """Return what no plan exceeds, None where it is proven that there is none."""
        known = [*self.open.values(), *([] if self.value is None else [self.value])]
        return max(known, default=None)

    def take(self, model: Model, pool: GroupPool, count: int, outcome: Outcome) -> None:
        """Remember what was found for one count."""
        if outcome.value is not None and outcome.cover is not None:
            self.value = outcome.value
            self.groups = sorted(pool.group(model, row) for row in outcome.cover)
        self.limit(model, count, outcome)

    def leave(self, model: Model, count: int) -> None:
        """Remember that nothing but the best of every part limits this count."""
        self.limit(model, count, Outcome(None, None, highest_value(model, count), Node(), False))

    def adopt(self, one: BestPlan) -> None:
        """Take over what is proven of one count."""
        self.open |= one.open
        self.proofs.extend(one.proofs)

    def limit(self, model: Model, count: int, outcome: Outcome) -> None:
        """Remember what is proven of one count."""
        outcome.bound = min(outcome.bound, highest_value(model, count))
        if not outcome.complete:
            self.open[count] = outcome.bound
        self.proofs.append({"count": count, "bound": outcome.bound, **node_to_json(outcome.node)})

    def tighten(self, model: Model, stopped: Callable[[], bool]) -> None:
        """Bound the counts left open by members and people alone, the highest bounds first."""
        flat = None if self.complete else flat_limit(model)
        for count in sorted(self.open, key=lambda count: -self.open[count]):
            if flat is None or stopped():
                break
            bound, node = flat.limited(count, stopped)
            if bound >= self.open[count]:
                continue
            proof = {"count": count, "bound": bound, **node_to_json(node)}
            self.proofs = [proof if old["count"] == count else old for old in self.proofs]
            self.open[count] = bound


def best_plan(model: Model, clock: Clock, on_progress: OnProgress | None) -> BestPlan:
    """Return the best plan the rules allow; `complete` tells that it, or that none is, is proven.

    The counts are taken from the most promising one outward: a good plan found early closes the
    others with few steps.
    """
    best = BestPlan()
    counts = [count for count in model.counts() if count <= len(model.atoms)]
    if not counts or not model.atom_ok.diagonal().all():
        return best
    impossible = {count: beyond_capacity(model, count) for count in counts}
    for count, outcome in impossible.items():
        if outcome is not None:
            best.limit(model, count, outcome)
    counts = [count for count in counts if impossible[count] is None]
    if not counts:
        return best
    method = _method(model, clock, counts)
    first = method.promising(counts) if len(counts) > 1 else counts[0]
    ordered = sorted(counts, key=lambda count: (count < first, abs(count - first)))
    start: Start = None
    for done, count in enumerate(ordered):
        if on_progress is not None:
            on_progress(Progress("count", done, len(counts), best.value, best.bound))
        if count < first and ordered[done - 1] >= first:
            start = None
        if clock.stopped():
            best.leave(model, count)
        else:
            start = method.solve(count, best, start)
    best.tighten(model, Clock(time.monotonic() + LAST_MINUTE_S, clock.cancelled).stopped)
    if best.value is None and not best.complete:
        _take_any(model, counts, first, best)
    best.proofs.sort(key=lambda proof: int(proof["count"]))
    return best


def _take_any(model: Model, counts: list[int], likely: int, best: BestPlan) -> None:
    """Fall back on a quickly joined plan, or on leaving everything as it is where that may be."""
    plan = made_plan(model, likely, Clock(time.monotonic() + LAST_MINUTE_S, None))
    if plan is None and len(model.atoms) in counts:
        plan = [[a] for a in range(len(model.atoms))]
    if plan is not None and allowed_as_a_whole(model, plan):
        best.groups = sorted(sections_of(model, group) for group in plan)
        best.value = score_groups(model, best.groups).objective


def _method(
    model: Model, clock: Clock, counts: list[int]
) -> _Separate | _Alike | _Listed | _Generated:
    classwise = classwise_of(model, clock.stopped) or flat_of(model)
    if classwise is not None:
        return _Alike(model, classwise, clock)
    method = _one_by_one(model, clock)
    if isinstance(method, _Generated) or clock.stopped():
        return method
    components = components_of(model, method.pool)
    if components is None:
        return method
    return _Separate(method, splits_of(model, method.pool, components, counts))


def _one_by_one(model: Model, clock: Clock) -> _Listed | _Generated:
    pool = enumerate_groups(model, MOST_LISTED, clock.stopped)
    if pool is not None:
        return _Listed(model, pool, clock)
    for widest in (3, 2):
        pool = enumerate_groups(model, MOST_BASE, clock.stopped, widest)
        if pool is not None:
            break
    else:
        pool = enumerate_groups(model, 1 << 60, widest=1)
    assert pool is not None  # noqa: S101
    return _Generated(model, columns_of(model, pool), clock)


class _Listed:
    """Every feasible group is in the pool."""

    def __init__(self, model: Model, pool: GroupPool, clock: Clock) -> None:
        self.model, self.pool, self.clock = model, pool, clock

    def promising(self, counts: list[int]) -> int:
        """Return the count whose relaxation is best."""
        return counts[_peak(len(counts), lambda k: self._relaxed(counts[k]))]

    def _relaxed(self, count: int) -> float:
        if not len(self.pool):
            return 0.0
        value = values(self.model, count, self.pool.table)
        task = make_task(self.model, count, self.pool, value)
        relaxation = Relaxation(task, self.clock.stopped)
        relaxation.solve()
        return relaxation.worth

    def solve(self, count: int, best: BestPlan, start: Start) -> Start:
        """Solve one count; return the groups that a neighbouring count should begin with."""
        model, pool = self.model, self.pool
        floor = lowest_value(model, count)
        if best.value is not None:
            floor = max(floor, best.value)
        if not len(pool):
            # nothing to price: any cover price will do, and the count's alone gives the bound
            price = Duals(np.zeros(len(model.atoms), dtype=np.int64), floor * SCALE // count)
            best.take(model, pool, count, Outcome(None, None, floor, Node([price]), True))
            return None
        task = make_task(model, count, pool, values(model, count, pool.table))
        maker = partial(self._made, count) if best.value is None else None
        solver = CountSolver(task, floor, self.clock, start, maker)
        best.take(model, pool, count, solver.run())
        return solver.root.best_columns()

    def _made(self, count: int) -> tuple[int, ...] | None:
        """Return a plan by joining and moving, as positions in the pool."""
        plan = made_plan(self.model, count, self.clock)
        if plan is None:
            return None
        atoms, fill = self.pool.atoms, len(self.model.atoms)
        rows = []
        for group in plan:
            column = np.full(len(atoms), fill)
            column[: len(group)] = group
            rows.append(int(np.flatnonzero((atoms == column[:, None]).all(axis=0))[0]))
        return tuple(sorted(rows))


class _Separate:
    """The sections fall into components small enough to go through all their subsets."""

    def __init__(self, listed: _Listed, plans: Splits) -> None:
        self.listed, self.plans = listed, plans

    def promising(self, counts: list[int]) -> int:
        """Return the count with the best plan; of equals, the larger."""
        return max(counts, key=lambda count: (self._worth(count), count))

    def _worth(self, count: int) -> float:
        plan = self.plans[count]
        return -np.inf if plan is None else plan[0]

    def solve(self, count: int, best: BestPlan, start: Start) -> Start:
        """Solve one count; the other method does where rules on the plan as a whole are broken."""
        model, pool = self.listed.model, self.listed.pool
        floor = lowest_value(model, count)
        if best.value is not None:
            floor = max(floor, best.value)
        plan = self.plans[count]
        node = Node(subsets=True)
        if plan is None or plan[0] <= floor:
            best.take(model, pool, count, Outcome(None, None, floor, node, True))
            return start
        if not whole_allowed(model, count, pool.table.take(np.array(plan[1], dtype=np.intp))):
            return self.listed.solve(count, best, start)
        best.take(model, pool, count, Outcome(plan[0], plan[1], plan[0], node, True))
        return start


class _Alike:
    """Many sections are alike: groups by class first, another method where that proves nothing."""

    def __init__(self, model: Model, groups: Classwise | Flat, clock: Clock) -> None:
        self.model, self.groups, self.clock = model, groups, clock
        self.other: _Listed | _Generated | None = None

    def promising(self, counts: list[int]) -> int:
        """Return the count whose relaxation is best."""
        worth = self.groups.worth
        return counts[_peak(len(counts), lambda k: worth(counts[k], self.clock.stopped))]

    def solve(self, count: int, best: BestPlan, start: Start) -> Start:
        """Solve one count; the better of two bounds counts where neither method ends."""
        floor = lowest_value(self.model, count) if best.value is None else best.value
        outcome, groups = self.groups.solve(count, floor, self.clock)
        if groups is not None and outcome.value is not None:
            best.groups, best.value = groups, outcome.value
        second = BestPlan(best.groups, best.value)
        hopeful = isinstance(self.groups, Classwise)  # else there are far too many groups
        if not outcome.complete and hopeful and not self.clock.stopped():
            if self.other is None:
                self.other = _one_by_one(self.model, self.clock)
            self.other.solve(count, second, None)
            best.groups, best.value = second.groups, second.value
        if second.proofs and int(second.proofs[0]["bound"]) < outcome.bound:
            best.adopt(second)
        else:
            best.limit(self.model, count, outcome)
        return None


class _Generated:
    """Groups are made when they are needed."""

    def __init__(self, model: Model, columns: Columns, clock: Clock) -> None:
        self.model, self.columns, self.clock = model, columns, clock

    def promising(self, counts: list[int]) -> int:
        """Return the count whose relaxation over the small groups is best."""
        model, pool = self.model, self.columns.pool

        def relaxed(k: int) -> float:
            if self.clock.stopped():
                return 0.0
            task = make_task(model, counts[k], pool, values(model, counts[k], pool.table))
            relaxation = Relaxation(task, self.clock.stopped)
            relaxation.solve_once()
            return relaxation.worth

        return counts[_peak(len(counts), relaxed)]

    def solve(self, count: int, best: BestPlan, start: Start) -> Start:
        """Solve one count; return the groups that a neighbouring count should begin with."""
        generator = CountGenerator(self.columns, count, self.clock, best.value, start)
        outcome = generator.run()
        best.take(self.model, self.columns.pool, count, outcome)
        relaxation = generator.relaxation
        return None if relaxation is None else relaxation.best_columns()


def _peak(length: int, height: Callable[[int], float]) -> int:
    """Return where a sequence with a single peak is highest; of equals, the later one."""
    known: dict[int, float] = {}

    def look(k: int) -> float:
        if k not in known:
            known[k] = height(k)
        return known[k]

    low, high = 0, length - 1
    while low < high:
        middle = (low + high) // 2
        if look(middle) <= look(middle + 1):
            low = middle + 1
        else:
            high = middle
    return low
