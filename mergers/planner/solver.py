"""The entry of the planner: the proven best plan over every number of groups allowed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mergers.planner.alternatives import find_alternatives
from mergers.planner.api import Conflict, PlanResult, Progress, Result, Stop
from mergers.planner.certificate import make_certificate, node_to_json
from mergers.planner.conflict import smallest_conflict
from mergers.planner.exact import Clock, CountSolver, Outcome
from mergers.planner.feasibility import plan_exists
from mergers.planner.master import Relaxation, make_task
from mergers.planner.model import Model, build_model
from mergers.planner.pool import Pool, enumerate_groups, sections_of
from mergers.planner.problem import Problem
from mergers.planner.scoring import score_groups, score_today, values

MOST_GROUPS: Final = 5_000_000
CONFLICT_TIME_S: Final = 20.0
OnProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _Best:
    """The best plan over all counts so far and, per count, what is proven."""

    groups: list[list[int]] | None
    value: int | None
    bound: int | None
    complete: bool
    proofs: list[dict[str, Any]]


def solve(
    problem: Problem, *, stop: Stop | None = None, on_progress: OnProgress | None = None
) -> Result:
    """Return the best plan with its proof, or the best so far with an honest bound.

    `status` is "optimal" only when proven; "infeasible" comes with a smallest set of conflicting
    rules; "feasible" says that the time was over first; "unknown" that not even a plan was found.
    """
    stop = stop or Stop()
    start = time.monotonic()
    deadline = None if stop.time_limit_s is None else start + stop.time_limit_s
    clock = Clock(deadline, stop.cancelled)
    model = build_model(problem)
    today = score_today(model)
    best = _best_plan(model, clock, on_progress)
    plan = None if best.groups is None else score_groups(model, best.groups)
    infeasible = plan is None and best.complete
    alternatives: tuple[PlanResult, ...] = ()
    if plan is not None and problem.alternatives > 0:
        alternatives = find_alternatives(model, plan, problem.alternatives, clock)
    conflict: tuple[Conflict, ...] = ()
    if infeasible:
        left = CONFLICT_TIME_S if deadline is None else max(1.0, deadline - time.monotonic())
        conflict = smallest_conflict(model, min(left, CONFLICT_TIME_S), stop.cancelled)
    status = "infeasible" if infeasible else "unknown" if plan is None else "feasible"
    if plan is not None and best.complete:
        status = "optimal"
    bound = None if infeasible else best.bound
    objective = None if plan is None else plan.objective
    gap = None if bound is None or objective is None else (bound - objective) / 1e6
    return Result(
        status=status,
        plan=plan,
        objective=objective,
        bound=bound,
        gap=gap,
        alternatives=alternatives,
        today=today,
        conflict=conflict,
        certificate=make_certificate(model, best.groups, objective, bound, best.proofs),
        calibration=problem.calibration,
        balance_assessed=bool(model.assessed.all()),
        notes=_notes(model),
        seconds=time.monotonic() - start,
    )


def _best_plan(model: Model, clock: Clock, on_progress: OnProgress | None) -> _Best:
    counts = [count for count in model.counts() if count <= len(model.atoms)]
    best = _Best(None, None, None, True, [])
    if not counts or not model.atom_ok.diagonal().all():
        return best
    pool = enumerate_groups(model, MOST_GROUPS, clock.stopped)
    if pool is None:
        return _without_pool(model, best)
    if len(pool) == 0:
        return best
    start: NDArray[np.intp] | None = None
    first = _promising(model, pool, counts, clock)
    # outward from the most promising count: a good plan found early closes the others quickly
    ordered = sorted(counts, key=lambda count: (count < first, abs(count - first)))
    for done, count in enumerate(ordered):
        if on_progress is not None:
            on_progress(Progress("count", done, len(counts), best.value, best.bound))
        if count == first - 1:
            start = None
        start = _one_count(model, pool, count, clock, best, start)
    best.proofs.sort(key=lambda proof: int(proof["count"]))
    return best


def _promising(model: Model, pool: Pool, counts: list[int], clock: Clock) -> int:
    """Return the count whose relaxation is best, by a search that assumes a single peak."""
    bounds: dict[int, float] = {}

    def bound(count: int) -> float:
        if count not in bounds:
            task = make_task(model, count, pool, values(model, count, pool.table))
            relaxation = Relaxation(task, clock.stopped)
            relaxation.solve()
            bounds[count] = relaxation.worth
        return bounds[count]

    low, high = 0, len(counts) - 1
    while low < high:
        middle = (low + high) // 2
        if bound(counts[middle]) < bound(counts[middle + 1]):
            low = middle + 1
        else:
            high = middle
    return counts[low]


def _one_count(
    model: Model,
    pool: Pool,
    count: int,
    clock: Clock,
    best: _Best,
    start: NDArray[np.intp] | None,
) -> NDArray[np.intp]:
    """Solve for one count; return the groups that a neighbouring count should begin with."""
    task = make_task(model, count, pool, values(model, count, pool.table))
    floor = count * int(task.value.min()) - 1
    if best.value is not None:
        floor = max(floor, best.value)
    solver = CountSolver(task, floor, clock, start)
    outcome = solver.run()
    best.proofs.append({"count": count, "bound": outcome.bound, **node_to_json(outcome.node)})
    _merge(model, pool, outcome, best)
    return solver.root.best_columns()


def _merge(model: Model, pool: Pool, outcome: Outcome, best: _Best) -> None:
    if outcome.value is not None and outcome.cover is not None:
        best.value = outcome.value
        best.groups = sorted(pool.group(model, row) for row in outcome.cover)
    best.complete &= outcome.complete
    if outcome.value is not None or not outcome.complete:
        best.bound = outcome.bound if best.bound is None else max(best.bound, outcome.bound)


def _without_pool(model: Model, best: _Best) -> _Best:
    """Too many groups to list: any plan at all, and the bound that every part is at its best."""
    exists, atoms = plan_exists(model, 10.0)
    if exists:
        best.groups = sorted(sections_of(model, group) for group in atoms)
        best.value = score_groups(model, best.groups).objective
    best.complete = False
    best.bound = 200_000_000
    return best


def _notes(model: Model) -> tuple[str, ...]:
    if model.mean_load is None:
        return ("balance was not assessed: no workload data",)
    missing = [model.ids[i] for i in range(model.n) if not model.assessed[i]]
    if not missing:
        return ()
    return (f"balance was not assessed for {', '.join(missing)}: no workload data",)
