"""Whether any plan obeys a set of rules, asked of HiGHS as one compact model (no enumeration)."""

from __future__ import annotations

from typing import Final

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, milp

from planner.model import EPSILON, Model

INFEASIBLE: Final = 2
BARELY: Final = 1e-4  # people above a limit, where they are no whole numbers
MOST_ATOMS: Final = 150  # the model has a variable for every two atoms, a row for every three


class _Rows:
    """Linear rows low ≤ Σ coefficient·variable ≤ high, collected one by one."""

    def __init__(self) -> None:
        self.data: list[float] = []
        self.row: list[int] = []
        self.column: list[int] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, low: float, high: float, terms: list[tuple[int, float]]) -> None:
        for column, coefficient in terms:
            if coefficient:
                self.data.append(coefficient)
                self.row.append(len(self.low))
                self.column.append(column)
        self.low.append(low)
        self.high.append(high)


class CompactModel:
    """Variable y[a, r], r ≤ a: atom a is in the group whose lowest atom is r."""

    def __init__(self, model: Model, large: frozenset[int] = frozenset()) -> None:
        self.model = model
        self.rows = _Rows()
        self.number: dict[tuple[int, int], int] = {}
        atoms = model.atoms
        self.size = [len(atom) for atom in atoms]
        self.people = [float(model.people[list(atom)].sum()) for atom in atoms]
        for a in range(len(atoms)):
            for r in range(a + 1):
                if model.atom_ok[a, r]:
                    self.number[a, r] = len(self.number)
        self.total = len(self.number)
        self._cover()
        self._sizes()
        self._load()
        self._sides()
        self._grown(large)

    def members(self, r: int) -> list[tuple[int, int]]:
        """Return (atom, variable) of all that may be in the group of r."""
        number, total = self.number, len(self.model.atoms)
        return [(a, number[a, r]) for a in range(r, total) if (a, r) in number]

    def _cover(self) -> None:
        model, number = self.model, self.number
        heads = []
        for a in range(len(model.atoms)):
            self.rows.add(1, 1, [(number[a, r], 1) for r in range(a + 1) if (a, r) in number])
            if (a, a) in number:
                heads.append((number[a, a], 1.0))
        counts = model.counts()
        low, high = (counts[0], counts[-1]) if counts else (1, 0)
        self.rows.add(low, high, heads)
        for r in range(len(model.atoms)):
            inside = self.members(r)
            for a, variable in inside:
                if a != r:
                    self.rows.add(-np.inf, 0, [(variable, 1), (number[r, r], -1)])
            for k, (a, first) in enumerate(inside):
                for b, second in inside[k + 1 :]:
                    if a != r and not model.atom_ok[a, b]:
                        self.rows.add(-np.inf, 0, [(first, 1), (second, 1), (number[r, r], -1)])

    def _sizes(self) -> None:
        rules, people = self.model.rules, self.people
        for r in range(len(self.model.atoms)):
            inside = self.members(r)
            if not inside:
                continue
            head = inside[0][1]
            if rules.max_members is not None:
                limit = float(rules.max_members)
                terms = [(v, float(self.size[a])) for a, v in inside]
                self.rows.add(-np.inf, 0, [*terms, (head, -limit)])
            if rules.max_people is not None:
                # a single section above the limit may stand alone, with nobody beside it
                alone = self.size[r] == 1
                limit = max(rules.max_people, people[r] if alone else 0.0) + EPSILON
                terms = [(v, people[a]) for a, v in inside]
                self.rows.add(-np.inf, 0, [*terms, (head, -limit)])
                if alone and people[r] > rules.max_people + EPSILON:
                    for a, v in inside:
                        if a != r:
                            self.rows.add(0, 0, [(v, 1)])
            if rules.min_people is not None and not self.model.kept[self.model.atoms[r][0]]:
                terms = [(v, people[a]) for a, v in inside]
                self.rows.add(0, np.inf, [*terms, (head, -rules.min_people + EPSILON)])

    def _load(self) -> None:
        model = self.model
        limit, mean = model.rules.max_load_deviation, model.mean_load
        if limit is None or mean is None:
            return
        load = [float(model.load[list(atom)].sum()) for atom in model.atoms]
        for r in range(len(model.atoms)):
            inside = self.members(r)
            staffed = [(v, -1.0) for a, v in inside if self.people[a] > 0]
            for sign in (1.0, -1.0):
                terms = [
                    (v, sign * (load[a] / mean - self.people[a]) - limit * self.people[a])
                    for a, v in inside
                ]
                slack = EPSILON * max(1.0, sum(self.people))
                if any(self.people[a] == 0 for a, _ in inside):  # a group without people is exempt
                    exempt = self._variable()
                    for variable, _ in staffed:
                        self.rows.add(-np.inf, 1, [(variable, 1), (exempt, 1)])
                    terms.append((exempt, -sum(load) / mean))
                self.rows.add(-np.inf, slack, terms)

    def _grown(self, large: frozenset[int]) -> None:
        """Leave no block with one of these sections in a group that counts as small."""
        least = _least_people(self.model)
        for a, atom in enumerate(self.model.atoms):
            if self.people[a] >= least or not large.intersection(atom):
                continue
            for r in range(a + 1):
                if (a, r) in self.number:
                    terms = {v: self.people[b] for b, v in self.members(r)}
                    terms[self.number[a, r]] -= least
                    self.rows.add(0, np.inf, list(terms.items()))

    def _sides(self) -> None:
        model = self.model
        heads = [(self.number[r, r], r) for r in range(len(model.atoms)) if (r, r) in self.number]
        if model.rules.business_share is not None:
            share = model.rules.business_share
            terms = [(head, -share) for head, _ in heads]
            for head, r in heads:
                counts = self._variable()
                self.rows.add(-np.inf, 0, [(counts, 1), (head, -1)])
                inside = []
                for a, v in self.members(r):
                    business = float(model.business[list(model.atoms[a])].sum())
                    inside.append((v, business - self.people[a] / 2))
                everyone = sum(self.people)
                self.rows.add(-everyone - EPSILON, np.inf, [*inside, (counts, -everyone)])
                terms.append((counts, 1.0))
            self.rows.add(-EPSILON * max(1, len(heads)), np.inf, terms)
        if model.posts_limit is not None:
            self.rows.add(-np.inf, float(model.posts_limit), self._posts(heads))

    def _posts(self, heads: list[tuple[int, int]]) -> list[tuple[int, float]]:
        """Return the terms of all posts: one step of the posts rule is chosen per group."""
        rule = self.model.problem.posts_rule
        everyone = sum(self.people)
        terms = []
        for head, r in heads:
            steps = []
            room = []
            low = -1.0
            inside = [(v, self.people[a]) for a, v in self.members(r)]
            above = []
            for k, (upper, posts) in enumerate(rule):
                top = everyone if upper is None or k == len(rule) - 1 else float(upper) + EPSILON
                step = self._variable()
                steps.append((step, 1.0))
                room.append((step, -top))
                above.append((step, -max(low, 0.0)))
                terms.append((step, float(posts)))
                low = top
            self.rows.add(0, 0, [*steps, (head, -1.0)])
            self.rows.add(-np.inf, 0, [*inside, *room])
            self.rows.add(0, np.inf, [*inside, *above])
        return terms

    def _variable(self) -> int:
        self.total += 1
        return self.total - 1

    def solve(self, time_limit_s: float) -> tuple[bool | None, list[list[int]]]:
        """Return whether a plan exists (None: not known in time), and one as groups of atoms."""
        rows = self.rows
        shape = (len(rows.low), self.total)
        matrix = sp.csc_array((rows.data, (rows.row, rows.column)), shape=shape)
        answer = milp(
            np.zeros(self.total),
            integrality=np.ones(self.total, dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=(matrix, rows.low, rows.high),
            options={"time_limit": max(0.01, time_limit_s)},
        )
        if answer.x is None:
            return (False if answer.status == INFEASIBLE else None), []
        groups: dict[int, list[int]] = {}
        for (a, r), variable in self.number.items():
            if answer.x[variable] > 0.5:
                groups.setdefault(r, []).append(a)
        return True, list(groups.values())


def _least_people(model: Model) -> float:
    """Return the people with which a group is no longer small."""
    whole = bool((model.people == np.rint(model.people)).all())
    return (model.rules.fewest_small or 1) + (1.0 if whole else BARELY)


def _too_many(model: Model, count: int, large: frozenset[int]) -> bool:
    """Return whether so many groups cannot all have enough people, by counting them alone.

    A group has a section that is large enough by itself, or takes enough people of smaller ones; only
    those outside `large` may do with less.
    """
    least, small = _least_people(model), model.people < _least_people(model)
    exempt = sum(1 for i in np.flatnonzero(small).tolist() if i not in large)
    most = int((~small).sum()) + int((model.people[small].sum() + EPSILON) // least)
    return count - exempt > most


def plan_exists(
    model: Model, time_limit_s: float, large: frozenset[int] = frozenset()
) -> tuple[bool | None, list[list[int]]]:
    """Return whether some plan obeys the model's rules, with one such plan as groups of atoms.

    None of the sections in `large` may be left in a small group (see `Rules.fewest_small`).
    """
    counts, limit = model.counts(), model.rules.max_members
    if not counts or not model.atom_ok.diagonal().all() or counts[0] > len(model.atoms):
        return False, []
    if limit is not None and counts[-1] * limit < model.n:
        return False, []
    if large and _too_many(model, counts[0], large):
        return False, []
    if len(model.atoms) > MOST_ATOMS:
        return None, []
    return CompactModel(model, large).solve(time_limit_s)
