"""Groups told apart by members and people alone: exact where all sections are equally similar.

Then a group's worth depends on its members' number, its people and the largest member, so the best
group at given prices is found by dynamic programming, however large groups may be. For any other
model the same gives a bound: every pair as similar as the most similar one, every load in balance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from planner.groups import GroupTable, posts_after, size_allowed
from planner.methods.answer import Answer, Node
from planner.methods.group_pool import pool_of
from planner.methods.interchangeable import CountedGroups, Priced, class_values
from planner.methods.relaxation import (
    SCALE,
    Duals,
    Relaxation,
    bound_of,
    make_task,
    safe_duals,
)
from planner.model import Ints, Model
from planner.scoring import raw_values, small_cost

MOST_CELLS: Final = 120_000  # members × people
MOST_CLASSES: Final = 40
BEST_EACH: Final = 6  # new columns per largest member and round
MOST_COLUMNS: Final = 20_000
NEVER: Final = -(1 << 60)
Shape = tuple[int, ...]  # how many members of every class a group has


_NOTHING: Final = Duals(np.zeros(0), 0)


class _Prices(NamedTuple):
    """Whole prices in 1/SCALE units: of a member of every class, and of a group."""

    member: list[int]
    group: int


class _Table(NamedTuple):
    """The best loss-free prices by members and people.

    `below[h]`: −prices of the best choice among the classes below h; `gain[h]`: of the best group
    with largest class h, its worth taken in, the price of a group taken off.
    """

    below: list[Ints]
    gain: list[Ints]


class SizeTable:
    """All groups of a model by how many members of every class they have; none is listed.

    The atoms of a class have as many members, people, people in the largest member, and posts;
    classes are in order of the largest member. With `exact` that says what groups are worth; otherwise
    only what they are worth at most.
    """

    def __init__(self, model: Model, classes: tuple[tuple[int, ...], ...], exact: bool) -> None:
        self.model, self.classes, self.exact = model, classes, exact
        facts = [_facts(model, members[0]) for members in classes]
        self.largest = [fact[0] for fact in facts]
        self.people = [fact[1] for fact in facts]
        self.members = [fact[2] for fact in facts]
        self.posts = [fact[3] for fact in facts]
        self.sizes = [len(members) for members in classes]
        self.shapes: dict[Shape, None] = {}
        for h, size in enumerate(self.sizes):
            for k in range(1, size + 1):
                self.shapes[_shape(len(classes), {h: k})] = None
        self.count = -1
        self.worths: list[Ints] = []
        self.credit: list[int] = []  # of a member of every class, for the posts it brings

    def limited(self, count: int, stopped: Callable[[], bool]) -> Answer:
        """Return what no plan of `count` groups exceeds, with the proof."""
        priced = self.priced(count, stopped)
        node = Node([priced.groups.by_atom(priced.duals)], alike=True, flat=True)
        bound = bound_of(priced.task, priced.duals) // SCALE
        return Answer(count, None, None, bound, False, node)

    def priced(self, count: int, stopped: Callable[[], bool], floor: float = -math.inf) -> Priced:
        """Generate groups until none outside would add to the relaxation; return its prices."""
        self._weigh(count)
        earlier: Relaxation | None = None
        while True:
            unpriced = self._counted(count, list(self.shapes), _NOTHING)
            task = unpriced.task
            relaxation = Relaxation(task, stopped, np.arange(len(task.value)))
            if earlier is not None:
                relaxation.resume(earlier)
            relaxation.solve_once()
            earlier = relaxation
            known = len(self.shapes)
            if not stopped():
                self.shapes.update(dict.fromkeys(self._better(_whole(relaxation.duals))))
                if len(self.shapes) > known:
                    continue
                if relaxation.raise_penalty():
                    continue
            return unpriced._replace(duals=self._safe(relaxation), worth=relaxation.worth)

    def _weigh(self, count: int) -> None:
        """Work out what groups are worth by largest class, members and people."""
        if self.count == count:
            return
        self.count, model = count, self.model
        members, people = np.meshgrid(
            np.arange(model.n + 1), np.arange(int(model.people_total) + 1), indexing="ij"
        )
        m, s = members.ravel().astype(np.int64), people.ravel().astype(np.float64)
        same = float(model.q.max())  # the diagonal is 0
        balanced = replace(model, mean_load=None)
        self.credit = [0 if self.exact else _credit(model, count, posts) for posts in self.posts]
        self.worths = []
        for head in self.largest:
            table = GroupTable(
                members=m,
                people=s,
                load=np.zeros(len(s)),
                q_sum=same * (m * (m - 1) / 2),
                people_max=np.full(len(s), float(head)),
                posts=m * int(model.posts[0]) if self.exact else 0 * m,
                posts_after=posts_after(model, s),
                business=s,
                lone_kept=(m == 1) & bool(model.kept.any()),
            )
            if self.exact:
                worth = class_values(balanced, count, table)
            else:
                worth = np.ceil(raw_values(balanced, count, table)).astype(np.int64) + 1
                worth -= small_cost(balanced, table.people)
            for fits in size_allowed(balanced, table).values():
                worth[~fits] = NEVER // SCALE
            self.worths.append(worth.reshape(members.shape))

    def _table(self, prices: _Prices) -> _Table:
        """Return the best gains at these prices, class by class, the smallest people first."""
        best: Ints = np.full(self.worths[0].shape, NEVER, dtype=np.int64)
        best[0, 0] = 0
        below, gain = [], []
        for h, size in enumerate(self.sizes):
            own: Ints = np.full(best.shape, NEVER, dtype=np.int64)
            for k in range(1, size + 1):
                m, s = k * self.members[h], k * self.people[h]
                fewer = best[: best.shape[0] - m, : best.shape[1] - s]
                part = own[m:, s:]
                np.maximum(part, fewer - k * self._due(prices, h), out=part)
            below.append(best)
            able = (own > NEVER // 2) & (self.worths[h] > NEVER // SCALE)
            gain.append(np.where(able, self.worths[h] * SCALE + own - prices.group, NEVER))
            best = np.maximum(best, own)
        return _Table(below, gain)

    def _better(self, prices: _Prices) -> Iterator[Shape]:
        """Yield the groups that gain most, some for every class as the largest."""
        table = self._table(prices)
        for h, gain in enumerate(table.gain):
            few = min(BEST_EACH, gain.size)
            for place in np.argpartition(-gain, few - 1, axis=None)[:few].tolist():
                m, s = divmod(place, gain.shape[1])
                if gain[m, s] > SCALE // 2:
                    yield from self._shapes(table, prices, h, m, s, int(gain[m, s]), 1)

    def _due(self, prices: _Prices, h: int) -> int:
        """Return the price of a member of a class, less what its posts are worth."""
        return prices.member[h] - SCALE * self.credit[h]

    def _safe(self, relaxation: Relaxation) -> Duals:
        """Return whole prices with that of a group raised until no group at all gains."""
        duals, _ = safe_duals(relaxation.task, relaxation.duals)
        prices = _Prices([int(price) for price in duals.cover], int(duals.count))
        most = max(int(gain.max()) for gain in self._table(prices).gain)
        return Duals(duals.cover, duals.count + max(0, most))

    def within(self, count: int, duals: Duals, room: int) -> Priced | None:
        """Return all groups that lose at most `room`, None where they are too many."""
        self._weigh(count)
        prices = _Prices([int(price) for price in duals.cover], int(duals.count))
        table = self._table(prices)
        found: list[Shape] = []
        for h, gain in enumerate(table.gain):
            for m, s in np.argwhere(gain >= -room).tolist():
                most = MOST_COLUMNS + 1 - len(found)
                found.extend(self._shapes(table, prices, h, m, s, -room, most))
                if len(found) > MOST_COLUMNS:
                    return None
        return self._counted(count, found, duals)

    def _shapes(
        self, table: _Table, prices: _Prices, h: int, m: int, s: int, least: int, most: int
    ) -> list[Shape]:
        """Return up to `most` groups of m members and s people, largest class h, gaining `least`."""
        worth = int(self.worths[h][m, s]) * SCALE - prices.group
        found: list[Shape] = []

        def descend(g: int, left: int, people: int, gain: int, held: dict[int, int]) -> None:
            if g < 0:
                found.append(_shape(len(self.classes), held))
                return
            for k in range(1 if g == h else 0, self.sizes[g] + 1):
                rest, fewer = people - k * self.people[g], left - k * self.members[g]
                if rest < 0 or fewer < 0 or len(found) >= most:
                    return
                following = gain - k * self._due(prices, g)
                if following + int(table.below[g][fewer, rest]) >= least:
                    descend(g - 1, fewer, rest, following, held | {g: k})

        descend(h, m, s, worth, {})
        return found

    def _counted(self, count: int, shapes: list[Shape], duals: Duals) -> Priced:
        """Return the groups of some shapes, each by its first members, and the task on them.

        Rules on the plan as a whole are left out: a bound may do without.
        """
        groups = [
            [a for k, members in zip(shape, self.classes, strict=True) for a in members[:k]]
            for shape in shapes
        ]
        counted = CountedGroups(self.model, self.classes, pool_of(self.model, groups))
        held = np.array(shapes, dtype=np.int64).reshape(len(shapes), len(self.classes))
        largest = np.array([max(h for h, k in enumerate(shape) if k) for shape in shapes], np.intp)
        members, people = held @ np.array(self.members), held @ np.array(self.people)
        worth = np.stack(self.worths)[largest, members, people]
        value: Ints = worth + held @ np.array(self.credit)
        known = value > NEVER // SCALE // 2
        if not known.all():
            counted.pool = counted.pool.take(np.flatnonzero(known))
            value = value[known]
        task = replace(
            make_task(self.model, count, counted.pool, value),
            atoms=len(self.classes),
            sizes=counted.sizes,
            business=None,
            business_needed=0,
            posts=None,
            posts_limit=0,
        )
        return Priced(counted, task, duals, 0.0)


def size_table_of(model: Model) -> SizeTable | None:
    """Return the exact method for a model to which it applies, None for all others.

    All pairs may meet and are equally similar, no load tells sections apart, people are whole
    numbers, posts equal, and no rule is about the plan as a whole but the number of groups.
    """
    n = model.n
    if n < 2 or not model.ok.all() or model.kept.any() or model.mean_load is not None:
        return None
    if model.rules.business_share is not None or model.posts_limit is not None:
        return None
    off = model.q[~np.eye(n, dtype=bool)]
    if off.min() < off.max() or len(set(model.posts.tolist())) > 1:
        return None
    return _made(model, exact=True)


def size_limit_of(model: Model) -> SizeTable | None:
    """Return what bounds any model by members and people, None where there are too many of them."""
    return _made(model, exact=False)


def _made(model: Model, *, exact: bool) -> SizeTable | None:
    n, people = model.n, model.people
    if n < 2 or not (people == np.rint(people)).all():
        return None
    if (n + 1) * (people.sum() + 1) > MOST_CELLS:
        return None
    facts = [_facts(model, a) for a in range(len(model.atoms))]
    classes = tuple(
        tuple(i for i, own in enumerate(facts) if own == fact) for fact in sorted(set(facts))
    )
    return None if len(classes) > MOST_CLASSES else SizeTable(model, classes, exact)


def _facts(model: Model, atom: int) -> tuple[int, int, int, int]:
    """Return what tells classes apart: people of the largest member, people, members and posts."""
    inside = list(model.atoms[atom])
    people = model.people[inside]
    return int(people.max()), int(people.sum()), len(inside), int(model.posts[inside].sum())


def _credit(model: Model, count: int, posts: int) -> int:
    """Return what a member's posts add to its group's worth, rounded up."""
    spare = model.posts_total - count
    if spare <= 0:
        return 0
    return math.ceil(1e8 * model.problem.weights.posts * posts / spare) + 1


def _shape(classes: int, held: dict[int, int]) -> Shape:
    return tuple(held.get(h, 0) for h in range(classes))


def _whole(duals: Duals) -> _Prices:
    return _Prices(
        [round(float(p) * SCALE) for p in duals.cover], round(float(duals.count) * SCALE)
    )
