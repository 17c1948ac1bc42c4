"""The planner: a model in, for any number of big sections the best plan and its proof out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from planner.alternatives import find_alternatives
from planner.api import (
    Conflict,
    OnProgress,
    PlanResult,
    Progress,
    Result,
    SmallGroups,
    Stop,
    silent,
)
from planner.certificate import make_certificate, proofs_to_json
from planner.conflict import obstacles_to, smallest_conflict
from planner.methods.answer import Answer, Best, Clock, Groups, Node, best_of, clock_of
from planner.methods.best_over_counts import last_minute, most_promising
from planner.methods.capacity_bound import beyond_capacity
from planner.methods.choice import Methods
from planner.model import Bools, Ints, Model, build_model
from planner.problem import Problem, Weights
from planner.scoring import (
    fewest_units,
    highest_value,
    indices_of,
    notes_on,
    plan_value,
    score_groups,
    score_today,
    shown_bound,
)

VERIFIED_ATOMS: Final = 15  # of a component whose subsets the checker is to go through as well
CONFLICT_TIME_S: Final = 20.0
OBSTACLES_TIME_S: Final = 5.0


def solve(
    problem: Problem, *, stop: Stop | None = None, on_progress: OnProgress = silent
) -> Result:
    """Return the best plan with its proof, or the best so far with an honest bound.

    `status` is "optimal" only when proven; "infeasible" comes with a smallest set of conflicting
    rules; "feasible" says that the time was over first; "unknown" that not even a plan was found.
    """
    start, clock = time.monotonic(), clock_of(stop)
    model = build_model(problem)
    solver = Solver(model, Methods(model, VERIFIED_ATOMS))
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
    asked = [answer.count for answer in best.answers]
    bound = None if best.bound is None else shown_bound(model, plan, best.bound, asked)
    gap = None if bound is None or objective is None else (bound - objective) / 1e6
    return Result(
        status=best.status,
        plan=plan,
        objective=objective,
        bound=bound,
        gap=gap,
        alternatives=alternatives,
        today=score_today(model),
        conflict=conflict,
        certificate=make_certificate(
            model, best.groups, best.value, best.bound, proofs_to_json(best.answers)
        ),
        calibration=problem.calibration,
        balance_assessed=bool(model.assessed.all()),
        notes=notes_on(model),
        small=None if plan is None else _small_groups(model, plan, best, clock),
        seconds=time.monotonic() - start,
    )


def _small_groups(model: Model, plan: PlanResult, best: Best, clock: Clock) -> SmallGroups | None:
    """Return how few small groups there are and why there are any; None where it does not matter."""
    people = model.rules.fewest_small
    if people is None or best.groups is None or best.bound is None:
        return None
    least = fewest_units(model, best.bound, [answer.count for answer in best.answers])
    units = (plan.objective - plan_value(model, plan)) // model.small_price
    seconds = max(1.0, clock.left(OBSTACLES_TIME_S))
    obstacles = obstacles_to(model, best.groups, seconds, clock.cancelled) if units else ()
    return SmallGroups(people, *plan.small, proven=units == least, obstacles=obstacles)


class Solver:
    """Answers "the best plan of K groups" again and again for one model and its relatives.

    Not to be shared between threads.
    """

    def __init__(self, model: Model, methods: Methods | None = None) -> None:
        self.model, self.methods = model, methods or Methods(model)
        self._answers: dict[int, Answer] = {}
        self._best: dict[tuple[int, ...], Best] = {}

    def answer(
        self, count: int, clock: Clock, *, keep: Bools | None = None, floor: int | None = None
    ) -> Answer:
        """Return the best plan of `count` groups worth more than `floor`, with its proof.

        The methods that fit are asked in turn until one ends; `keep` tells which of the listed
        groups may be used.
        """
        known = self._answers.get(count)
        if known is not None:
            if known.value is None or (floor is not None and known.value <= floor):
                return replace(known, groups=None, value=None)
            if keep is None:
                return known
        if not self.model.may_have(count):
            return Answer(count, None, None, 0, True, Node())
        found = beyond_capacity(self.model, count)
        for method in self.methods.fitting(clock, keep) if found is None else ():
            if clock.stopped():
                break
            least = floor if found is None or found.value is None else found.value
            clock.begin(None if found is None else found.value)
            answer = method.answer(count, clock, keep, least)
            found = answer if found is None else found.joined(answer)
            if found.complete:
                break
        if found is None:
            return Answer(count, None, None, highest_value(self.model, count), False, Node())
        if keep is None and found.complete and (floor is None or found.value is not None):
            self._answers[count] = found
        return found

    def answers(self, counts: Sequence[int], clock: Clock) -> Iterator[Answer]:
        """Yield the best plan for each of the counts, in their order.

        No count may use more than half of the time left: a hard one does not keep the others from
        an answer.
        """
        self.methods.first([count for count in counts if self.model.may_have(count)], clock)
        for count in counts:
            yield self.answer(count, clock.half())

    def best(
        self,
        counts: Iterable[int],
        clock: Clock,
        *,
        likely: int | None = None,
        keep: Bools | None = None,
        floor: int | None = None,
        on_progress: OnProgress = silent,
    ) -> Best:
        """Return the best plan over the counts worth more than `floor`; `likely` is tried first.

        The counts are taken from the most promising one outward: a good plan found early closes
        the others with few steps. Where nothing more is given than the counts, what the time did not
        suffice for gets another two seconds: for better bounds, or any plan at all.
        """
        asked = tuple(count for count in sorted(counts) if self.model.may_have(count))
        plain = keep is None and floor is None
        if plain and asked in self._best:
            return self._best[asked]
        first = most_promising(self.methods, asked, clock, likely)
        answers: list[Answer] = []
        value = floor
        for done, count in enumerate(sorted(asked, key=lambda k: (k < first, abs(k - first)))):
            so_far = best_of(answers)
            score = self._objective_of(so_far)
            on_progress(Progress("count", done, len(asked), score, so_far.bound))
            answers.append(self.answer(count, clock, keep=keep, floor=value))
            value = value if answers[-1].value is None else answers[-1].value
        best = best_of(answers)
        if plain and likely is None and not best.complete:
            best = last_minute(self.model, best, first, clock)
        if plain and best.complete:
            self._best[asked] = best
        return best

    def _objective_of(self, best: Best) -> int | None:
        """Return the objective of the plan, which is its value where small groups have no price."""
        if best.groups is None or not self.model.small_price:
            return best.value
        return self.scored(best.groups).objective

    def plan(self, groups: Sequence[Sequence[str]] | None, clock: Clock) -> PlanResult | None:
        """Return the scored plan of groups of ids, or the best one where none is given."""
        if groups is not None:
            return score_groups(self.model, indices_of(self.model, groups))
        best = self.best(self.model.counts(), clock)
        return None if best.groups is None else self.scored(best.groups)

    def scored(self, groups: Groups) -> PlanResult:
        """Return the scored plan of groups of section indices."""
        return score_groups(self.model, groups)

    def know(self, counts: Iterable[int], plan: PlanResult, *, bound: int) -> None:
        """Take a plan as the best over these counts, found elsewhere with this bound on values."""
        index = self.model.index
        groups = tuple(sorted(tuple(index[i] for i in group.members) for group in plan.groups))
        value = plan_value(self.model, plan)
        known = Best(groups, value, bound, value == bound)
        self._best[tuple(count for count in sorted(counts) if self.model.may_have(count))] = known

    def under(self, model: Model) -> Solver:
        """Return a solver for the same sections under other rules; what is the same is taken over."""
        return Solver(model, Methods(model, self.methods.most_atoms, self.methods))

    def relative(
        self, model: Model, *, overlap_changed: bool = False, charge: Ints | None = None
    ) -> Solver:
        """Return a solver for a model with the same groups but other figures or side rules.

        The groups are taken over, and so are the columns that mattered as a start. With `charge`,
        every listed group is worth so many units less: values of answers are less the charge,
        `scored` tells what their plans score. By Everett's theorem the best plan is also the best
        of all that are charged no more than it is.
        """
        return Solver(model, self.methods.relative(model, overlap_changed, charge))

    def reweighted(self, weights: Weights) -> Solver:
        """Return a solver for the same problem under other weights (they sum to 1)."""
        problem = replace(self.model.problem, weights=weights)
        return self.relative(replace(self.model, problem=problem))
