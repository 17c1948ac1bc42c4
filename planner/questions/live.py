"""The score of a hand-edited plan after each move, in microseconds, to the same bits as scoring.

A move changes two groups; what the others are worth is remembered per number of groups. The
arithmetic below repeats `scoring.contributions` operation by operation on plain floats, which
are the same IEEE doubles: the objective is the same whole number as that of `score_plan`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from planner.model import EPSILON, Model, build_model
from planner.problem import PARTS, Problem, ProblemError
from planner.scoring import indices_of

Members = tuple[int, ...]


class GroupFigures(NamedTuple):
    """What a group contributes, as far as the number of groups does not matter."""

    overlap: float  # still to be divided by n − K
    balance: float
    smallness: float  # to be taken off 100/K
    saved: int  # 100·posts, still to be divided by P₀ − K
    continuity: float
    fit: float  # times 100/K, times `width`
    width: float


class GroupValues:
    """The integer value and the contributions of any one group, kept once worked out."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.n = model.n
        self._people = model.people.tolist()
        self._load = model.load.tolist()
        self._posts = model.posts.tolist()
        self._q = model.q.tolist()
        rule = model.problem.posts_rule
        self._steps = [float("inf") if top is None else top + EPSILON for top, _ in rule[:-1]]
        self._step_posts = [number for _, number in rule]
        self._weights = model.problem.weights.as_tuple()
        self._span = max(model.span_limit, 10.0) - 9
        self._mean = model.mean_load
        self._everyone = model.people_total
        self._kept: dict[tuple[int, Members], int] = {}
        self._figures: dict[Members, GroupFigures] = {}

    def value(self, count: int, members: Members) -> int:
        """Return the group's part of the objective in a plan of `count` groups."""
        key = (count, members)
        known = self._kept.get(key)
        if known is None:
            w, part = self._weights, self.parts(count, members)
            total = w[0] * part[0] + w[1] * part[1] + w[2] * part[2]
            total = total + w[3] * part[3] + w[4] * part[4] + w[5] * part[5]
            known = self._kept[key] = round(1e6 * total)
        return known

    def parts(self, count: int, members: Members) -> tuple[float, ...]:
        """Return the group's contribution to each part, in the order of `PARTS`.

        `members` are canonical section indices in ascending order.
        """
        group = self._figures.get(members)
        if group is None:
            group = self._figures[members] = self._worked_out(members)
        each = 100 / count
        spare = self.model.posts_total - count
        return (
            group.overlap / (self.n - count) if count < self.n else 0.0,
            group.balance,
            each - group.smallness,
            group.saved / spare if spare > 0 else each,
            group.continuity,
            each * group.fit * group.width,
        )

    def _worked_out(self, members: Members) -> GroupFigures:
        heads, loads, q = self._people, self._load, self._q
        people = load = largest = q_sum = 0.0
        posts = 0
        for at, j in enumerate(members):
            one = heads[j]
            people += one
            load += loads[j]
            posts += self._posts[j]
            if one > largest:
                largest = one
            row = q[j]
            for i in members[:at]:
                q_sum += row[i]
        m, everyone = len(members), self._everyone
        mean_q = q_sum / (m * (m - 1) / 2) if m > 1 else 0.0
        small = 1.0 if people <= 1 else 0.5 if people == 2 else 0.0
        single = self.model.single_count
        after = self._step_posts[bisect_left(self._steps, people)]
        return GroupFigures(
            100 * (m - 1) * mean_q,
            100 * people * self._evenness(people, load) / everyone if everyone > 0 else 0.0,
            100 * small / single if single > 0 else 0.0,
            100 * (posts - after),
            100 * largest / everyone if everyone > 0 else 0.0,
            min(max(1 - max(people - 9, 0.0) / self._span, 0.0), 1.0),
            1.0 if m <= 3 else 0.5,
        )

    def _evenness(self, people: float, load: float) -> float:
        x = 1.0
        if self._mean is not None and self._mean * people > 0:
            x = load / (self._mean * people)
        away = (x - 1) / 0.5
        return max(0.0, 1 - away * away)


class LivePlan:
    """A plan under the leader's hand; groups are numbered, and empty ones do not count.

    What the groups are worth depends on their number, so the objective is kept up to date for the
    number as it is and the two beside it, as far as they were needed before.
    """

    def __init__(self, problem: Problem, groups: Sequence[Sequence[str]]) -> None:
        """Start from any partition; raises ProblemError when it is none."""
        self.model = build_model(problem)
        self.values = GroupValues(self.model)
        self._groups = [tuple(sorted(g)) for g in indices_of(self.model, groups)]
        self._place = {i: k for k, group in enumerate(self._groups) for i in group}
        self.count = len(self._groups)
        self._totals = {self.count: self._whole(self.count)}

    @property
    def objective(self) -> int:
        """Return the objective of the plan as it stands."""
        return self._totals[self.count]

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups as ids, by number; an empty group keeps its number."""
        return tuple(tuple(self.model.ids[i] for i in group) for group in self._groups)

    def parts(self) -> dict[str, float]:
        """Return the six parts of the plan as it stands, 0–100."""
        totals = [0.0] * len(PARTS)
        for group in self._groups:
            if group:
                found = self.values.parts(self.count, group)
                totals = [total + part for total, part in zip(totals, found, strict=True)]
        return dict(zip(PARTS, totals, strict=True))

    def move(self, section: str, target: int) -> int:
        """Move a section to group number `target` (one past the last: a new group of its own).

        Returns the new objective. Raises ProblemError for a section or group that is not there.
        """
        if section not in self.model.index or not 0 <= target <= len(self._groups):
            raise ProblemError(f"move: no section {section!r} or no group {target}")
        i = self.model.index[section]
        if target == len(self._groups):
            self._groups.append(())
        source = self._place[i]
        if source == target:
            return self.objective
        old, new = self._groups[source], self._groups[target]
        left = tuple(x for x in old if x != i)
        right = tuple(sorted((*new, i)))
        self._groups[source], self._groups[target] = left, right
        self._place[i] = target
        count = self.count - (not left) + (not new)
        value, totals = self.values.value, self._totals
        for k in list(totals):
            if abs(k - count) > 1:
                del totals[k]
                continue
            change = value(k, right) - value(k, old)
            if left:
                change += value(k, left)
            if new:
                change -= value(k, new)
            totals[k] += change
        if count not in totals:
            totals[count] = self._whole(count)
        self.count = count
        return totals[count]

    def _whole(self, count: int) -> int:
        value = self.values.value
        return sum([value(count, group) for group in self._groups if group])
