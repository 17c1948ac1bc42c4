"""The entry of the planner: the proven best plan over every number of groups allowed."""

from __future__ import annotations

import time
from typing import Final

from planner.alternatives import find_alternatives
from planner.api import Conflict, PlanResult, Result, Stop
from planner.certificate import make_certificate
from planner.conflict import smallest_conflict
from planner.methods.best_over_counts import OnProgress, best_plan
from planner.methods.branch_and_cut import Clock
from planner.model import Model, build_model
from planner.problem import Problem
from planner.scoring import score_groups, score_today

CONFLICT_TIME_S: Final = 20.0


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
    best = best_plan(model, clock, on_progress)
    plan = None if best.groups is None else score_groups(model, best.groups)
    infeasible = plan is None and best.complete
    alternatives: tuple[PlanResult, ...] = ()
    if plan is not None and best.bound is not None and problem.alternatives > 0:
        alternatives = find_alternatives(model, plan, best.bound, problem.alternatives, clock)
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


def _notes(model: Model) -> tuple[str, ...]:
    if model.mean_load is None:
        return ("balance was not assessed: no workload data",)
    missing = [model.ids[i] for i in range(model.n) if not model.assessed[i]]
    if not missing:
        return ()
    return (f"balance was not assessed for {', '.join(missing)}: no workload data",)
