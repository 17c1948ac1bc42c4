"""The method where all groups can be listed: relaxation and search, which later questions reuse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.methods.answer import Answer, Clock, Groups, Method, Node
from planner.methods.branch_and_cut import CountSolver
from planner.methods.group_pool import GroupPool
from planner.methods.improve import made_plan
from planner.methods.relaxation import (
    SCALE,
    Duals,
    Relaxation,
    Task,
    bound_of,
    make_task,
    reduced_costs,
    safe_duals,
)
from planner.model import Bools, Ints, Model
from planner.scoring import highest_value, lowest_value, values

FIRST_ROOM: Final = 500_000  # units below a known bound that are searched first; then eight times
COLUMNS_PER_ATOM: Final = 12
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Known:
    """What the relaxation of a count left: safe duals, their bound, and the columns it used.

    `duals` is None where only the columns are of use: the values have changed since.
    """

    duals: Duals | None
    bound: int
    columns: Rows


class Listed(Method):
    """Plans out of one pool of all groups, count by count, possibly with only some of them.

    With `charge`, every group is worth so many units less than it scores: a price on something
    that the score does not know.
    """

    def __init__(
        self,
        model: Model,
        pool: GroupPool,
        known: dict[int, Known] | None = None,
        charge: Ints | None = None,
    ) -> None:
        self.model, self.pool, self.charge = model, pool, charge
        self.known: dict[int, Known] = known or {}
        self._task: Task | None = None  # of the count asked for last
        self._loss: tuple[Duals, Ints] | None = None

    def stale(self) -> dict[int, Known]:
        """Return what is known without what depends on the values of the groups."""
        return {count: Known(None, 0, old.columns) for count, old in self.known.items()}

    def bound(self, count: int) -> int:
        """Return what is known to limit a count."""
        known = self.known.get(count)
        most = highest_value(self.model, count)
        return most if known is None or known.duals is None else min(most, known.bound)

    def groups(self, rows: Iterable[int] | Rows) -> Groups:
        """Return some of the pool's groups as sorted section indices, themselves sorted."""
        return tuple(sorted(tuple(self.pool.group(self.model, int(row))) for row in rows))

    def values(self, count: int) -> Ints:
        """Return what every group is worth in a plan of `count`, less its charge."""
        value = values(self.model, count, self.pool.table)
        return value if self.charge is None else value - self.charge

    def lowest(self, count: int) -> int:
        """Return a value below that of any plan of `count` groups."""
        low = lowest_value(self.model, count)
        return low if self.charge is None else low - count * int(self.charge.max(initial=0))

    def task(self, count: int) -> Task:
        """Return the task of planning `count` groups out of the pool."""
        if self._task is None or self._task.count != count:
            self._task = make_task(self.model, count, self.pool, self.values(count))
            self._loss = None
        return self._task

    def losses(self, task: Task, duals: Duals) -> Ints:
        """Return what every group loses at the prices `duals`, which leave none above 0."""
        if self._loss is None or self._loss[0] is not duals or self._task is not task:
            loss: Ints = -np.asarray(reduced_costs(task, duals, SCALE))
            self._loss = duals, loss
        return self._loss[1]

    def worth(self, count: int, clock: Clock) -> float:
        """Return the worth of the relaxation."""
        if not len(self.pool):
            return 0.0
        relaxation = Relaxation(self.task(count), clock.stopped)
        relaxation.solve()
        return relaxation.worth

    def answer(
        self, count: int, clock: Clock, keep: Bools | None = None, floor: int | None = None
    ) -> Answer:
        """Return the best plan worth more than `floor`, of the groups in `keep` only."""
        low = self.lowest(count)
        least = low if floor is None else max(low, floor)
        rows = np.arange(len(self.pool)) if keep is None else np.flatnonzero(keep)
        if not len(rows):
            # nothing to price: any cover price will do, and the count's alone gives the bound
            price = Duals(np.zeros(len(self.model.atoms), dtype=np.int64), least * SCALE // count)
            return Answer(count, None, None, least, True, Node([price]))
        task = self.task(count)
        if keep is not None:  # there will be more questions: the whole pool's prices serve all
            self.prices(task, clock, float(least))
        known = self.known.get(count)
        if known is None or known.duals is None:
            making = keep is None and floor is None and self.charge is None
            return self._run(task, rows, clock, least, making)
        if known.bound <= least:
            return Answer(count, None, None, least, True, Node([known.duals]))
        return self._below(task, rows, known.duals, clock, least)

    def prices(self, task: Task, clock: Clock, least: float = -np.inf) -> Duals:
        """Return safe duals over all groups; exact where their bound is not below `least`."""
        known = self.known.get(task.count)
        if known is None or known.duals is None:
            start = self._start(task, np.arange(len(self.pool)))
            relaxation = Relaxation(task, clock.stopped, start, least)
            duals, _ = safe_duals(task, relaxation.solve())
            known = self._remember(task, duals, relaxation)
        assert known.duals is not None  # noqa: S101
        return known.duals

    def _remember(self, task: Task, duals: Duals, relaxation: Relaxation) -> Known:
        known = Known(duals, bound_of(task, duals) // SCALE, relaxation.best_columns())
        self.known[task.count] = known
        return known

    def _below(self, task: Task, rows: Rows, duals: Duals, clock: Clock, least: int) -> Answer:
        """Search ever further below the bound that is known from before."""
        loss = self.losses(task, duals)[rows]
        scaled = bound_of(task, duals)
        room = FIRST_ROOM
        while True:
            floor = max(least, scaled // SCALE - room)
            near = rows[loss <= scaled - (floor + 1) * SCALE]
            answer = Answer(task.count, None, None, floor, True, Node([duals]))
            if len(near):
                answer = self._run(task, near, clock, floor, making=False)
                answer.proof.stages.insert(0, duals)
            if answer.value is not None or not answer.complete or floor <= least:
                return answer
            room *= 8

    def _run(self, task: Task, rows: Rows, clock: Clock, floor: int, making: bool) -> Answer:
        """Solve a task on some of its groups."""
        count, everything = task.count, len(rows) == len(task.value)
        small = task if everything else task.take(rows)
        maker = partial(self._made, count, clock) if making else None
        solver = CountSolver(small, floor, clock, self._start(small, rows), maker)
        outcome = solver.run()
        known = self.known.get(count)
        if everything and (known is None or known.duals is None):
            self._remember(task, outcome.node.stages[0], solver.root)
        groups = None
        if outcome.cover is not None:
            groups = self.groups([int(rows[k]) for k in outcome.cover])
        bound = min(outcome.bound, highest_value(self.model, count))
        return Answer(count, groups, outcome.value, bound, outcome.complete, outcome.node)

    def _made(self, count: int, clock: Clock) -> tuple[int, ...] | None:
        """Return a plan by joining and moving, as positions in the pool."""
        plan = made_plan(self.model, count, clock)
        if plan is None:
            return None
        atoms, fill = self.pool.atoms, len(self.model.atoms)
        rows = []
        for group in plan:
            column = np.full(len(atoms), fill)
            column[: len(group)] = group
            rows.append(int(np.flatnonzero((atoms == column[:, None]).all(axis=0))[0]))
        return tuple(sorted(rows))

    def _start(self, task: Task, rows: Rows) -> Rows | None:
        """Return columns to begin with: those that mattered for the nearest count.

        Of some groups only, those that look best at its prices: what mattered may be left out.
        """
        most = COLUMNS_PER_ATOM * task.atoms
        if not self.known or len(task.value) <= most:
            return None
        known = self.known[min(self.known, key=lambda k: (abs(k - task.count), k))]
        if known.duals is not None and len(rows) < len(self.pool):
            cost = np.asarray(reduced_costs(task, known.duals, SCALE))
            return np.sort(np.argpartition(-cost, most)[:most])
        place = np.full(len(self.pool), -1, dtype=np.intp)
        place[rows] = np.arange(len(rows))
        start = place[known.columns]
        start = start[start >= 0]
        return start if len(start) else None
