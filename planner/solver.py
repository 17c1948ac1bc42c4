"""The planner: a model in, for any number of big sections the best plan and its proof out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from planner.alternatives import find_alternatives
from planner.api import Conflict, PlanResult, Progress, Result, Stop
from planner.certificate import make_certificate, proofs_to_json
from planner.conflict import smallest_conflict
from planner.methods.answer import Answer, Best, Clock, Groups, Method, Node, best_of, clock_of
from planner.methods.capacity_bound import beyond_capacity
from planner.methods.components import connected
from planner.methods.generated import Generated
from planner.methods.group_pool import GroupPool, enumerate_groups, facts_of, sections_of
from planner.methods.improve import allowed_as_a_whole, made_plan
from planner.methods.listed import Listed
from planner.methods.size_table import size_limit_of
from planner.methods.subsets import Subsets, subsets_of
from planner.methods.symmetry import Symmetry, symmetry_of
from planner.model import Bools, Ints, Model, build_model
from planner.problem import Problem, Weights
from planner.scoring import highest_value, score_groups, score_today

MOST_LISTED: Final = 600_000  # candidates for groups; more are generated when they are needed
MOST_ATOMS: Final = 24  # of a component whose subsets are gone through
VERIFIED_ATOMS: Final = 15  # the same where the checker is to go through all of them again
LAST_MINUTE_S: Final = 2.0  # for a plan at all, or better bounds, after the time was over
CONFLICT_TIME_S: Final = 20.0
OnProgress = Callable[[Progress], None]


def solve(
    problem: Problem, *, stop: Stop | None = None, on_progress: OnProgress | None = None
) -> Result:
    """Return the best plan with its proof, or the best so far with an honest bound.

    `status` is "optimal" only when proven; "infeasible" comes with a smallest set of conflicting
    rules; "feasible" says that the time was over first; "unknown" that not even a plan was found.
    """
    start, clock = time.monotonic(), clock_of(stop)
    model = build_model(problem)
    solver = Solver(model, most_atoms=VERIFIED_ATOMS)
    best = solver.best(model.counts(), clock, on_progress=on_progress)
    plan = None if best.groups is None else solver.scored(best.groups)
    alternatives: tuple[PlanResult, ...] = ()
    if plan is not None and best.bound is not None and problem.alternatives > 0:
        alternatives = find_alternatives(solver, plan, best.bound, problem.alternatives, clock)
    conflict: tuple[Conflict, ...] = ()
    if plan is None and best.complete:
        seconds = max(1.0, clock.left(CONFLICT_TIME_S))
        conflict = smallest_conflict(model, seconds, clock.cancelled)
    objective = None if plan is None else plan.objective
    gap = None if best.bound is None or objective is None else (best.bound - objective) / 1e6
    return Result(
        status=best.status,
        plan=plan,
        objective=objective,
        bound=best.bound,
        gap=gap,
        alternatives=alternatives,
        today=score_today(model),
        conflict=conflict,
        certificate=make_certificate(
            model, best.groups, objective, best.bound, proofs_to_json(best.answers)
        ),
        calibration=problem.calibration,
        balance_assessed=bool(model.assessed.all()),
        notes=_notes(model),
        seconds=time.monotonic() - start,
    )


class Solver:
    """Answers "the best plan of K groups" again and again for one model and its relatives.

    Four ways, chosen by the problem: subsets where the sections fall into small components, groups
    by class where many sections are interchangeable, all groups listed, by relaxation and search,
    or groups generated where they are too many to list. Not to be shared between threads.
    """

    def __init__(
        self, model: Model, *, kin: Solver | None = None, most_atoms: int = MOST_ATOMS
    ) -> None:
        """Take a model; of components that it shares with that of `kin` the work is taken over."""
        self.model, self._kin, self._most_atoms = model, kin, most_atoms
        self._answers: dict[int, Answer] = {}
        self._best: dict[tuple[int, ...], Best] = {}
        self._listed: Listed | None = None
        self._subsets: Subsets | None = None
        self._symmetry: Symmetry | None = None
        self._generated: Generated | None = None
        self._listing_tried = self._symmetry_tried = False

    def best(
        self,
        counts: Iterable[int],
        clock: Clock,
        *,
        likely: int | None = None,
        keep: Bools | None = None,
        floor: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> Best:
        """Return the best plan over the counts worth more than `floor`; `likely` is tried first.

        The counts are taken from the most promising one outward: a good plan found early closes
        the others with few steps. Where nothing more is given than the counts, what the time did not
        suffice for gets another two seconds: for better bounds, or any plan at all.
        """
        asked = tuple(count for count in sorted(counts) if self._possible(count))
        plain = keep is None and floor is None
        if plain and asked in self._best:
            return self._best[asked]
        first = self._promising(asked, clock, likely)
        answers: list[Answer] = []
        value = floor
        for done, count in enumerate(sorted(asked, key=lambda k: (k < first, abs(k - first)))):
            if on_progress is not None:
                so_far = best_of(answers)
                on_progress(Progress("count", done, len(asked), so_far.value, so_far.bound))
            answers.append(self.answer(count, clock, keep=keep, floor=value))
            value = value if answers[-1].value is None else answers[-1].value
        best = best_of(answers)
        if plain and likely is None and not best.complete:
            best = self._last_minute(best, first, clock)
        if plain and best.complete:
            self._best[asked] = best
        return best

    def answer(
        self, count: int, clock: Clock, *, keep: Bools | None = None, floor: int | None = None
    ) -> Answer:
        """Return the best plan of `count` groups worth more than `floor`, with its proof.

        `keep` tells which of the listed groups may be used.
        """
        known = self._answers.get(count)
        if known is not None and (
            known.value is None or (floor is not None and known.value <= floor)
        ):
            return replace(known, groups=None, value=None)
        if known is not None and keep is None:
            return known
        if not self._possible(count):
            return Answer(count, None, None, 0, True, Node())
        found = beyond_capacity(self.model, count)
        for method in self._methods(clock, keep) if found is None else ():
            if clock.stopped():
                break
            least = floor if found is None or found.value is None else found.value
            answer = method.answer(count, clock, keep, least)
            found = answer if found is None else found.joined(answer)
            if found.complete:
                break
        if found is None:
            return Answer(count, None, None, highest_value(self.model, count), False, Node())
        if keep is None and found.complete and (floor is None or found.value is not None):
            self._answers[count] = found
        return found

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
        self._prepared([count for count in counts if self._possible(count)], clock)
        found: list[Answer] = []
        for count in counts:
            found.append(self.answer(count, clock.half()))
            if on_answer is not None:
                on_answer(found[-1])
        return tuple(found)

    def _methods(self, clock: Clock, keep: Bools | None = None) -> Iterator[Method]:
        """Yield the ways that fit, the quickest first; each is asked where those before did not end."""
        if self._may_part:
            self.listed(clock)
        if self._subsets is not None:
            yield self._subsets
        by_name = keep is not None or (self._listed is not None and self._listed.charge is not None)
        symmetry = None if by_name else self.symmetry(clock)
        if symmetry is not None:
            yield symmetry
        if (symmetry is None or not symmetry.final) and not clock.stopped():
            yield self.listed(clock) or self._generating(clock)

    def listed(self, clock: Clock) -> Listed | None:
        """Return all feasible groups, None where they are too many to list (or time is over)."""
        if not self._listing_tried:
            pool = enumerate_groups(self.model, MOST_LISTED, clock.stopped)
            self._listing_tried = pool is not None or not clock.stopped()
            if pool is not None:
                self._listed = Listed(self.model, pool)
                kin = None if self._kin is None else self._kin._subsets
                self._subsets = subsets_of(self._listed, self._most_atoms, kin)
        return self._listed

    def symmetry(self, clock: Clock) -> Symmetry | None:
        """Return the groups by class where many sections are interchangeable, None where few are."""
        if not self._symmetry_tried:
            self._symmetry = symmetry_of(self.model, clock.stopped)
            self._symmetry_tried = self._symmetry is not None or not clock.stopped()
        return self._symmetry

    def _generating(self, clock: Clock) -> Generated:
        if self._generated is None:
            self._generated = Generated(self.model, clock)
        return self._generated

    @cached_property
    def _may_part(self) -> bool:
        """Return whether the sections may fall into small components: then groups have to be listed."""
        return max(len(part) for part in connected(self.model.atom_ok)) <= self._most_atoms

    def _possible(self, count: int) -> bool:
        able = bool(self.model.atom_ok.diagonal().all())
        return able and 0 < count <= len(self.model.atoms)

    def _prepared(self, counts: Sequence[int], clock: Clock) -> Method | None:
        """Return the first method, told which counts it will be asked for; None without counts."""
        method = next(self._methods(clock), None) if counts else None
        if method is not None:
            method.prepare(counts)
        return method

    def _promising(self, counts: Sequence[int], clock: Clock, likely: int | None) -> int:
        """Return the count to begin with: the one that the first method thinks best.

        Where that is no simple look-up, `likely` when given; of equals, the larger.
        """
        able = [count for count in counts if beyond_capacity(self.model, count) is None]
        method = self._prepared(able, clock)
        if isinstance(method, Subsets):
            return max(able, key=lambda count: (method.worth(count, clock), count))
        if likely is not None or method is None or len(able) == 1:
            return likely or (able[0] if able else 0)
        return able[_peak(len(able), lambda k: method.worth(able[k], clock))]

    def _last_minute(self, best: Best, likely: int, clock: Clock) -> Best:
        """Bound the counts left open by members and people alone; without a plan, take any."""
        stopped = Clock(time.monotonic() + LAST_MINUTE_S, clock.cancelled).stopped
        sizes, answers = size_limit_of(self.model), list(best.answers)
        for at in sorted(range(len(answers)), key=lambda at: -answers[at].bound):
            if sizes is None or stopped():
                break
            limit = None if answers[at].complete else sizes.limited(answers[at].count, stopped)
            if limit is not None and limit.bound < answers[at].bound:
                answers[at] = replace(answers[at], bound=limit.bound, proof=limit.proof)
        best = best_of(answers)
        if best.value is not None or best.complete:
            return best
        any_plan = self._any_plan(likely, [answer.count for answer in answers])
        value = None if any_plan is None else self.scored(any_plan).objective
        return replace(best, groups=any_plan, value=value)

    def _any_plan(self, likely: int, counts: Sequence[int]) -> Groups | None:
        """Return a quickly joined plan, or the sections as they are where that may be."""
        model = self.model
        plan = made_plan(model, likely, Clock(time.monotonic() + LAST_MINUTE_S, None))
        if plan is None and len(model.atoms) in counts:
            plan = [[a] for a in range(len(model.atoms))]
        if plan is None or not allowed_as_a_whole(model, plan):
            return None
        return tuple(sorted(tuple(sections_of(model, group)) for group in plan))

    def scored(self, groups: Groups) -> PlanResult:
        """Return the scored plan of groups of section indices."""
        return score_groups(self.model, groups)

    def know(self, counts: Iterable[int], plan: PlanResult, *, bound: int) -> None:
        """Take a plan as the best over these counts, found elsewhere with this proven bound."""
        index = self.model.index
        groups = tuple(sorted(tuple(index[i] for i in group.members) for group in plan.groups))
        known = Best(groups, plan.objective, bound, plan.objective == bound)
        self._best[tuple(count for count in sorted(counts) if self._possible(count))] = known

    def under(self, model: Model) -> Solver:
        """Return a solver for the same sections under other rules; what is the same is taken over."""
        return Solver(model, kin=self, most_atoms=self._most_atoms)

    def relative(
        self, model: Model, *, overlap_changed: bool = False, charge: Ints | None = None
    ) -> Solver:
        """Return a solver for a model with the same groups but other figures or side rules.

        The groups are taken over, and so are the columns that mattered as a start. With `charge`,
        every listed group is worth so many units less: values of answers are less the charge,
        `scored` tells what their plans score. By Everett's theorem the best plan is also the best
        of all that are charged no more than it is.
        """
        other = Solver(model, most_atoms=self._most_atoms)
        other._listing_tried = self._listing_tried
        if self._symmetry is not None and not overlap_changed:
            other._symmetry = self._symmetry.relative(model)
            other._symmetry_tried = other._symmetry is not None
        if self._listed is not None:
            charge = self._listed.charge if charge is None else charge
            pool = self._listed.pool
            pool = GroupPool(pool.atoms, facts_of(model, pool.atoms)) if overlap_changed else pool
            other._listed = Listed(model, pool, self._listed.stale(), charge)
            if self._subsets is not None:
                other._subsets = Subsets(other._listed, self._subsets.components)
        return other

    def reweighted(self, weights: Weights) -> Solver:
        """Return a solver for the same problem under other weights (they sum to 1)."""
        problem = replace(self.model.problem, weights=weights)
        return self.relative(replace(self.model, problem=problem))


def _peak(length: int, height: Callable[[int], float]) -> int:
    """Return where a sequence with a single peak is highest; of equals, the later one."""
    known: dict[int, float] = {}

    def look(k: int) -> float:
        if k not in known:
            known[k] = height(k)
        return known[k]

    low, high = 0, length - 1
    while low < high:
        middle = (low + high) // 2
        if look(middle) <= look(middle + 1):
            low = middle + 1
        else:
            high = middle
    return low


def _notes(model: Model) -> tuple[str, ...]:
    if model.mean_load is None:
        return ("balance was not assessed: no workload data",)
    missing = [model.ids[i] for i in range(model.n) if not model.assessed[i]]
    if not missing:
        return ()
    return (f"balance was not assessed for {', '.join(missing)}: no workload data",)
