"""The problem as the verifier reads it: values, rules and constants, section by section."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any, NamedTuple

PARTS = ("overlap", "balance", "one_person", "posts", "continuity", "span")
LATER = ("kind_groups", "fewest_small")  # rules that a problem names only where they are set
Group = tuple[int, ...]


class Figures(NamedTuple):
    """What tells how much a group is worth."""

    members: int
    people: float
    pairs: float  # similarity of all pairs, added up
    ratio: float  # load per head over the mean
    held: int  # posts today
    largest: float  # people of the largest member


class Question:
    """A problem in file form, whole as `reading.problem_faults` wants it.

    Sections are numbered in the order of their ids. `price` is what a plan's value is lessened by for
    every unit of its small groups, where these are to be as few as possible.
    """

    def __init__(self, data: dict[str, Any], price: int = 0) -> None:
        self.price = price
        order = sorted(range(len(data["sections"])), key=lambda i: data["sections"][i]["id"])
        self.sections = [data["sections"][i] for i in order]
        self.ids = [s["id"] for s in self.sections]
        self.n = len(self.ids)
        self.rules = dict.fromkeys(LATER) | data["rules"]
        self.mode = data["mode"]
        self.posts_rule = data["posts_rule"]
        self.people = [s["people"] for s in self.sections]
        self.total = math.fsum(self.people)
        self.held = [s["posts"] for s in self.sections]
        self.weights = self._weights(data["weights"])
        self.q = self._similar(data, order)
        self._measure_load()
        self.small = sum(self._smallness(p) for p in self.people)
        self.atoms = self._blocks()
        self.block = {i: a for a, atom in enumerate(self.atoms) for i in atom}

    def _weights(self, given: dict[str, float]) -> list[float]:
        found = [float(given[part]) for part in PARTS]
        if self.mode != "merge":
            found[3] = 0.0
        total = sum(found)
        return [weight / total for weight in found]

    def _similar(self, data: dict[str, Any], order: list[int]) -> list[list[float]]:
        low, high = data["calibration"]["p50"], data["calibration"]["p95"]
        raw = data["overlap"]
        result = []
        for i in order:
            row = [(raw[i][j] + raw[j][i]) / 2 for j in order]
            if high > low:
                row = [min(max((value - low) / (high - low), 0.0), 1.0) for value in row]
            else:
                row = [1.0 if value > low else 0.0 for value in row]
            result.append(row)
        return result

    def _measure_load(self) -> None:
        loads = [s["load_hours"] for s in self.sections]
        known = [(p, h) for p, h in zip(self.people, loads, strict=True) if h is not None]
        heads, hours = math.fsum(p for p, _ in known), math.fsum(h for _, h in known)
        self.mean = hours / heads if heads > 0 and hours > 0 else None
        self.load = [
            (self.mean or 0.0) * p if h is None else h
            for p, h in zip(self.people, loads, strict=True)
        ]

    def _blocks(self) -> list[Group]:
        place = {name: i for i, name in enumerate(self.ids)}
        groups = [{i} for i in range(self.n)]
        for a, b in self.rules["must_together"]:
            first = next(g for g in groups if place[a] in g)
            second = next(g for g in groups if place[b] in g)
            if first is not second:
                groups.remove(second)
                first |= second
        return sorted(tuple(sorted(g)) for g in groups)

    @staticmethod
    def _smallness(people: float) -> float:
        return 1.0 if people <= 1 else 0.5 if people == 2 else 0.0

    @cached_property
    def all_posts(self) -> int:
        """Return the posts held today."""
        return sum(self.held)

    @cached_property
    def span_limit(self) -> float:
        """Return Q of the span formula."""
        limit = self.rules["max_people"]
        return float(max(15 if limit is None else limit, 10))

    def posts_after(self, people: float) -> int:
        """Return leadership posts of a group of so many people."""
        for upper, posts in self.posts_rule[:-1]:
            if people <= upper + 1e-9:
                return int(posts)
        return int(self.posts_rule[-1][1])

    def ratio(self, group: Group) -> float:
        """Return the load per head over the mean."""
        people = self.heads(group)
        if self.mean is None or people <= 0:
            return 1.0
        load = 0.0
        for i in group:
            load += self.load[i]
        return load / (self.mean * people)

    def heads(self, group: Group) -> float:
        """Return the people of a group."""
        people = 0.0
        for i in group:
            people += self.people[i]
        return people

    def figures(self, group: Group) -> Figures:
        """Return the figures of a group."""
        pairs = 0.0
        for k, j in enumerate(group):
            for i in group[:k]:
                pairs += self.q[i][j]
        held = sum(self.held[i] for i in group)
        largest = max(self.people[i] for i in group)
        return Figures(len(group), self.heads(group), pairs, self.ratio(group), held, largest)

    def parts(self, figures: Figures, count: int) -> tuple[float, ...]:
        """Return what a group of such figures contributes to each part, in the order of `PARTS`."""
        m, people, pairs, ratio, held, largest = figures
        overlap = 0.0
        if count < self.n:
            overlap = 100 * (m - 1) * (pairs / max(m * (m - 1) / 2, 1)) / (self.n - count)
        away = (ratio - 1) / 0.5
        even = max(0.0, 1 - away * away)
        balance = 100 * people * even / self.total if self.total > 0 else 0.0
        one_person = posts = 100 / count
        if self.small > 0:
            one_person -= 100 * self._smallness(people) / self.small
        spare = self.all_posts - count
        if spare > 0:
            posts = 100 * (held - self.posts_after(people)) / spare
        continuity = 100 * largest / self.total if self.total > 0 else 0.0
        fit = min(max(1 - max(people - 9, 0.0) / (self.span_limit - 9), 0.0), 1.0)
        span = 100 / count * fit * (1.0 if m <= 3 else 0.5)
        return overlap, balance, one_person, posts, continuity, span

    def raw_value(self, figures: Figures, count: int) -> float:
        """Return 10⁶·Σ weight·c_part(G), unrounded."""
        total = 0.0
        for weight, part in zip(self.weights, self.parts(figures, count), strict=True):
            total += weight * part
        return 1e6 * total

    def objective(self, group: Group, count: int) -> int:
        """Return round(10⁶·Σ weight·c_part(G)), half to even."""
        return round(self.raw_value(self.figures(group), count))

    def value(self, group: Group, count: int) -> int:
        """Return what plans are compared by: the objective less the price of a small group."""
        return self.objective(group, count) - self.small_cost(self.heads(group))

    def small_units(self, people: float) -> int:
        """Return how much a group of so many people counts among those to be avoided.

        Where groups of two are to be avoided, too, one of one counts more than all of two can.
        """
        limit = self.rules["fewest_small"]
        if limit is None or people > limit:
            return 0
        return self.n + 1 if people <= 1 and limit == 2 else 1

    def small_cost(self, people: float) -> int:
        """Return the price of a group of so many people."""
        return self.price * self.small_units(people) if self.price else 0

    def fewest_units(self, bound: int) -> int:
        """Return the fewest units of small groups that a plan of value `bound` at most can have."""
        if not self.price:
            return 0
        lowest = min(self.lowest_objective(count) for count in self.counts())
        return max(0, -((bound - lowest) // self.price))

    def price_faults(self) -> list[str]:
        """Return whether the price is too low to put small groups before every score."""
        spread = max(map(self.highest, self.counts()), default=0)
        spread -= min(map(self.lowest_objective, self.counts()), default=0)
        wanted = self.rules["fewest_small"] is not None
        if self.price <= spread if wanted else self.price:
            return ["the price of small groups is not above what any two plans differ by"]
        return []

    def score(self, groups: list[Group]) -> float:
        """Return the score of a plan, 0–100, unrounded."""
        return math.fsum(
            weight * part
            for group in groups
            for weight, part in zip(
                self.weights, self.parts(self.figures(group), len(groups)), strict=True
            )
        )

    def may_meet(self, i: int, j: int) -> bool:
        """Return whether two sections may sit in one group."""
        a, b = self.sections[i], self.sections[j]
        names = {a["id"], b["id"]}
        if names & set(self.rules["keep"]):
            return False
        if any(names == set(pair) for pair in self.rules["must_apart"]):
            return False
        if self.block[i] == self.block[j]:
            return True
        if not self._kinds_meet(a["kind"], b["kind"]):
            return False
        if not self.rules["same_line"]:
            return True
        return not a["lines"] or not b["lines"] or bool(set(a["lines"]) & set(b["lines"]))

    def _kinds_meet(self, first: str, second: str) -> bool:
        lists = self.rules["kind_groups"]
        if first == second or (lists is None and not self.rules["separate_kinds"]):
            return True
        return any({first, second} <= set(kinds) for kinds in lists or ())

    def block_allowed(self, atom: Group) -> bool:
        """Return whether a joined block may exist."""
        return all(self.may_meet(i, j) for k, i in enumerate(atom) for j in atom[k + 1 :])

    def size_allowed(self, group: Group) -> bool:
        """Return whether a group obeys the rules on size and load."""
        rules, m, people = self.rules, len(group), self.heads(group)
        if rules["max_members"] is not None and m > rules["max_members"]:
            return False
        most = rules["max_people"]
        if most is not None and m > 1 and people > most + 1e-9:
            return False
        least = rules["min_people"]
        kept = m == 1 and self.ids[group[0]] in rules["keep"]
        if least is not None and not kept and people < least - 1e-9:
            return False
        limit = rules["max_load_deviation"]
        return limit is None or people == 0 or bool(abs(self.ratio(group) - 1) <= limit + 1e-9)

    def is_business(self, group: Group) -> bool:
        """Return whether at least half of a group's people are business people."""
        inside = sum(self.people[i] for i in group if self.sections[i]["kind"] == "business")
        return bool(inside >= self.heads(group) / 2 - 1e-9)

    def business_needed(self, count: int) -> int:
        """Return how many groups have to be business groups."""
        share = self.rules["business_share"]
        return 0 if share is None else math.ceil(share * count - 1e-9)

    @property
    def posts_limit(self) -> int | None:
        """Return the limit on all posts, where it applies."""
        limit: int | None = self.rules["max_posts"]
        return limit if self.mode == "merge" else None

    def counts(self) -> range:
        """Return the numbers of groups the rules allow."""
        rules = self.rules
        low, high = rules["count"], rules["count"]
        if low is None:
            low, high = rules["min_count"], rules["max_count"]
        low = 1 if low is None else low
        high = self.n if high is None else high
        return range(max(1, low), min(self.n, high) + 1)

    def plan_faults(self, groups: list[Group]) -> list[str]:
        """Return which rules a plan breaks."""
        faults = [] if len(groups) in self.counts() else [f"{len(groups)} groups are not allowed"]
        for group in groups:
            name = "、".join(self.ids[i] for i in group)
            if not self.size_allowed(group):
                faults.append(f"group {name} breaks a rule on size or load")
            if not self.block_allowed(group):
                faults.append(f"group {name} joins sections that may not meet")
            if any(i not in group for j in group for i in self.atoms[self.block[j]]):
                faults.append(f"group {name} splits sections that belong together")
        if sum(self.is_business(g) for g in groups) < self.business_needed(len(groups)):
            faults.append("there are too few business groups")
        posts = sum(self.posts_after(self.heads(g)) for g in groups)
        if self.posts_limit is not None and posts > self.posts_limit:
            faults.append("there are too many posts")
        return faults

    def lowest(self, count: int) -> int:
        """Return a value that every plan of so many groups exceeds."""
        return self.lowest_objective(count) - count * self.small_cost(0)

    def lowest_objective(self, count: int) -> int:
        """Return an objective that every plan of so many groups exceeds.

        Small groups are made of small sections, so they count no more than these in all.
        """
        low = 0.0
        if self.small > 0:
            low += 1e8 * self.weights[2] * max(0.0, 1 - count / self.small)
        spare = self.all_posts - count
        most = max(posts for _, posts in self.posts_rule)
        if spare > 0:
            low += 1e8 * self.weights[3] * min(0.0, (self.all_posts - count * most) / spare)
        return math.floor(min(low, 0.0)) - count

    def highest(self, count: int) -> int:
        """Return an objective that no plan of so many groups exceeds: every part at its best."""
        spare = self.all_posts - count
        fewest = min(posts for _, posts in self.posts_rule)
        posts = 1.0 if spare <= 0 else (self.all_posts - count * fewest) / spare
        others = sum(self.weights) - self.weights[3]
        return math.ceil(1e8 * (others + self.weights[3] * posts)) + count
