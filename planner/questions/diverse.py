"""Good plans that differ genuinely from those chosen before, each the proven best of its question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from planner.api import PlanResult, Stop
from planner.methods.answer import Clock
from planner.model import Model
from planner.problem import PARTS, Weights
from planner.questions.likeness import Pairs, difference_of, pairs_joined, shared_cost
from planner.questions.near import NearPlans, near_plans, second_best
from planner.scoring import plan_value

if TYPE_CHECKING:
    from planner.solver import Solver

THEMES: Final = ("posts", "balance", "overlap", "continuity")
APART: Final = (0.5, 0.25)  # least difference asked for; the second where there are too few
REACH: Final = 1  # numbers of big sections beside the best one that are looked at
EMPHASES: Final = (0.15, 0.3, 0.5, 0.7, 0.9)  # weight moved to the part a plan is to be best at
CLEARLY: Final = 0.1  # points by which a part has to be better to be sought after
FIRST_PRICE: Final = 500_000  # units for one pair shared, over the number of merges
DEAREST: Final = 128  # first prices, up to which a price is doubled
NEAR_POINTS: Final = 0.3
NEAR_MOST: Final = 300
NEAR_WORK: Final = 50_000  # groups one search of them looks at: work, not time, so as to repeat
QUESTION_TIME_S: Final = 5.0
EVERY_POINT: Final = 200.0  # a margin that no plan exceeds


@dataclass(frozen=True, slots=True)
class Other:
    """A plan beside the best one; `theme` is the part it was sought for, if any.

    `proven`: no plan that shares as few pairs with those chosen before is better (by the score,
    or with a theme by the score with more weight on that part). With `margin`: of all plans at
    most so many points below the best one, none differs more from those chosen before.
    """

    plan: PlanResult
    theme: str | None
    proven: bool
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Others:
    """The other plans in the order in which they were chosen.

    `second` is the value of the second best plan of all, None where that was not proven.
    """

    plans: tuple[Other, ...]
    second: int | None


class _Found(NamedTuple):
    """The best plan of one count by weights and prices; `value` is what these make of it."""

    value: int
    plan: PlanResult
    proven: bool


def other_plans(solver: Solver, best: PlanResult, bound: int, number: int, clock: Clock) -> Others:
    """Return up to `number` plans that differ from `best` and from each other.

    First a plan for each part that can be bettered, then the near-optimal plans farthest from
    those chosen, then the best plans where sharing pairs with those chosen has a price, so high
    that at least half (where there are too few: a quarter) of the pairs differ. At last any others.
    """
    search = _Search(solver, best, bound, clock)
    for apart in APART:
        for theme in THEMES:
            if len(search.found) < number and search.lacks(theme):
                search.take(search.themed(theme, apart))
        while len(search.found) < number:
            if not search.take(search.farthest(apart) or search.priced(None, 0.0, apart)):
                break
    while len(search.found) < number:
        if not search.take(search.any_other()):
            break
    return Others(tuple(search.found), search.second())


class _Search:
    """The plans chosen so far, and the questions by which others are found."""

    def __init__(self, solver: Solver, best: PlanResult, bound: int, clock: Clock) -> None:
        self.solver, self.best, self.bound, self.clock = solver, best, bound, clock
        self.model = solver.model
        self.found: list[Other] = []
        self.pairs = [pairs_joined(self.model, best)]
        self.listed = solver.methods.listed(clock)
        self.near: _Lot | None = None
        self.every: _Lot | None = None
        allowed, count = self.model.counts(), len(best.groups)
        reach = range(count - REACH, count + REACH + 1)
        self.beside = [k for k in reach if k in allowed and k != count]

    def take(self, other: Other | None) -> bool:
        """Add a plan to those chosen; return whether there was one."""
        if other is None:
            return False
        self.found.append(other)
        self.pairs.append(pairs_joined(self.model, other.plan))
        return True

    def lacks(self, theme: str) -> bool:
        """Return whether a plan may still be sought for a part."""
        weights = self.model.problem.weights
        return getattr(weights, theme) > 0 and all(other.theme != theme for other in self.found)

    def themed(self, theme: str, apart: float) -> Other | None:
        """Return a plan that beats those chosen in one part, giving up as little as it takes."""
        for emphasis in EMPHASES:
            other = self.priced(theme, emphasis, apart)
            if other is not None and self._leads(other.plan, theme):
                return other
        return None

    def _leads(self, plan: PlanResult, theme: str) -> bool:
        chosen = [self.best, *(other.plan for other in self.found)]
        return plan.parts[theme] > max(p.parts[theme] for p in chosen) + CLEARLY

    def _apart(self, plan: PlanResult) -> list[float]:
        """Return how much a plan differs from each of those chosen."""
        mine = pairs_joined(self.model, plan)
        return [difference_of(mine, other) for other in self.pairs]

    def priced(self, theme: str | None, emphasis: float, apart: float) -> Other | None:
        """Return the best plan at prices on shared pairs that make it differ as much as asked.

        Where the answer is still too near to a plan chosen, the pairs shared with that one cost
        twice as much. Then the numbers of big sections beside get their turn, at the same prices.
        """
        solver = self.solver
        if theme is not None:
            solver = solver.reweighted(_shifted(self.model.problem.weights, theme, emphasis))
        if self.listed is None:
            return self._forbidden(solver, theme, apart)
        price = [0 if theme is not None else 1] * len(self.pairs)
        unit = FIRST_PRICE // max(1, self.model.n - len(self.best.groups))
        while max(price) <= DEAREST:
            charge = unit * shared_cost(self.model, self.listed.pool, self.pairs, price)
            charged = solver.relative(solver.model, charge=charge)
            found = self._best(charged, len(self.best.groups))
            if found is None:
                return None
            if theme is not None and not any(price) and not self._leads(found.plan, theme):
                return None  # it takes more weight, the more so where sharing has a price
            away = self._apart(found.plan)
            if min(away) >= apart:
                return self._beside(charged, found, theme, apart)
            near = away.index(min(away))
            price[near] = max(1, 2 * price[near])
        return None

    def _beside(self, solver: Solver, found: _Found, theme: str | None, apart: float) -> Other:
        """Return the best of the plan found and those of other numbers of big sections."""
        proven = found.proven
        for count in self.beside:
            other = self._best(solver, count)
            proven &= other is None or other.proven
            if other is None or other.value <= found.value:
                continue
            if min(self._apart(other.plan)) < apart:
                continue
            if theme is None or self._leads(other.plan, theme):
                found = other
        return Other(found.plan, theme, proven)

    def _forbidden(self, solver: Solver, theme: str | None, apart: float) -> Other | None:
        """Return the best plan without every second pair of those chosen: too many to list."""
        ids, rules = self.model.ids, solver.model.rules
        barred = sorted({pair for pairs in self.pairs for pair in sorted(pairs)[::2]})
        away = tuple((ids[i], ids[j]) for i, j in barred)
        changed = solver.model.with_rules(replace(rules, must_apart=rules.must_apart + away))
        found = self._best(solver.under(changed), len(self.best.groups))
        if found is None or min(self._apart(found.plan)) < apart:
            return None
        return Other(found.plan, theme, found.proven)

    def _best(self, solver: Solver, count: int) -> _Found | None:
        if self.clock.stopped():
            return None
        seconds = min(QUESTION_TIME_S, self.clock.left(2 * QUESTION_TIME_S) / 2)
        answer = solver.answer(count, self.clock.fresh(seconds))
        if answer.groups is None or answer.value is None:
            return None
        plan = self.solver.scored(answer.groups)
        return None if self._is_smaller(plan) else _Found(answer.value, plan, answer.complete)

    def _is_smaller(self, plan: PlanResult) -> bool:
        """Return whether a plan has more small groups than the best one, where these are avoided."""
        limit = self.model.rules.fewest_small
        return limit is not None and plan.small[:limit] > self.best.small[:limit]

    def farthest(self, apart: float) -> Other | None:
        """Return the near-optimal plan that differs most from those chosen, of equals the best.

        None also where there are so many near-optimal plans that not all could be listed.
        """
        if self.near is None:
            self.near = _Lot(self.model, self._within(NEAR_POINTS))
        return self.near.farthest(self.pairs, apart) if self.near.plans.complete else None

    def any_other(self) -> Other | None:
        """Return the plan that differs most, of all plans or as many as the list has room for."""
        if self.every is None:
            self.every = _Lot(self.model, self._within(EVERY_POINT))
        return self.every.farthest(self.pairs, 0.0)

    def _within(self, points: float) -> NearPlans:
        """Return the plans so near to the best one, for its number of big sections and beside."""
        counts = sorted([*self.beside, len(self.best.groups)])
        rules = replace(self.model.rules, count=None, min_count=counts[0], max_count=counts[-1])
        problem = replace(self.model.problem, rules=rules)
        solver = self.solver.relative(replace(self.model, problem=problem))
        solver.know(range(counts[0], counts[-1] + 1), self.best, bound=self.bound)
        stop = Stop(self.clock.left(QUESTION_TIME_S), self.clock.cancelled)
        most, work = NEAR_MOST, NEAR_WORK
        found = near_plans(solver, points=points, limit=most, most=most, work=work, stop=stop)
        plans = tuple(plan for plan in found.plans if not self._is_smaller(plan))
        return replace(found, plans=plans)

    def second(self) -> int | None:
        """Return the objective of the second best plan of all, where that can be proven soon."""
        few = len(self.beside) + 1 == len(self.model.counts())
        if not few or self.bound > plan_value(self.model, self.best):
            return None
        return second_best(self.solver, self.best, self.clock, NEAR_WORK)


class _Lot:
    """Listed plans, and how much each differs from the nearest of those chosen."""

    def __init__(self, model: Model, plans: NearPlans) -> None:
        self.plans = plans
        self.pairs = [pairs_joined(model, plan) for plan in plans.plans]
        self.away = [1.0] * len(self.pairs)
        self.seen = 0

    def farthest(self, chosen: list[Pairs], least: float) -> Other | None:
        """Return the plan that differs most, if at least as much as asked; of equals the best."""
        for pairs in chosen[self.seen :]:
            self.away = [
                min(away, difference_of(mine, pairs))
                for away, mine in zip(self.away, self.pairs, strict=True)
            ]
        self.seen = len(chosen)
        most = max(self.away, default=0.0)
        if most <= 0 or most < least:
            return None
        plan = self.plans.plans[self.away.index(most)]
        return Other(plan, None, self.plans.complete, self.plans.margin)


def _shifted(weights: Weights, theme: str, emphasis: float) -> Weights:
    """Return the weights with a share of them moved to one part."""
    moved = {theme: emphasis}
    return Weights(
        *(
            (1 - emphasis) * weight + moved.get(part, 0.0)
            for part, weight in zip(PARTS, weights.as_tuple(), strict=True)
        )
    )
