"""The method where there are too many groups to list: only those that matter are made."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.methods.answer import Answer, Clock, Method, Node
from planner.methods.branch_and_cut import CountSolver, Outcome
from planner.methods.group_pool import GroupPool, enumerate_groups, joined, pool_of
from planner.methods.improve import IMPROVEMENTS, improved, made_plan
from planner.methods.mip import good_cover
from planner.methods.pricing import Pricer
from planner.methods.relaxation import (
    SCALE,
    Duals,
    Relaxation,
    Task,
    bound_of,
    first_columns,
    make_task,
    reduced_costs,
    safe_duals,
)
from planner.model import Bools, Model
from planner.scoring import highest_value, lowest_value, values

FIRST_PARTIALS: Final = 20_000
ALL_PARTIALS: Final = 20_000_000
MOST_ROUNDS: Final = 400
MOST_SMALL: Final = 40_000  # groups to begin with: all up to three atoms, or two, or one
NEARLY: Final = 5_000.0  # units below what adds to the relaxation
ROUNDED: Final = 100.0  # units: more than prices change when they are made whole
TOLERANCE: Final = 0.5  # units: what a group outside may still add to the relaxation


class Columns:
    """The groups made so far, shared by all counts: they are worth something else in each."""

    def __init__(self, model: Model, pool: GroupPool) -> None:
        self.model, self.pool = model, pool
        self.place = {group: k for k, group in enumerate(_groups(model, pool))}

    def add(self, pool: GroupPool) -> NDArray[np.intp]:
        """Add the groups that are new; return the positions of these."""
        start = len(self.pool)
        fresh: list[int] = []
        for k, group in enumerate(_groups(self.model, pool)):
            if group not in self.place:
                self.place[group] = start + len(fresh)
                fresh.append(k)
        if fresh:
            new = pool.take(np.array(fresh, dtype=np.intp))
            self.pool = joined([self.pool, new], len(self.model.atoms))
        return np.arange(start, len(self.pool))


def _groups(model: Model, pool: GroupPool) -> Iterator[tuple[int, ...]]:
    """Yield every group as a tuple of its atoms."""
    n = len(model.atoms)
    return (tuple(a for a in column if a < n) for column in pool.atoms.T.tolist())


class Generated(Method):
    """Plans count by count; groups made for one count serve the others as well."""

    def __init__(self, model: Model, clock: Clock) -> None:
        """Begin with all small groups."""
        tries = ((MOST_SMALL, 3), (MOST_SMALL, 2), (1 << 60, 1))
        pools = (enumerate_groups(model, most, clock.stopped, wide) for most, wide in tries)
        pool = next(pool for pool in pools if pool is not None)
        self.model, self.columns = model, Columns(model, pool)
        self.used: dict[int, NDArray[np.intp]] = {}  # columns that mattered, by count

    def worth(self, count: int, clock: Clock) -> float:
        """Return the worth of the relaxation over the groups made so far."""
        if clock.stopped():
            return 0.0
        pool = self.columns.pool
        value = values(self.model, count, pool.table)
        relaxation = Relaxation(make_task(self.model, count, pool, value), clock.stopped)
        relaxation.solve_once()
        return relaxation.worth

    def answer(
        self, count: int, clock: Clock, keep: Bools | None = None, floor: int | None = None
    ) -> Answer:
        """Return the best plan worth more than `floor`; there is no list for `keep` to choose from."""
        near = min(self.used, key=lambda k: (abs(k - count), k), default=None)
        start = None if near is None else self.used[near]
        generator = CountGenerator(self.columns, count, clock, floor, start)
        outcome = generator.run()
        if generator.relaxation is not None:
            self.used[count] = generator.relaxation.best_columns()
        groups = None
        if outcome.cover is not None:
            groups = tuple(
                sorted(tuple(self.columns.pool.group(self.model, k)) for k in outcome.cover)
            )
        bound = min(outcome.bound, highest_value(self.model, count))
        return Answer(count, groups, outcome.value, bound, outcome.complete, outcome.node)


class CountGenerator:
    """Solves one count by column generation, then by all groups within the gap."""

    def __init__(
        self,
        columns: Columns,
        count: int,
        clock: Clock,
        floor: int | None,
        start: NDArray[np.intp] | None,
    ) -> None:
        self.columns, self.model = columns, columns.model
        self.count, self.clock = count, clock
        low = lowest_value(self.model, count)
        self.floor = low if floor is None else max(low, floor)
        self.pricer = Pricer(self.model, count)
        self.active = start
        self.cover: tuple[int, ...] | None = None
        self.value: int | None = None
        self.relaxation: Relaxation | None = None
        self.known_from = np.inf  # all groups of so much reduced cost there are among the columns

    @property
    def target(self) -> int:
        """Return the value a plan has to exceed to be of interest."""
        return self.floor if self.value is None else max(self.floor, self.value)

    def bound(self) -> tuple[float, float]:
        """Generate columns until the relaxation is solved; return its worth and what it misses.

        No group outside the columns has a reduced cost above the second figure.
        """
        partials = FIRST_PARTIALS
        best: tuple[float, Relaxation, float] | None = None
        for _ in range(MOST_ROUNDS):
            relaxation = self._relax()
            # a search through everything is dear: what nearly matters is taken along
            least = TOLERANCE if partials < ALL_PARTIALS else -NEARLY
            priced = self.pricer.groups_above(
                relaxation.duals, least, partials, self.clock.stopped, 2
            )
            rest = self._reduced(priced.pool, priced.value, relaxation.duals)
            most = float(rest.max(initial=TOLERANCE))
            outside = max(TOLERANCE, priced.missed, most)
            limit = relaxation.worth + self.count * outside
            if best is None or limit <= best[0]:
                best = limit, relaxation, outside
                self.known_from = np.inf
            self.clock.note(self.value, best[0])
            if self.clock.stopped() or limit < self.floor:
                break
            chosen = np.sort(np.argsort(-rest, kind="stable")[: 10 * len(self.model.atoms)])
            fresh = self.columns.add(priced.pool.take(chosen))
            everything = priced.missed == -np.inf and len(chosen) == len(rest)
            if everything and best[1] is relaxation:
                self.known_from = least
            self.active = np.concatenate([relaxation.active, fresh])
            if (len(fresh) and most > TOLERANCE) or relaxation.raise_penalty():
                continue
            if priced.missed <= TOLERANCE or partials >= ALL_PARTIALS:
                break
            partials *= 32
        assert best is not None  # noqa: S101
        self.clock.begin(self.value)  # what follows comes closer in another way
        self.relaxation = best[1]
        return best[1].worth, best[2]

    def _relax(self) -> Relaxation:
        task = self._task()
        if self.active is None and self.cover is not None:
            own = np.array(self.cover, dtype=np.intp)
            self.active = np.union1d(first_columns(task), own)
        relaxation = Relaxation(task, self.clock.stopped, self.active)
        if self.relaxation is not None:
            relaxation.resume(self.relaxation)
        relaxation.solve_once()
        self.relaxation = relaxation
        self.active = relaxation.active
        return relaxation

    def _task(self) -> Task:
        pool = self.columns.pool
        return make_task(self.model, self.count, pool, values(self.model, self.count, pool.table))

    def _reduced(
        self, pool: GroupPool, value: NDArray[np.int64], duals: Duals
    ) -> NDArray[np.float64]:
        task = make_task(self.model, self.count, pool, value)
        return np.asarray(reduced_costs(task, duals), dtype=np.float64)

    def run(self) -> Outcome:
        """Return the best plan above the floor, if any, and the bound."""
        if self.floor <= lowest_value(self.model, self.count):
            self._make_plan()  # the relaxation starts from a plan, and a plan is at hand early
        _, outside = self.bound()
        assert self.relaxation is not None  # noqa: S101
        task = self.relaxation.task
        duals, _ = safe_duals(task, self.relaxation.duals)
        lift = ceil((outside + 1) * SCALE)
        stage = Duals(duals.cover, duals.count + lift, duals.business, duals.posts)
        scaled = bound_of(task, stage)
        node = Node([stage])
        if scaled // SCALE <= self.floor:
            return Outcome(None, None, self.floor, node, True)
        self._find_plan(task, stage)
        room = scaled - (self.target + 1) * SCALE
        if room < 0:
            return Outcome(self.value, self.cover, self.target, node, True)
        honest = Outcome(self.value, self.cover, max(self.target, scaled // SCALE), node, False)
        if self.clock.stopped():
            return honest
        threshold = -(room / SCALE) - 2
        floating = Duals(
            stage.cover / SCALE, stage.count / SCALE, stage.business / SCALE, stage.posts / SCALE
        )
        if threshold < self.known_from + ROUNDED:
            priced = self.pricer.groups_above(
                floating, threshold, ALL_PARTIALS, self.clock.stopped, 2
            )
            if priced.missed > threshold:
                return honest
            self.columns.add(priced.pool)
        return self._finish(node, scaled // SCALE)

    def _finish(self, node: Node, bound: int) -> Outcome:
        solver = CountSolver(self._task(), self.floor, self.clock, self.active)
        if self.value is not None and self.value > self.floor:
            solver.value, solver.cover, solver.searching = self.value, self.cover, False
        outcome = solver.run()
        node.stages.extend(outcome.node.stages)
        node.pair, node.together, node.apart = (
            outcome.node.pair,
            outcome.node.together,
            outcome.node.apart,
        )
        return Outcome(
            outcome.value, outcome.cover, min(outcome.bound, bound), node, outcome.complete
        )

    def _find_plan(self, task: Task, stage: Duals) -> None:
        """Look for a good plan: the relaxation's own, one of HiGHS, one by joining and moving."""
        loss = -np.asarray(reduced_costs(task, stage, SCALE))
        cover = good_cover(task, loss, self.clock.stopped)
        if cover is not None:
            self._take(cover, int(task.value[list(cover)].sum()))
        room = bound_of(task, stage) // SCALE - self.target
        if self.value is not None and room < 1_000_000:
            return
        self._make_plan()

    def _make_plan(self) -> None:
        plan = made_plan(self.model, self.count, self.clock)
        if plan is None and self.cover is not None:
            groups = _groups(self.model, self.columns.pool.take(np.array(self.cover)))
            plan = improved(
                self.model, [list(group) for group in groups], IMPROVEMENTS, self.clock.stopped
            )
        if plan is None:
            return
        pool = pool_of(self.model, plan)
        self.columns.add(pool)
        cover = tuple(sorted(self.columns.place[tuple(sorted(group))] for group in plan))
        self._take(cover, int(values(self.model, self.count, pool.table).sum()))

    def _take(self, cover: tuple[int, ...], value: int) -> None:
        if value > self.target:
            self.cover, self.value = cover, value
