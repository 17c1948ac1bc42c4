"""Groups by members, people and the largest member alone: what any such group is worth at most."""

from __future__ import annotations

import math
from collections.abc import Iterator

from planner.checker.interchangeable import NEARLY_HALF, Column
from planner.checker.problem import Figures, Question

NEVER = -(10**18)
MOST_CELLS = 200_000


def size_classes(question: Question) -> list[list[int]]:
    """Return the blocks in classes of as many members, people and posts, by the largest member.

    Raises ValueError where people are no whole numbers, or too many.
    """
    n, people = question.n, question.people
    if not all(float(p).is_integer() for p in people) or (n + 1) * sum(people) > MOST_CELLS:
        raise ValueError("people are no whole numbers, or too many")
    facts = [
        (
            max(people[i] for i in atom),
            sum(people[i] for i in atom),
            len(atom),
            sum(question.held[i] for i in atom),
        )
        for atom in question.atoms
    ]
    return [[a for a, own in enumerate(facts) if own == fact] for fact in sorted(set(facts))]


def told_by_size(question: Question) -> bool:
    """Return whether members and people tell exactly what a group is worth, and every one may be."""
    n, rules = question.n, question.rules
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    if n < 2 or any(question.q[i][j] != question.q[0][1] for i, j in pairs):
        return False
    if not all(question.may_meet(i, j) for i, j in pairs):
        return False
    if question.mean is not None or len(set(question.held)) > 1 or rules["keep"]:
        return False
    return question.posts_limit is None and rules["business_share"] is None


class FlatGroups:
    """All groups by members, people and largest member, with what they lose at given prices.

    Without `exact` a group counts as if its pairs were as similar as the most similar one, its load
    in balance, and everybody might meet: it loses more, never less.
    """

    def __init__(
        self,
        question: Question,
        classes: list[list[int]],
        cover: list[int],
        group_price: int,
        count: int,
        scale: int,
    ) -> None:
        self.question, self.classes, self.count, self.scale = question, classes, count, scale
        self.exact = told_by_size(question)
        n = question.n
        pairs = [question.q[i][j] for i in range(n) for j in range(n) if i != j]
        self.same = max(pairs, default=0.0)
        firsts = [question.atoms[members[0]] for members in classes]
        self.price = [
            cover[members[0]] - scale * self._credit(atom)
            for members, atom in zip(classes, firsts, strict=True)
        ]
        self.group_price = group_price
        self.largest = [max(question.people[i] for i in atom) for atom in firsts]
        self.people = [int(question.heads(atom)) for atom in firsts]
        self.members = [len(atom) for atom in firsts]
        self.below: list[list[dict[int, int]]] = []  # per class: what fewer classes gain at best
        self.ends: list[list[dict[int, int]]] = []  # and what groups gain with this one the largest
        self.worth: dict[tuple[int, int, int], int] = {}
        best: list[dict[int, int]] = [{0: 0}, *({} for _ in range(question.n))]
        for h, members in enumerate(classes):
            own: list[dict[int, int]] = [{} for _ in best]
            for k in range(1, len(members) + 1):
                self._add(best, own, k, h)
            self.below.append(best)
            self.ends.append(own)
            best = [_better(a, b) for a, b in zip(best, own, strict=True)]

    def _add(self, best: list[dict[int, int]], own: list[dict[int, int]], k: int, h: int) -> None:
        more = k * self.members[h]
        for m in range(len(best) - more):
            into = own[m + more]
            for people, gain in best[m].items():
                total, value = people + k * self.people[h], gain - k * self.price[h]
                if value > into.get(total, NEVER):
                    into[total] = value

    def least_loss(self) -> int:
        """Return the least that any group allowed loses; below 0 the prices prove nothing."""
        return min((self._loss(h, m, s, gain) for h, m, s, gain in self._ends()), default=0)

    def within(self, room: int) -> Iterator[tuple[Column, int]]:
        """Yield every group that loses at most `room`, by its first members, with its loss.

        Only where members and people tell groups apart (`exact`).
        """
        for h, m, s, gain in self._ends():
            if self._loss(h, m, s, gain) <= room:
                least = self.group_price - self._worth(h, m, s) * self.scale - room
                yield from self._descend(h, h, m, s, 0, least, ())

    def _ends(self) -> Iterator[tuple[int, int, int, int]]:
        for h, own in enumerate(self.ends):
            for m, reached in enumerate(own):
                for people, gain in reached.items():
                    if self._allowed(m, people):
                        yield h, m, people, gain

    def _descend(
        self, top: int, g: int, left: int, people: int, gain: int, least: int, held: tuple[int, ...]
    ) -> Iterator[tuple[Column, int]]:
        """Yield the groups with `held` members of the classes above g that gain enough."""
        if g < 0:
            counts = dict(zip(range(top, -1, -1), held, strict=True))
            atoms = tuple(sorted(a for c, k in counts.items() for a in self.classes[c][:k]))
            members = sum(self.members[c] * k for c, k in counts.items())
            total = sum(self.people[c] * k for c, k in counts.items())
            posts = self.question.posts_after(total)
            column = Column(atoms, self._worth(top, members, total), 0, posts)
            yield column, self._loss(top, members, total, gain)
            return
        for k in range(1 if g == top else 0, len(self.classes[g]) + 1):
            rest, value = people - k * self.people[g], gain - k * self.price[g]
            fewer = left - k * self.members[g]
            if fewer < 0:
                return
            onward = self.below[g][fewer].get(rest)
            if onward is not None and value + onward >= least:
                yield from self._descend(top, g - 1, fewer, rest, value, least, (*held, k))

    def _loss(self, h: int, m: int, people: int, gain: int) -> int:
        return self.group_price - gain - self._worth(h, m, people) * self.scale

    def _allowed(self, members: int, people: int) -> bool:
        rules = self.question.rules
        if members == 1 and rules["keep"]:
            return True
        most, heads, least = (rules[k] for k in ("max_members", "max_people", "min_people"))
        if most is not None and members > most:
            return False
        if heads is not None and members > 1 and people > heads + 1e-9:
            return False
        return bool(least is None or people >= least - 1e-9)

    def _credit(self, atom: tuple[int, ...]) -> int:
        """Return what a block's posts add to its group's worth, rounded up; exact: 0, see there."""
        spare = self.question.all_posts - self.count
        if self.exact or spare <= 0:
            return 0
        held = int(sum(self.question.held[i] for i in atom))
        return math.ceil(1e8 * self.question.weights[3] * held / spare) + 1

    def _worth(self, h: int, members: int, people: int) -> int:
        """Return the highest value of a group like this: sums may be rounded either way."""
        key = h, members, people
        if key not in self.worth:
            pairs = self.same * members * (members - 1) / 2
            held = members * self.question.held[0] if self.exact else 0
            figures = Figures(members, float(people), pairs, 1.0, held, float(self.largest[h]))
            raw = self.question.raw_value(figures, self.count)
            cost = self.question.small_cost(float(people))
            if not self.exact:
                # above any rounded value, and for all dust not above the solver's own figure
                self.worth[key] = math.ceil(raw - 0.4) + 1 - cost
                return self.worth[key]
            down = math.floor(raw)
            near = abs(raw - down - 0.5) < NEARLY_HALF
            self.worth[key] = (down + 1 if near else round(raw)) - cost
        return self.worth[key]


def _better(first: dict[int, int], second: dict[int, int]) -> dict[int, int]:
    merged = dict(first)
    for key, value in second.items():
        if value > merged.get(key, NEVER):
            merged[key] = value
    return merged
