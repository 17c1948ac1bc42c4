"""The exact method for one number of groups: relaxation, search, cuts, branching – and its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.methods.answer import Clock, Node
from planner.methods.cuts import pair_weights, violated_cuts
from planner.methods.mip import good_cover, is_plan
from planner.methods.relaxation import (
    SCALE,
    Relaxation,
    Task,
    bound_of,
    safe_duals,
)
from planner.methods.search import Cover, widening_search
from planner.model import Ints

Rows = NDArray[np.intp]

WORK: Final = 100_000  # groups looked at by one search
MOST_CHOICES: Final = 4_000
DEEPEST: Final = 80  # branchings below one another
DECIDED: Final = 1e-6
CUTS_AT_ONCE: Final = 40
CUT_ROUNDS: Final = 12


@dataclass(slots=True)
class Outcome:
    """What is known for one count: the best cover of the task's pool and a proven bound.

    `bound` is below every plan's value when no plan exists.
    """

    value: int | None
    cover: Cover | None
    bound: int
    node: Node
    complete: bool


class CountSolver:
    """Solves one task to proof, or to an honest bound when the clock stops it."""

    def __init__(
        self,
        task: Task,
        floor: int,
        clock: Clock,
        start: Rows | None = None,
        maker: Callable[[], Cover | None] | None = None,
    ) -> None:
        self.task = task
        self.maker = maker  # makes some plan where the other ways find none
        self.depth = 0
        self.searched = 0.0  # share of the tree, every branching halving it
        self.root = Relaxation(task, clock.stopped, start, float(floor))
        self.clock = clock
        self.limit = 0  # the bound above all branches
        self.floor = floor  # only plans worth more are of interest
        self.value: int | None = None
        self.cover: Cover | None = None
        self.searching = True  # for a first plan by HiGHS, where the caller brings none

    def run(self) -> Outcome:
        """Return the best plan above the floor, if any, and the bound."""
        node = Node()
        everything = np.arange(len(self.task.value))
        bound = self._solve(self.task, everything, node, self.root)
        complete = bound <= self.target
        bound = max(bound, self.target)
        return Outcome(self.value, self.cover, bound, node, complete)

    @property
    def target(self) -> int:
        """Return the value a plan has to exceed to be of interest."""
        return self.floor if self.value is None else max(self.floor, self.value)

    def _room(self, bound: int) -> int:
        """Return the loss that a plan of interest may have, in 1/SCALE units."""
        return bound - (self.target + 1) * SCALE

    def _take(self, task: Task, rows: Rows, cover: Cover) -> bool:
        """Remember a plan that is better than the best so far; return whether it is."""
        value = int(task.value[list(cover)].sum())
        if value <= self.target:
            return False
        self.value = value
        self.cover = tuple(int(rows[k]) for k in cover)
        return True

    def _take_whole(self, relaxation: Relaxation, rows: Rows) -> None:
        """Remember the relaxation's own answer when it happens to be a plan."""
        chosen = relaxation.active[relaxation.x > 0.5]
        if is_plan(relaxation.task, chosen):
            self._take(relaxation.task, rows, tuple(int(k) for k in chosen))

    def _solve(self, task: Task, rows: Rows, node: Node, relaxation: Relaxation) -> int:
        """Close a node or leave it with a bound; return the bound (in units of the objective)."""
        best = None
        for _ in range(CUT_ROUNDS):
            duals, loss = safe_duals(task, relaxation.solve())
            node.stages.append(duals)
            scaled = bound_of(task, duals)
            best = scaled // SCALE if best is None else min(best, scaled // SCALE)
            self._take_whole(relaxation, rows)
            best = min(best, self._search(task, rows, loss, scaled))
            if best <= self.target or self.clock.stopped():
                return best
            if self.value is None or self.searching:
                self.searching = False  # once: it takes longer than a node
                if self._find(task, rows, loss):
                    best = min(best, self._search(task, rows, loss, scaled))
            hot = np.flatnonzero(loss <= self._room(scaled))
            task, rows, relaxation = self._narrowed(task, rows, relaxation, hot)
            cuts = violated_cuts(relaxation, CUTS_AT_ONCE)
            if best <= self.target or not cuts:
                break
            relaxation.cuts.extend(cuts)
        assert best is not None  # noqa: S101
        if best <= self.target or self.clock.stopped():
            return best
        return min(best, self._branch(task, rows, node, relaxation, best))

    def _search(self, task: Task, rows: Rows, loss: Ints, scaled: int) -> int:
        """Search ever larger losses; return the bound that the finished searches prove."""
        found = widening_search(
            task, loss, scaled, self.target, WORK, self.clock.stopped, MOST_CHOICES
        )
        if found.cover is not None:
            self._take(task, rows, found.cover)
        return found.bound

    def _find(self, task: Task, rows: Rows, loss: Ints) -> bool:
        """Look for a better plan without a proof; return whether there was one."""
        cover = good_cover(task, loss, self.clock.stopped)
        if cover is not None:
            return self._take(task, rows, cover)
        if self.value is not None or self.maker is None:
            return False
        made, self.maker = self.maker(), None
        return made is not None and self._take(self.task, np.arange(len(self.task.value)), made)

    def _narrowed(
        self, task: Task, rows: Rows, relaxation: Relaxation, hot: Rows
    ) -> tuple[Task, Rows, Relaxation]:
        """Return the task on the groups still of interest, with its relaxation carried over."""
        smaller = Relaxation(task.take(hot), self.clock.stopped)
        position = np.full(len(task.value), -1)
        position[hot] = np.arange(len(hot))
        kept = position[relaxation.active]
        smaller.x = relaxation.x[kept >= 0]
        smaller.active = kept[kept >= 0]
        smaller.cuts = list(relaxation.cuts)
        smaller.resume(relaxation, position)
        return smaller.task, rows[hot], smaller

    def _branch(
        self, task: Task, rows: Rows, node: Node, relaxation: Relaxation, known: int
    ) -> int:
        """Split on the most undecided pair of atoms: together in a group, or never."""
        weight = np.triu(pair_weights(relaxation), 1)
        undecided = np.minimum(weight, 1 - weight)
        if undecided.max() < DECIDED or self.depth >= DEEPEST:
            return known
        if self.depth == 0:
            self.limit = known
        self._note()
        self.depth += 1
        a, b = np.unravel_index(int(undecided.argmax()), undecided.shape)
        node.pair = int(a), int(b)
        has_a = (task.pool.atoms == a).any(axis=0)
        has_b = (task.pool.atoms == b).any(axis=0)
        bounds = []
        for name, keep in (("together", has_a == has_b), ("apart", ~(has_a & has_b))):
            child = Node()
            setattr(node, name, child)
            hot = np.flatnonzero(keep)
            smaller, inside, start = self._narrowed(task, rows, relaxation, hot)
            bounds.append(self._solve(smaller, inside, child, start))
            if child.pair is None:
                self.searched += 0.5**self.depth
            self._note()
        self.depth -= 1
        return max(bounds)

    def _note(self) -> None:
        """Tell the clock what is known, so that it can see whether the gap stays."""
        self.clock.note(self.value, self.limit, self.searched)
