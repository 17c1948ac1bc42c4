"""Checks a proof that no plan of so many groups is worth more than a bound, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from planner.checker.cover import has_cover
from planner.checker.flat import FlatGroups, size_classes
from planner.checker.interchangeable import Column, classes_of, has_counted_cover, highest_value
from planner.checker.problem import Group, Question
from planner.checker.subsets import best_value

SLACK = 8.0  # units of the objective: above any rounding in the pruning of groups


class Prices:
    """The integer prices of one stage of a proof."""

    def __init__(self, stage: dict[str, Any], question: Question, count: int, scale: int) -> None:
        self.cover = [_whole(price) for price in stage["cover"]]
        if len(self.cover) != len(question.atoms):
            raise ValueError("a stage does not price every block")
        self.count = _whole(stage["count"])
        self.needed = question.business_needed(count)
        self.business = _whole(stage["business"]) if self.needed else 0
        limit = question.posts_limit
        self.posts = 0 if limit is None else _whole(stage["posts"])
        self.cuts = [(frozenset(cut), _whole(price)) for cut, price in stage["cuts"]]
        if min([self.business, self.posts, *(price for _, price in self.cuts)]) < 0:
            raise ValueError("a price of an inequality is negative")
        if any(len(cut) != 3 for cut, _ in self.cuts):
            raise ValueError("a cut is not about three blocks")
        self.scale = scale
        self.bound = sum(self.cover) + count * self.count + sum(p for _, p in self.cuts)
        self.bound += (limit or 0) * self.posts - self.needed * self.business

    def loss(self, column: Column) -> int:
        """Return what a plan loses against the bound by holding this group."""
        cost = sum(self.cover[a] for a in column.atoms) + self.count - column.value * self.scale
        cost += self.posts * column.posts - self.business * column.business
        for cut, price in self.cuts:
            if len(cut.intersection(column.atoms)) > 1:
                cost += price
        return cost


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("a price is not a whole number")
    return value


def bound_faults(
    question: Question, proof: dict[str, Any], scale: int, limit: int
) -> Iterator[str]:
    """Yield what is wrong with the proof that no plan exceeds `limit`."""
    count = _whole(proof["count"])
    if type(scale) is not int or scale < 1:
        raise ValueError("the scale is not a whole number above 0")
    if proof.get("subsets") is True:
        best = best_value(question, count)
        if best is not None and best > limit:
            yield "there is a plan above the bound"
        return
    yield from _priced_faults(question, proof, count, scale, limit)


def _priced_faults(
    question: Question, proof: dict[str, Any], count: int, scale: int, limit: int
) -> Iterator[str]:
    """Yield what is wrong with a proof by prices."""
    if not proof["stages"]:
        if limit < question.highest(count):
            yield "nothing is proven"
        return
    first = Prices(proof["stages"][0], question, count, scale)
    if first.cuts:
        raise ValueError("the first stage has cuts")
    # even where there is no room, a group with a loss below 0 would make the bound void
    room = max(first.bound - (limit + 1) * scale, -1)
    if proof.get("flat") is True:
        yield from _flat_faults(question, first, count, scale, limit)
        return
    alike = proof.get("alike") is True
    classes = classes_of(question) if alike else [[a] for a in range(len(question.atoms))]
    if any(first.cover[a] != first.cover[members[0]] for members in classes for a in members):
        raise ValueError("blocks that are alike have different prices")
    columns = list(_groups_within(question, first, count, room, classes))
    losses = [first.loss(column) for column in columns]
    if min(losses, default=0) < 0:
        yield "a group is worth more than its prices"
        return
    if alike:  # one stage, whose groups stand for all that hold as many of every class
        if room >= 0 and has_counted_cover(question, classes, columns, losses, room, limit, count):
            yield "there is a plan above the bound"
        return
    yield from _node_faults(question, proof, count, scale, limit, columns)


def _flat_faults(
    question: Question, prices: Prices, count: int, scale: int, limit: int
) -> Iterator[str]:
    """Yield what is wrong with a proof by members and people alone."""
    classes = size_classes(question)
    if any(prices.cover[a] != prices.cover[members[0]] for members in classes for a in members):
        raise ValueError("sections of as many people and posts have different prices")
    groups = FlatGroups(question, classes, prices.cover, prices.count, count, scale)
    if groups.least_loss() < 0:
        yield "a group is worth more than its prices"
        return
    room = prices.bound - (limit + 1) * scale
    if room < 0:
        return
    if not groups.exact:
        yield "there may be a plan above the bound"
        return
    found = list(groups.within(room))
    columns, losses = [column for column, _ in found], [loss for _, loss in found]
    if has_counted_cover(question, classes, columns, losses, room, limit, count):
        yield "there is a plan above the bound"


def _node_faults(
    question: Question,
    node: dict[str, Any],
    count: int,
    scale: int,
    limit: int,
    columns: list[Column],
) -> Iterator[str]:
    room, losses = -1, [0] * len(columns)
    for stage in node["stages"]:
        prices = Prices(stage, question, count, scale)
        room = prices.bound - (limit + 1) * scale
        losses = [prices.loss(column) for column in columns]
        if min(losses, default=0) < 0:
            yield "a group is worth more than its prices"
            return
        if room < 0:
            return
        kept = [k for k, loss in enumerate(losses) if loss <= room]
        columns, losses = [columns[k] for k in kept], [losses[k] for k in kept]
    if "pair" in node:
        a, b = node["pair"]
        for name in ("together", "apart"):
            fitting = [column for column in columns if _fits(column, a, b, name)]
            yield from _node_faults(question, node[name], count, scale, limit, fitting)
    elif has_cover(question, columns, losses, room, limit, count):
        yield "there is a plan above the bound"


def _fits(column: Column, a: int, b: int, name: str) -> bool:
    inside = (a in column.atoms) + (b in column.atoms)
    return inside != 1 if name == "together" else inside != 2


def _groups_within(
    question: Question, prices: Prices, count: int, room: int, classes: list[list[int]]
) -> Iterator[Column]:
    """Yield every group allowed whose loss is at most `room`, among them any with a loss < 0.

    Of groups with as many members of every class only the one with the first members.
    """
    search = _GroupSearch(question, prices, count, room)
    for members in classes:
        search.before.update(zip(members[1:], members, strict=False))
    for a in range(len(question.atoms)):
        yield from search.from_first(a)


class _GroupSearch:
    """Adds later atoms to a group as long as that can still lead to a loss within the room."""

    def __init__(self, question: Question, prices: Prices, count: int, room: int) -> None:
        self.question, self.prices, self.count, self.room = question, prices, count, room
        q, atoms, n = question, question.atoms, question.n
        overlap, balance, one, posts, continuity, span = (1e8 * w for w in q.weights)
        scale = prices.scale
        spare = q.all_posts - count
        self.pair = 2 * overlap / (n - count) if count < n else 0.0
        self.post = posts / spare if spare > 0 else 0.0
        self.size = [len(atom) for atom in atoms]
        self.people = [q.heads(atom) for atom in atoms]
        self.gain = [
            (balance * people / q.total if q.total > 0 else 0.0)
            + self.post * sum(q.held[i] for i in atom)
            - prices.cover[a] / scale
            for a, (atom, people) in enumerate(zip(atoms, self.people, strict=True))
        ]
        self.before: dict[int, int] = {}  # a block that has to be in a group with this one
        self.fixed = one / count + prices.business / scale - prices.count / scale
        self.fixed += posts / count if spare <= 0 else 0.0
        self.largest = continuity / q.total if q.total > 0 else 0.0
        self.span = span / count
        self.head = [max(q.people[i] for i in atom) for atom in atoms]
        self.near = [
            [
                sum(q.q[min(i, j)][max(i, j)] for i in first for j in second if i != j)
                for second in atoms
            ]
            for first in atoms
        ]
        self.meets = [
            [
                a != b and all(q.may_meet(i, j) for i in first for j in second)
                for b, second in enumerate(atoms)
            ]
            for a, first in enumerate(atoms)
        ]
        self.own = [self.near[a][a] / 2 for a in range(len(atoms))]
        self.company = [
            [self._company(last, b) for b in range(len(atoms))] for last in range(len(atoms))
        ]

    def _company(self, last: int, b: int) -> list[float]:
        """Return the pairs that b adds at most among 0, 1, 2… others after `last`."""
        later = sorted(
            (self.near[b][c] for c in range(last + 1, len(self.near)) if c != b), reverse=True
        )
        return [0.0, *accumulate(later), *[sum(later)] * (len(self.near) - len(later))]

    def from_first(self, a: int) -> Iterator[Column]:
        """Yield the groups whose first atom is a."""
        if a in self.before:
            return
        later = [b for b in range(a + 1, len(self.size)) if self.meets[a][b]]
        yield from self._grow((a,), self.near[a][a] / 2, later, self.near[a])

    def _grow(
        self, group: Group, q_sum: float, later: list[int], near: list[float]
    ) -> Iterator[Column]:
        q, rules = self.question, self.question.rules
        sections = tuple(sorted(i for a in group for i in q.atoms[a]))
        if q.size_allowed(sections):
            column = Column(
                group,
                highest_value(q, sections, self.count)
                if self.before
                else q.value(sections, self.count),
                int(q.is_business(sections)),
                q.posts_after(q.heads(sections)),
            )
            if self.prices.loss(column) <= self.room:
                yield column
        most, heads = rules["max_members"], rules["max_people"]
        people = q.heads(sections)
        later = [
            b
            for b in later
            if (most is None or len(sections) + self.size[b] <= most)
            and (heads is None or people + self.people[b] <= heads + 1e-6)
        ]
        later = self._hopeful(group, (len(sections), people), q_sum, later, near)
        for k, b in enumerate(later):
            if self.before.get(b, b) not in (b, *group):
                continue
            rest = [c for c in later[k + 1 :] if self.meets[b][c]]
            total = q_sum + near[b] + self.near[b][b] / 2
            following = [x + y for x, y in zip(near, self.near[b], strict=True)]
            yield from self._grow((*group, b), total, rest, following)

    def _hopeful(
        self,
        group: Group,
        size: tuple[int, float],
        q_sum: float,
        later: list[int],
        near: list[float],
    ) -> list[int]:
        """Return the atoms of `later` with which a bound on some larger group is within the room.

        Of an atom added, pairs with the best others after the group count half: each has two ends.
        """
        members, people = size
        fixed = sum(self.gain[a] for a in group) + self.fixed
        fixed += self.largest * max(self.head[a] for a in (*group, *later))
        least = -self.room / self.prices.scale - SLACK
        limit = self.question.rules["max_members"]
        most = len(later) if limit is None else min(len(later), limit - members)
        lightest = sorted(self.people[b] for b in later)
        company, own = self.company[group[-1]], self.own
        hopeful: set[int] = set()
        for added in range(1, most + 1):
            people += lightest[added - 1]
            pair = self.pair / (members + added)
            gains = [
                self.gain[b] + pair * (near[b] + own[b] + company[b][added - 1] / 2) for b in later
            ]
            others = sum(sorted(gains, reverse=True)[: added - 1])
            needed = least - fixed - pair * q_sum - others - self._by_size(members + added, people)
            hopeful.update(b for b, gain in zip(later, gains, strict=True) if gain >= needed)
            if len(hopeful) == len(later):
                break
        return [b for b in later if b in hopeful]

    def _by_size(self, members: int, people: float) -> float:
        """Return what groups of at least so many members and people get for span and posts."""
        q = self.question
        fit = min(max(1 - (people - 9) / (q.span_limit - 9), 0.0), 1.0)
        reached = [number for upper, number in q.posts_rule[:-1] if upper + 1e-6 >= people]
        fewest = int(min([*reached, q.posts_rule[-1][1]]))
        span = self.span * fit * (1.0 if members <= 3 else 0.5)
        return span - (self.post + self.prices.posts / self.prices.scale) * fewest
