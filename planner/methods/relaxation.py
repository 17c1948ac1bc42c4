"""The linear relaxation over a pool of groups, and duals made integer so that its bound is safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.groups import is_business
from planner.methods.group_pool import CHUNK, GroupPool
from planner.methods.simplex import Basis, minimise
from planner.model import Floats, Ints, Model

SCALE: Final = 1024  # integer duals are in 1/1024 of the objective's unit
FEW_COLUMNS: Final = 800
HIGHEST: Final = 1e15  # of all duals together, so that their sum stays within 64 bits
UNIT: Final = 1e6  # the relaxation is solved in score points: well-scaled for floating point
Cut = tuple[int, ...]  # three atoms; the groups that hold two or three of them number at most one


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One number of groups to plan for: the pool, each group's value and the side rules.

    `business` and `posts` are the groups' coefficients in the side rules, None when not limited.
    With `sizes` the rows are classes of so many atoms, and a group may hold several of one.
    """

    atoms: int
    count: int
    pool: GroupPool
    value: Ints
    business: Ints | None
    business_needed: int
    posts: Ints | None
    posts_limit: int
    sizes: Ints | None = None

    def take(self, rows: NDArray[np.intp]) -> Task:
        """Return the task on some of the groups."""
        return replace(
            self,
            pool=self.pool.take(rows),
            value=self.value[rows],
            business=None if self.business is None else self.business[rows],
            posts=None if self.posts is None else self.posts[rows],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """Prices of the rows; `cuts` are subset rows with their price. Float or integer alike."""

    cover: NDArray[Any]
    count: Any
    business: Any = 0
    posts: Any = 0
    cuts: tuple[tuple[Cut, Any], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Stopped:
    """The basis in which a relaxation was solved last, in terms that outlast its columns."""

    groups: NDArray[np.intp]  # positions in the pool
    spare: Ints
    rows: Ints
    height: int  # how many rows there were


def make_task(model: Model, count: int, pool: GroupPool, value: Ints) -> Task:
    """Return the task of planning `count` groups out of `pool`."""
    needed, limit = model.business_needed(count), model.posts_limit
    table = pool.table
    return Task(
        atoms=len(model.atoms),
        count=count,
        pool=pool,
        value=value,
        business=is_business(table).astype(np.int64) if needed > 0 else None,
        business_needed=needed,
        posts=table.posts_after if limit is not None else None,
        posts_limit=0 if limit is None else limit,
    )


def in_cut(task: Task, cut: Cut) -> NDArray[np.bool_]:
    """Return which groups hold at least two atoms of the cut."""
    inside = np.zeros(task.atoms + 1, dtype=np.int8)
    inside[list(cut)] = 1
    return np.asarray(inside[task.pool.atoms].sum(axis=0) >= 2)


def reduced_costs(task: Task, duals: Duals, scale: int = 1) -> NDArray[Any]:
    """Return value·scale − prices of every group: what it would add to the relaxation."""
    cover = np.append(duals.cover, 0)
    rest = np.empty(len(task.value), dtype=cover.dtype)
    atoms = task.pool.atoms
    for start in range(0, atoms.shape[1], CHUNK):
        part = slice(start, start + CHUNK)
        prices = cover[atoms[0, part]]
        for row in atoms[1:, part]:
            prices += cover[row]
        np.subtract(task.value[part] * scale, prices, out=rest[part])
    rest -= duals.count
    if task.business is not None and duals.business:
        rest += duals.business * task.business
    if task.posts is not None and duals.posts:
        rest -= duals.posts * task.posts
    for cut, price in duals.cuts:
        rest[in_cut(task, cut)] -= price
    return rest


def bound_of(task: Task, duals: Duals) -> int:
    """Return the dual objective: an upper bound when no reduced cost is above zero."""
    sizes = [1] * task.atoms if task.sizes is None else task.sizes.tolist()
    total = sum(int(price) * size for price, size in zip(duals.cover, sizes, strict=True))
    total += task.count * int(duals.count)
    total += task.posts_limit * int(duals.posts) - task.business_needed * int(duals.business)
    return int(total + sum(int(price) for _, price in duals.cuts))


def safe_duals(task: Task, duals: Duals) -> tuple[Duals, Ints]:
    """Return integer duals (in 1/SCALE units) with every reduced cost ≤ 0, and the losses.

    Whatever tolerance the duals were found with, `bound_of` of the result is a true bound and a
    plan's value is that bound less the losses of its groups.
    """
    most = HIGHEST / task.atoms

    def side(price: Any) -> int:
        return round(min(max(float(price), 0.0), most) * SCALE)

    whole = Duals(
        np.rint(np.clip(duals.cover, -most, most) * SCALE).astype(np.int64),
        round(min(max(float(duals.count), -most), most) * SCALE),
        side(duals.business),
        side(duals.posts),
        tuple((cut, side(price)) for cut, price in duals.cuts),
    )
    cost = reduced_costs(task, whole, SCALE)
    above = max(0, int(cost.max(initial=0)))
    lifted = Duals(whole.cover, whole.count + above, whole.business, whole.posts, whole.cuts)
    return lifted, above - cost


class Relaxation:
    """Column generation over a fixed pool: the columns taken so far stay for the next solve."""

    def __init__(
        self,
        task: Task,
        stopped: Callable[[], bool],
        active: NDArray[np.intp] | None = None,
        floor: float = -np.inf,
    ) -> None:
        self.task = task
        self.stopped = stopped
        self.floor = floor  # a bound this low is low enough
        self.cuts: list[Cut] = []
        self.active = first_columns(task) if active is None else active
        self.stopped_at: Stopped | None = None
        self.duals = Duals(np.zeros(task.atoms), 0.0)
        self.penalty = 4.0 * max(1.0, float(np.abs(task.value).max(initial=0)) / UNIT)
        self.dearest = min(60_000 * self.penalty, HIGHEST / UNIT / task.atoms)
        self.x: Floats = np.zeros(0)
        self.shortage = 0.0
        self.worth = np.inf
        self.low_enough = False

    def best_columns(self) -> NDArray[np.intp]:
        """Return the columns that mattered: a start for the same pool with other values."""
        small = self.task.take(self.active)
        cost = reduced_costs(small, self.duals)
        most = 12 * self.task.atoms
        if len(cost) <= most:
            return self.active
        return np.sort(self.active[np.argpartition(-cost, most)[:most]])

    def resume(self, earlier: Relaxation, place: NDArray[np.intp] | None = None) -> None:
        """Start where another one for the same count stopped: at its penalty, from its basis.

        `place` tells where its groups are in this pool, −1 where they are not; None: all the same.
        """
        self.penalty, self.dearest = earlier.penalty, earlier.dearest
        self.stopped_at = earlier.stopped_at
        if self.stopped_at is not None and place is not None:
            groups = place[self.stopped_at.groups]
            self.stopped_at = replace(self.stopped_at, groups=groups[groups >= 0])

    def solve_once(self) -> Duals:
        """Return optimal duals over the whole pool at the penalty as it is."""
        return self._price_out()

    def solve(self) -> Duals:
        """Return optimal duals over the whole pool (or the last ones, when stopped early).

        `self.shortage` above zero tells that the rules cannot be met even by fractions of groups
        at the current penalty; `self.x` holds the weights of `self.active`.
        """
        while True:
            duals = self._price_out()
            if self.low_enough or self.stopped() or not self.raise_penalty():
                return duals

    def raise_penalty(self) -> bool:
        """Make shortage dearer where there is some; return whether that was done."""
        if self.shortage < 1e-7 or self.penalty >= self.dearest:
            return False
        self.penalty *= 40.0
        return True

    def _price_out(self) -> Duals:
        task = self.task
        batch = max(200, 8 * task.atoms)
        while True:
            duals = self._solve_restricted()
            if len(self.active) == len(task.value):
                self.low_enough = self.worth < self.floor
                return duals
            cost = reduced_costs(task, duals)
            cost[self.active] = -np.inf
            self.low_enough = self.worth + task.count * max(0.0, cost.max()) < self.floor
            good = np.flatnonzero(cost > 0.5)
            if not len(good) or self.low_enough or self.stopped():
                return duals
            if len(good) > batch:
                best = np.argpartition(-cost[good], batch)[:batch]
                good = good[best]
            self.active = np.sort(np.concatenate([self.active, good]))

    def _solve_restricted(self) -> Duals:
        task, active = self.task, self.active
        matrix, limits = self._matrix()
        sizes = np.ones(task.atoms) if task.sizes is None else task.sizes.astype(np.float64)
        equal = np.append(sizes, float(task.count))
        height, width = matrix.shape
        spare = width - len(active)
        found = minimise(
            np.concatenate([np.full(spare, self.penalty), -task.value[active] / UNIT]),
            matrix,
            np.concatenate([equal, np.full(len(limits), -np.inf)]),
            np.concatenate([equal, limits]),
            self._start(spare, height),
        )
        columns, rows = found.basis
        groups = active[columns[columns >= spare] - spare]
        self.stopped_at = Stopped(groups, columns[columns < spare], rows, height)
        self.x = found.x[spare:]
        self.shortage = float(found.x[:spare].sum())
        self.worth = -found.cost * UNIT
        self.duals = self._read(-found.prices * UNIT)
        return self.duals

    def _matrix(self) -> tuple[Any, Floats]:
        """Return the rows of the linear programme, and the upper limits of the last of them.

        Rows: atoms and count, which are met exactly, then side rules and cuts. Columns: what takes up
        the shortage of a row, one that takes up surplus groups, then the active groups.
        """
        task, active = self.task, self.active
        sides, limits = self._side_rows()
        count, soft = task.atoms, np.arange(len(sides) - len(self.cuts))
        spare = count + 2 + len(soft)
        atoms = task.pool.atoms[:, active]
        inside = atoms < task.atoms
        side, group = np.nonzero(sides)
        ones, groups = np.ones(len(active)), np.arange(len(active))
        entries = (
            (np.arange(count + 1), np.arange(count + 1), np.ones(count + 1)),
            ([count], [count + 1], [-1.0]),
            (count + 1 + soft, count + 2 + soft, -np.ones(len(soft))),
            (atoms[inside], spare + np.nonzero(inside)[1], np.ones(int(inside.sum()))),
            (np.full(len(active), count), spare + groups, ones),
            (count + 1 + side, spare + group, sides[side, group]),
        )
        row, column, number = (np.concatenate(part) for part in zip(*entries, strict=True))
        shape = count + 1 + len(sides), spare + len(active)
        return sp.csc_array((number, (row, column)), shape=shape), limits

    def _start(self, spare: int, height: int) -> Basis | None:
        """Return the last basis, with new rows slack, to start from."""
        last = self.stopped_at
        if last is None:
            return None
        groups = np.flatnonzero(np.isin(self.active, last.groups))
        rows = np.append(last.rows, np.arange(last.height, height))
        return Basis(np.append(last.spare, spare + groups), rows)

    def _side_rows(self) -> tuple[Floats, Floats]:
        task, active = self.task, self.active
        rows: list[NDArray[Any]] = []
        limits: list[float] = []
        if task.business is not None:
            rows.append(-task.business[active])
            limits.append(-task.business_needed)
        if task.posts is not None:
            rows.append(task.posts[active])
            limits.append(task.posts_limit)
        if self.cuts:
            small = task.take(active)
            rows.extend(in_cut(small, cut) for cut in self.cuts)
            limits.extend([1.0] * len(self.cuts))
        table = np.array(rows, dtype=np.float64).reshape(len(rows), len(active))
        return table, np.array(limits, dtype=np.float64)

    def _read(self, price: Floats) -> Duals:
        task = self.task
        cover, count, side = price[: task.atoms], price[task.atoms], list(price[task.atoms + 1 :])
        business = side.pop(0) if task.business is not None else 0.0
        posts = side.pop(0) if task.posts is not None else 0.0
        cuts = tuple((cut, p) for cut, p in zip(self.cuts, side, strict=True) if p > 1e-6)
        return Duals(cover, float(count), float(business), float(posts), cuts)


def first_columns(task: Task) -> NDArray[np.intp]:
    """Return columns to start with: single atoms, and the groups worth most per member."""
    total = len(task.value)
    if total <= FEW_COLUMNS:
        return np.arange(total)
    size = (task.pool.atoms < task.atoms).sum(axis=0)
    worth = task.value / size
    wanted = min(total - 1, 8 * task.atoms)
    best = np.argpartition(-worth, wanted)[:wanted]
    return np.union1d(np.flatnonzero(size == 1), best)
