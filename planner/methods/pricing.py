"""Groups of high reduced cost among all that the rules allow, without listing the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planner.groups import is_business
from planner.methods.group_pool import GroupPool, feasible, joined, pool_of
from planner.methods.relaxation import Duals
from planner.model import EPSILON, Bools, Floats, Ints, Model
from planner.scoring import values

CELLS: Final = 3_000_000  # partial groups × atoms held at a time
SLACK: Final = 4.0  # units of the objective: far above rounding of values and of floats
# numbers of atoms still to add that share one bound
STEPS: Final = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (7, 9), (10, 14), (15, 24), (25, 10_000))


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Groups found, their values, and a bound on the reduced cost of any group not found."""

    pool: GroupPool
    value: Ints
    missed: float


@dataclass(slots=True, eq=False)
class _Layer:
    """Partial groups of equally many atoms: rows of atoms and what is known of each."""

    atoms: NDArray[np.intp]  # (N, t)
    members: Ints
    people: Floats
    largest: Floats
    q_sum: Floats
    linear: Floats
    near: Floats  # (N, atoms): similarity to each atom, summed over the group
    open: Bools  # (N, atoms): atoms that may still be added

    def take(self, rows: NDArray[np.intp]) -> _Layer:
        return _Layer(*(getattr(self, name)[rows] for name in self.__slots__))


class Pricer:
    """Searches the groups of a model for one count, layer by layer, led by duals.

    A partial group is followed only while the bound on what it can grow into stays above the
    threshold. The bound takes balance, span and one_person at their best and lets every added
    atom have its most similar companions.
    """

    def __init__(self, model: Model, count: int) -> None:
        self.model, self.count = model, count
        atoms, n = model.atoms, len(model.atoms)
        inside = np.zeros((n, model.n))
        for a, atom in enumerate(atoms):
            inside[a, list(atom)] = 1
        self.size = inside.sum(axis=1).astype(np.int64)
        alone = n == model.n  # then there is nothing to add up
        self.people = model.people if alone else inside @ model.people
        between = model.q.copy() if alone else inside @ model.q @ inside.T
        self.people_max = np.array([model.people[list(atom)].max() for atom in atoms])
        self.own_q = between.diagonal() / 2
        np.fill_diagonal(between, 0.0)
        self.q = np.where(model.atom_ok, between, 0.0)
        self.company: dict[int, Floats] = {}
        self._weigh(inside)
        self.smallest = np.cumsum(np.sort(self.people))

    def _weigh(self, inside: Floats) -> None:
        """Split the score into a part by pairs, a part by atom and what is constant."""
        model, count = self.model, self.count
        overlap, balance, one, posts, continuity, span = model.problem.weights.as_tuple()
        total = model.people_total
        spare = model.posts_total - count
        self.by_pair = 200e6 * overlap / (model.n - count) if count < model.n else 0.0
        self.by_atom = 100e6 * balance / total * self.people if total else 0 * self.people
        self.per_post = 100e6 * posts / spare if spare > 0 else 0.0
        posts_held = model.posts if len(inside) == model.n else inside @ model.posts
        self.by_atom = self.by_atom + self.per_post * posts_held
        self.constant = 100e6 * one / count + (100e6 * posts / count if spare <= 0 else 0.0)
        self.by_largest = 100e6 * continuity / total if total else 0.0
        self.by_span = 100e6 * span / count

    def groups_above(
        self,
        duals: Duals,
        threshold: float,
        work: int,
        stopped: Callable[[], bool],
        smallest: int = 1,
    ) -> Priced:
        """Return the groups of at least `smallest` atoms with a reduced cost ≥ threshold.

        At most about `work` partial groups are looked at, the most promising ones first in every
        layer; the best bound of those left, before rounding, is told as `missed` (−inf: complete).
        """
        gains = self.by_atom - np.asarray(duals.cover, dtype=np.float64)
        missed = -np.inf
        found: list[GroupPool] = []
        worth: list[Ints] = []
        waiting: list[tuple[_Layer, Floats]] = []
        layer = self._singles()
        layer.linear = gains
        while True:
            work -= len(layer.atoms)
            if layer.atoms.shape[1] >= smallest:
                self._collect(layer, duals, threshold, found, worth)
            reach = self._reach(layer, gains, duals, threshold - SLACK)
            hopeful = np.flatnonzero(reach >= threshold - SLACK)
            if len(hopeful):
                hopeful = hopeful[np.argsort(reach[hopeful], kind="stable")]
                waiting.append((layer.take(hopeful), reach[hopeful]))
            if not waiting:
                break
            if work <= 0 or stopped():
                missed = max(float(rest.max()) for _, rest in waiting)
                break
            layer = self._grown(waiting, gains)
        if not found:
            return Priced(pool_of(self.model, []), np.zeros(0, dtype=np.int64), missed)
        return Priced(joined(found, len(self.size)), np.concatenate(worth), missed)

    def _singles(self) -> _Layer:
        n = len(self.size)
        first = np.arange(n)
        can = self.model.atom_ok & (first[None, :] > first[:, None])
        layer = _Layer(
            atoms=first[:, None].astype(np.intp),
            members=self.size,
            people=self.people,
            largest=self.people_max,
            q_sum=self.own_q,
            linear=np.zeros(n),
            near=self.q,
            open=can,
        )
        return self._fitting(layer)

    def _fitting(self, layer: _Layer) -> _Layer:
        """Close the atoms that would make a group too large."""
        rules = self.model.rules
        if rules.max_members is not None:
            layer.open &= layer.members[:, None] + self.size[None, :] <= rules.max_members
        if rules.max_people is not None:
            limit = rules.max_people + 2 * EPSILON
            layer.open &= layer.people[:, None] + self.people[None, :] <= limit
        return layer

    def _collect(
        self,
        layer: _Layer,
        duals: Duals,
        threshold: float,
        found: list[GroupPool],
        worth: list[Ints],
    ) -> None:
        rough = self._upper(layer, duals)
        rows = np.flatnonzero(rough >= threshold - SLACK)
        if not len(rows):
            return
        pool = feasible(pool_of(self.model, layer.atoms[rows].tolist()), self.model)
        value = values(self.model, self.count, pool.table)
        prices = np.append(np.asarray(duals.cover, dtype=np.float64), 0.0)
        cost = value - prices[pool.atoms].sum(axis=0) - float(duals.count)
        if self.model.business_needed(self.count):
            cost = cost + float(duals.business) * is_business(pool.table)
        if self.model.posts_limit is not None:
            cost = cost - float(duals.posts) * pool.table.posts_after
        rows = np.flatnonzero(cost >= threshold)
        found.append(pool.take(rows))
        worth.append(value[rows])

    def _fixed(self, people: Floats, duals: Duals) -> Floats:
        """Return what any group of at least so many people gets besides pairs and atoms, at best."""
        fewest = self._fewest_posts(people)
        best = self.constant - float(duals.count) + float(duals.business)
        result: Floats = best - (self.per_post + float(duals.posts)) * fewest
        return result

    def _fewest_posts(self, people: Floats) -> Floats:
        rule = self.model.problem.posts_rule
        posts = np.array([float(number) for _, number in rule])
        least = np.minimum.accumulate(posts[::-1])[::-1]
        limits = np.array([np.inf if upper is None else upper for upper, _ in rule[:-1]])
        result: Floats = least[np.searchsorted(limits + EPSILON, people, side="left")]
        return result

    def _upper(self, layer: _Layer, duals: Duals) -> Floats:
        """Return a bound on the reduced cost of the partial groups themselves."""
        span = self.by_span * np.where(layer.members <= 3, 1.0, 0.5)
        pairs = self.by_pair / layer.members * layer.q_sum
        fixed = self._fixed(layer.people, duals)
        result: Floats = layer.linear + pairs + self.by_largest * layer.largest + span + fixed
        return result

    def _reach(self, layer: _Layer, gains: Floats, duals: Duals, least: float) -> Floats:
        """Return a bound on the reduced cost of whatever each partial group can grow into.

        Atoms with which a partial group cannot reach `least` are closed to it and all it becomes.
        """
        n = len(self.size)
        best = np.full(len(layer.atoms), -np.inf)
        free = layer.open.sum(axis=1)
        free = np.minimum(free, self._most_added(layer))
        fixed = layer.linear + self._fixed(layer.people, duals)
        widest = np.where(layer.open, self.people_max[None, :], 0.0).max(axis=1, initial=0.0)
        fixed = fixed + self.by_largest * np.maximum(layer.largest, widest)
        worth: Bools = np.zeros(layer.open.shape, dtype=bool)
        for low, high in STEPS:
            rows = np.flatnonzero(free >= low)
            if not len(rows):
                break
            high = min(high, int(free.max()))
            pair = (self.by_pair / (layer.members[rows] + low))[:, None]
            company = self._company(high - 1)[layer.atoms[rows, -1]]
            gain = pair * (layer.near[rows] + company) + gains[None, :]
            gain = np.where(layer.open[rows], gain, -1e18)
            top = gain
            if high < n:
                top = -np.partition(-gain, high - 1, axis=1)[:, :high]
            top = -np.sort(-top, axis=1)
            sums = np.cumsum(top, axis=1)
            span = self.by_span * np.where(layer.members[rows] + low <= 3, 1.0, 0.5)
            base = fixed[rows] + pair[:, 0] * layer.q_sum[rows] + span
            best[rows] = np.maximum(best[rows], base + sums[:, low - 1 : high].max(axis=1))
            # with an atom and the best others beside it, at most one less than may be added
            others = sums[:, max(low - 2, 0) : high - 1].max(
                axis=1, initial=0.0 if low == 1 else -np.inf
            )
            worth[rows] |= gain >= (least - base - others)[:, None]
        layer.open &= worth
        return best

    def _company(self, others: int) -> Floats:
        """Return [last, e]: the pairs that atom e adds at most among `others` more after `last`.

        Half of each pair is counted at either end; atoms up to `last` are no longer to be added.
        """
        n = len(self.size)
        others = min(others, n)
        if others not in self.company:
            table = np.zeros((n, n))
            for last in range(n if others else 0):
                later = self.q[:, last + 1 :]
                if later.shape[1] > others:
                    later = -np.partition(-later, others - 1, axis=1)[:, :others]
                table[last] = later.sum(axis=1)
            self.company[others] = self.own_q[None, :] + 0.5 * table
        return self.company[others]

    def _most_added(self, layer: _Layer) -> Ints:
        """Return how many atoms fit at most beside each partial group."""
        rules, n = self.model.rules, len(self.size)
        most = np.full(len(layer.atoms), n)
        if rules.max_members is not None:
            most = np.minimum(most, rules.max_members - layer.members)
        if rules.max_people is not None:
            spare = rules.max_people - layer.people + 1e-6
            most = np.minimum(most, np.searchsorted(self.smallest, spare, side="right"))
        return most

    def _grown(self, waiting: list[tuple[_Layer, Floats]], gains: Floats) -> _Layer:
        """Take the most promising partial groups of the last layer waiting; add one later atom."""
        last, reach = waiting.pop()
        children = last.open.sum(axis=1)
        most = max(1, CELLS // len(self.size))
        first = int(np.searchsorted(-np.cumsum(children[::-1])[::-1], -most, side="left"))
        first = min(first, len(reach) - 1)
        if first:
            rest = np.arange(first)
            waiting.append((last.take(rest), reach[:first]))
        parents = last.take(np.arange(first, len(reach)))
        row, added = np.nonzero(parents.open)
        later = np.arange(len(self.size))[None, :] > added[:, None]
        layer = _Layer(
            atoms=np.concatenate([parents.atoms[row], added[:, None]], axis=1).astype(np.intp),
            members=parents.members[row] + self.size[added],
            people=parents.people[row] + self.people[added],
            largest=np.maximum(parents.largest[row], self.people_max[added]),
            q_sum=parents.q_sum[row] + parents.near[row, added] + self.own_q[added],
            linear=parents.linear[row] + gains[added],
            near=parents.near[row] + self.q[added],
            open=parents.open[row] & self.model.atom_ok[added] & later,
        )
        return self._fitting(layer)
