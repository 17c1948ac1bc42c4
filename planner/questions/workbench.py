"""One problem laid out for many questions: its groups and relaxations are made once and reused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from planner.api import PlanResult
from planner.groups import tabulate
from planner.methods.best_over_counts import MOST_BASE, MOST_LISTED, best_plan
from planner.methods.branch_and_cut import Clock
from planner.methods.classwise import Classwise, classwise_of
from planner.methods.components import (
    NOTHING,
    Component,
    Split,
    combined,
    connected,
    split,
    totals,
)
from planner.methods.flat import Flat, flat_of
from planner.methods.generation import CountGenerator, columns_of, highest_value, lowest_value
from planner.methods.group_pool import GroupPool, enumerate_groups, pool_of
from planner.model import Bools, Floats, Ints, Model, build_model
from planner.problem import Problem, Weights
from planner.questions.answers import (
    NO_PLAN,
    Answer,
    Best,
    Groups,
    best_of,
    better,
    half_of,
)
from planner.questions.listed import Listed
from planner.questions.wide import MOST_ATOMS, wide_components
from planner.scoring import score_groups


class Workbench:
    """Answers "the best plan of K groups" again and again for one model and its relatives.

    Four ways, chosen by the problem: subsets per component where the components are small, groups by
    class where many sections are alike, the whole pool of groups by relaxation and search, groups
    generated where they are too many to list. Not to be shared between threads.
    """

    def __init__(
        self, problem: Problem, model: Model | None = None, kin: Workbench | None = None
    ) -> None:
        """Lay a problem out; what components it shares with `kin` are not worked out again."""
        self.model = build_model(problem) if model is None else model
        self._listed: Listed | None = None
        self._asked = False
        self._components: tuple[Component, ...] | None = None
        self._kin = kin
        self._alike: Classwise | Flat | None = None
        self._alike_asked = False
        self._answers: dict[int, Answer] = {}
        self._best: dict[tuple[int, ...], Best] = {}
        self._split: tuple[tuple[int, ...], Ints, dict[int, Split]] | None = None

    @property
    def problem(self) -> Problem:
        """Return the problem laid out here."""
        return self.model.problem

    def listed(self, clock: Clock) -> Listed | None:
        """Return all feasible groups, None where they are too many to list (or time is over)."""
        if not self._asked:
            pool = enumerate_groups(self.model, MOST_LISTED, clock.stopped)
            self._asked = pool is not None or not clock.stopped()
            if pool is not None:
                self._listed = Listed(self.model, pool)
                self._find_components(pool)
        return self._listed

    def _find_components(self, pool: GroupPool) -> None:
        if self.model.rules.business_share is None and self.model.posts_limit is None:
            known = self._kin._components if self._kin is not None else None
            self._components = wide_components(self.model, pool, known or ())

    def alike(self, clock: Clock) -> Classwise | Flat | None:
        """Return the groups by class where many sections are alike, None where few are."""
        if not self._alike_asked:
            self._alike = classwise_of(self.model, clock.stopped) or flat_of(self.model)
            self._alike_asked = self._alike is not None or not clock.stopped()
        return self._alike

    def relative(self, model: Model, *, overlap_changed: bool) -> Workbench:
        """Return a workbench for a model with the same groups but other figures or side rules.

        The groups are taken over, and so are the columns that mattered as a start.
        """
        other = Workbench(model.problem, model)
        other._asked, other._components = self._asked, self._components
        if isinstance(self._alike, Classwise) and not overlap_changed:
            other._alike = Classwise(model, self._alike.classes, self._alike.real)
            other._alike_asked = True
        if self._listed is None:
            return other
        pool = self._listed.pool
        if other._components is None:
            other._find_components(pool)
        if overlap_changed:
            pool = GroupPool(pool.atoms, replace(pool.table, q_sum=_similarity(model, pool)))
        other._listed = Listed(model, pool, self._listed.stale(), self._listed.charge)
        return other

    def reweighted(self, weights: Weights) -> Workbench:
        """Return a workbench for the same problem under other weights (they sum to 1)."""
        problem = replace(self.problem, weights=weights)
        return self.relative(replace(self.model, problem=problem), overlap_changed=False)

    def charged(self, charge: Ints) -> Workbench:
        """Return a workbench on which every listed group is worth so many units less.

        Its answers' values are less the charge; `scored` tells what their plans score. By Everett's
        theorem the best plan is also the best of all that are charged no more than it is. Only for
        a workbench whose groups are listed: raises ValueError where they are not.
        """
        if self._listed is None:
            raise ValueError("the groups are not listed")
        other = self.relative(self.model, overlap_changed=False)
        listed = self._listed
        other._listed = Listed(self.model, listed.pool, listed.stale(), charge)
        return other

    def know(self, counts: Sequence[int], plan: PlanResult, *, bound: int) -> None:
        """Take a plan as the best over these counts, found elsewhere with this proven bound."""
        index = self.model.index
        groups = tuple(sorted(tuple(index[i] for i in group.members) for group in plan.groups))
        self._best[tuple(counts)] = Best(groups, plan.objective, bound, plan.objective == bound)

    def scored(self, groups: Groups) -> PlanResult:
        """Return the scored plan of groups of section indices."""
        return score_groups(self.model, groups)

    def answers(
        self,
        counts: Sequence[int],
        clock: Clock,
        on_answer: Callable[[Answer], None] | None = None,
    ) -> tuple[Answer, ...]:
        """Return the best plan for each of the counts, in their order.

        No count may use more than half of the time left: a hard one does not keep the others from
        an answer.
        """
        listed = self.listed(clock)
        if listed is not None and self._components is not None and not clock.stopped():
            new = [count for count in counts if count not in self._answers]
            for answer in self._by_components(listed, self._components, new, None):
                self._answers[answer.count] = answer
        found: list[Answer] = []
        for count in counts:
            found.append(self.answer(count, half_of(clock)))
            if on_answer is not None:
                on_answer(found[-1])
        return tuple(found)

    def answer(
        self, count: int, clock: Clock, *, keep: Bools | None = None, floor: int | None = None
    ) -> Answer:
        """Return the best plan of `count` groups worth more than `floor`, with its proof.

        `keep` tells which of the listed groups may be used.
        """
        free = keep is None and floor is None
        known = self._answers.get(count)
        if known is not None and (free or known.value is None):
            return known
        if not 0 < count <= len(self.model.atoms) or not self.model.atom_ok.diagonal().all():
            return Answer(count, None, None, 0, True)
        listed = self.listed(clock) if self._may_part else self._listed
        if clock.stopped():
            return Answer(count, None, None, highest_value(self.model, count), False)
        if listed is not None and self._components is not None:
            answer = self._by_components(listed, self._components, [count], keep)[0]
        elif keep is None and not self._charged() and self.alike(clock) is not None:
            answer = self._by_class(count, clock, floor)
        else:
            answer = self._one_by_one(count, clock, keep, floor)
        if free and answer.complete:
            self._answers[count] = answer
        return answer

    @cached_property
    def _may_part(self) -> bool:
        """Return whether the sections may fall into components: only then they have to be listed."""
        return max(len(part) for part in connected(self.model.atom_ok)) <= MOST_ATOMS

    def _charged(self) -> bool:
        return self._listed is not None and self._listed.charge is not None

    def _one_by_one(
        self, count: int, clock: Clock, keep: Bools | None, floor: int | None
    ) -> Answer:
        listed = self.listed(clock)
        if listed is None:
            return _generated(self.model, count, clock, floor)
        return listed.answer(count, clock, keep, floor)

    def _by_class(self, count: int, clock: Clock, floor: int | None) -> Answer:
        """Return the answer by class, or where that proves nothing the better of two ways."""
        alike = self.alike(clock)
        assert alike is not None  # noqa: S101
        low = lowest_value(self.model, count)
        least = low if floor is None else max(low, floor)
        outcome, found = alike.solve(count, least, clock)
        groups = None if found is None else tuple(tuple(group) for group in found)
        first = Answer(count, groups, outcome.value, outcome.bound, outcome.complete)
        if first.complete or isinstance(alike, Flat) or clock.stopped():
            return first
        second = self._one_by_one(count, clock, None, first.value or floor)
        best = first if second.value is None else second
        bound = min(first.bound, second.bound)
        if best.value is not None:
            bound = max(bound, best.value)
        closed = bound <= (least if best.value is None else best.value)
        return Answer(count, best.groups, best.value, bound, closed)

    def best(
        self,
        counts: Iterable[int],
        clock: Clock,
        *,
        likely: int | None = None,
        keep: Bools | None = None,
        floor: int | None = None,
    ) -> Best:
        """Return the best plan over the counts worth more than `floor`; `likely` is tried first."""
        asked = sorted(counts)
        listed = self.listed(clock)
        if listed is not None and self._components is not None and not clock.stopped():
            if keep is None:
                return self._best_by_components(listed, self._components, asked, floor)
            return self._limited(listed, self._components, asked, clock, keep, floor)
        if keep is None and floor is None and likely is None and not self._charged():
            return self._planned(tuple(asked), clock)
        first = asked[0] if likely is None and asked else (likely or 0)
        best = NO_PLAN
        for count in sorted(asked, key=lambda k: (abs(k - first), -k)):
            least = best.value if best.value is not None else floor
            if least is None or self._limit(count) > least:
                best = better(best, self.answer(count, clock, keep=keep, floor=least))
        return best

    def _limited(
        self,
        listed: Listed,
        components: tuple[Component, ...],
        counts: Sequence[int],
        clock: Clock,
        keep: Bools,
        floor: int | None,
    ) -> Best:
        """Return the best plan of some of the groups, asking only counts that can still win."""
        free = [a for a in self.answers(counts, clock) if a.value is not None]
        if not free:
            return NO_PLAN
        likely = max(free, key=lambda answer: answer.bound)
        first = self._by_components(listed, components, [likely.count], keep)
        least = first[0].value
        rest = [a.count for a in free if a is not likely and (least is None or a.bound > least)]
        return best_of([*first, *self._by_components(listed, components, rest, keep)], floor)

    def _limit(self, count: int) -> int:
        """Return what no plan of `count` groups exceeds, as far as it is known already."""
        if count in self._answers:
            return self._answers[count].bound
        if self._listed is not None:
            return self._listed.bound(count)
        return highest_value(self.model, count)

    def _planned(self, counts: tuple[int, ...], clock: Clock) -> Best:
        """Return the planner's own answer, which looks for the most promising count first."""
        if counts in self._best:
            return self._best[counts]
        if len(counts) == 1:
            best = better(NO_PLAN, self.answer(counts[0], clock))
        elif counts:
            rules = replace(self.model.rules, count=None, min_count=counts[0], max_count=counts[-1])
            problem = replace(self.problem, rules=rules)
            found = best_plan(replace(self.model, problem=problem), clock, None)
            groups = None if found.groups is None else tuple(tuple(g) for g in found.groups)
            best = Best(groups, found.value, found.bound, found.complete)
        else:
            best = NO_PLAN
        if best.complete:
            self._best[counts] = best
        return best

    def _by_components(
        self,
        listed: Listed,
        components: tuple[Component, ...],
        counts: Sequence[int],
        keep: Bools | None,
    ) -> list[Answer]:
        model = self.model
        able = sorted(count for count in counts if 0 < count <= len(model.atoms))
        found: dict[int, Answer] = {}
        if able:
            plans = combined(self._splits(listed, components, tuple(able), keep), able)
            for count, plan in zip(able, plans, strict=True):
                if plan is None:
                    found[count] = Answer(count, None, None, lowest_value(model, count), True)
                else:
                    groups = listed.groups(plan[1])
                    found[count] = Answer(count, groups, plan[0], plan[0], True)
        return [found.get(count, Answer(count, None, None, 0, True)) for count in counts]

    def _best_by_components(
        self,
        listed: Listed,
        components: tuple[Component, ...],
        counts: Sequence[int],
        floor: int | None,
    ) -> Best:
        """Return the best plan over the counts; only its groups are put together."""
        able = [count for count in counts if 0 < count <= len(self.model.atoms)]
        if not able:
            return NO_PLAN
        splits = self._splits(listed, components, tuple(able), None)
        worth = totals(splits, able)
        known = [value for value in worth if value is not None and (floor is None or value > floor)]
        if not known:
            return NO_PLAN
        at = worth.index(max(known))
        one = [split.only(np.array([at])) for split in splits]
        plan = combined(one, [able[at]])[0]
        assert plan is not None  # noqa: S101
        return Best(listed.groups(plan[1]), plan[0], plan[0], True)

    def _splits(
        self,
        listed: Listed,
        components: tuple[Component, ...],
        counts: tuple[int, ...],
        keep: Bools | None,
    ) -> list[Split]:
        """Return the components split; those from which `keep` takes nothing are split only once."""
        if self._split is None or not set(counts) <= set(self._split[0]):
            worth = np.stack([listed.values(k) for k in counts])
            self._split = counts, worth, {}
        known, value, whole = self._split
        at = np.searchsorted(np.array(known), np.array(counts))
        found = []
        for number, component in enumerate(components):
            if keep is not None and not keep[component.row[component.row >= 0]].all():
                found.append(split(component, np.where(keep, value[at], NOTHING)))
                continue
            if number not in whole:
                whole[number] = self._known_split(component, known, value) or split(
                    component, value
                )
            done = whole[number]
            found.append(done.only(at) if len(counts) < len(known) else done)
        return found

    def _known_split(
        self, component: Component, counts: tuple[int, ...], value: Ints
    ) -> Split | None:
        """Return the split of the same sections by the same groups on the bench this is kin to."""
        kin = self._kin
        if kin is None or kin._split is None or not set(counts) <= set(kin._split[0]):
            return None
        at = np.searchsorted(np.array(kin._split[0]), np.array(counts))
        mine = [self.model.atoms[a] for a in component.atoms]
        for old in kin._split[2].values():
            theirs = [kin.model.atoms[a] for a in old.component.atoms]
            if mine != theirs or not np.array_equal(
                component.steps.masks, old.component.steps.masks
            ):
                continue
            able = component.row >= 0
            same = np.array_equal(able, old.component.row >= 0) and np.array_equal(
                value[:, component.row[able]], kin._split[1][at][:, old.component.row[able]]
            )
            return replace(old.only(at), component=component) if same else None
        return None


def _generated(model: Model, count: int, clock: Clock, floor: int | None) -> Answer:
    """Return the best plan where the groups are too many to list."""
    for widest in (3, 2):
        pool = enumerate_groups(model, MOST_BASE, clock.stopped, widest)
        if pool is not None:
            break
    else:
        pool = enumerate_groups(model, 1 << 60, widest=1)
    assert pool is not None  # noqa: S101
    columns = columns_of(model, pool)
    outcome = CountGenerator(columns, count, clock, floor, None).run()
    groups = None
    if outcome.cover is not None and outcome.value is not None:
        groups = tuple(sorted(tuple(columns.pool.group(model, row)) for row in outcome.cover))
    bound = min(outcome.bound, highest_value(model, count))
    return Answer(count, groups, outcome.value, bound, outcome.complete)


def _similarity(model: Model, pool: GroupPool) -> Floats:
    """Return each group's sum of q over its pairs, as groups.tabulate sums it."""
    atoms = len(model.atoms)
    if atoms == model.n:
        return tabulate(model, pool.atoms).q_sum
    groups = [[a for a in column if a < atoms] for column in pool.atoms.T.tolist()]
    return pool_of(model, groups).table.q_sum
