"""Why two sections are not together: what it would cost, or which rule forbids it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from planner.api import Conflict, PlanResult, Stop
from planner.conflict import smallest_conflict
from planner.groups import member_rows, size_allowed, tabulate
from planner.methods.answer import Best, Clock, clock_of
from planner.model import Model
from planner.problem import ProblemError, Rules
from planner.questions.compare import Difference, difference
from planner.scoring import plan_value, shown_bound
from planner.solver import Solver

CONFLICT_TIME_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer for one pair.

    `status`: together (they are already), costs (possible, `change` says what for), equal
    (possible at no loss), forbidden (by `rules`; `plan` is the best one were the pair exempt),
    impossible (`rules` cannot hold with it, and nothing to exempt helps), unknown (time over).
    `proven` tells that no plan with the pair is better; otherwise the loss is at most `change`
    and at least `least_loss` points.
    """

    pair: tuple[str, str]
    status: str
    rules: tuple[Conflict, ...]
    plan: PlanResult | None
    change: Difference | None
    proven: bool
    least_loss: float | None


def why_not(
    solver: Solver,
    first: str,
    second: str,
    *,
    plan: Sequence[Sequence[str]] | None = None,
    stop: Stop | None = None,
) -> WhyNot:
    """Return what putting two sections into one big section would change in `plan`.

    `plan` (groups of ids) is the plan to compare with; the best one when left out. The answer is
    sought over all counts the rules allow. Raises ProblemError for unknown or equal sections.
    """
    model = solver.model
    if first not in model.index or second not in model.index or first == second:
        raise ProblemError(f"why not: {first!r} and {second!r} are not two sections")
    pair = min(first, second), max(first, second)
    clock = clock_of(stop)
    today = solver.plan(plan, clock)
    a, b = (model.index[name] for name in pair)
    if today is not None and any(
        pair[0] in g.members and pair[1] in g.members for g in today.groups
    ):
        return WhyNot(pair, "together", (), today, None, True, None)
    likely = None if today is None else len(today.groups)
    reasons = _forbidding(model, a, b)
    if reasons:
        exempt = _exempted(model, pair, reasons)
        found = solver.under(exempt).best(exempt.counts(), clock, likely=likely)
        return _answer(solver, pair, "forbidden", reasons, today, found)
    found = _forced(solver, a, b, clock, likely)
    if found.value is None and found.complete:
        joined = (*model.rules.must_together, pair)
        forced = model.relaxed(replace(model.rules, must_together=joined))
        rules = smallest_conflict(forced, clock.left(CONFLICT_TIME_S), clock.cancelled)
        others = tuple(rule for rule in rules if set(rule.sections) != set(pair))
        return WhyNot(pair, "impossible", others, None, None, True, None)
    return _answer(solver, pair, "costs", (), today, found)


def _forced(solver: Solver, a: int, b: int, clock: Clock, likely: int | None) -> Best:
    """Return the best plan with both sections in one group."""
    model, listed = solver.model, solver.methods.listed(clock)
    if listed is None or solver.methods.symmetry(clock) is not None:
        pair = model.ids[a], model.ids[b]
        rules = replace(model.rules, must_together=(*model.rules.must_together, pair))
        forced = model.relaxed(rules)
        return solver.under(forced).best(model.counts(), clock, likely=likely)
    atom = {i: k for k, members in enumerate(model.atoms) for i in members}
    has_a = (listed.pool.atoms == atom[a]).any(axis=0)
    has_b = (listed.pool.atoms == atom[b]).any(axis=0)
    return solver.best(model.counts(), clock, likely=likely, keep=has_a == has_b)


def _forbidding(model: Model, a: int, b: int) -> tuple[Conflict, ...]:
    """Return the rules that no group with both sections can obey, with the sections concerned."""
    atom = {i: members for members in model.atoms for i in members}
    left, right = atom[a], atom[b]
    if left == right:
        return ()
    found: list[Conflict] = []
    for rule, allowed in model.pair_rules.items():
        for i in left:
            for j in right:
                if not allowed[i, j]:
                    found.append(Conflict(rule, _concerned(model, rule, i, j)))
    both = sorted((*left, *right))
    fits = size_allowed(model, tabulate(model, member_rows(model, [both])))
    for rule in ("max_members", "max_people"):
        if rule in fits and not fits[rule][0]:
            found.append(Conflict(rule, tuple(model.ids[i] for i in both)))
    return tuple(dict.fromkeys(found))


def _concerned(model: Model, rule: str, i: int, j: int) -> tuple[str, ...]:
    if rule == "keep":
        return tuple(model.ids[k] for k in (i, j) if model.kept[k])
    return tuple(sorted((model.ids[i], model.ids[j])))


def _exempted(model: Model, pair: tuple[str, str], reasons: tuple[Conflict, ...]) -> Model:
    """Return the model in which the pair is together and the rules against it give way.

    Lines and kinds give way by the explicit wish; entries of lists are dropped; a limit on size
    is raised to what the pair needs.
    """
    rules = replace(model.rules, must_together=(*model.rules.must_together, pair))
    for reason in reasons:
        rules = _without(model, rules, reason)
    return model.relaxed(rules)


def _without(model: Model, rules: Rules, reason: Conflict) -> Rules:
    named = set(reason.sections)
    if reason.rule == "must_apart":
        left = tuple(p for p in rules.must_apart if set(p) != named)
        return replace(rules, must_apart=left)
    if reason.rule == "keep":
        return replace(rules, keep=tuple(kept for kept in rules.keep if kept not in named))
    inside = [model.index[name] for name in reason.sections]
    if reason.rule == "max_members":
        return replace(rules, max_members=len(inside))
    if reason.rule == "max_people":
        return replace(rules, max_people=float(np.sort(model.people[inside]).sum()))
    return rules


def _answer(
    solver: Solver,
    pair: tuple[str, str],
    status: str,
    rules: tuple[Conflict, ...],
    today: PlanResult | None,
    found: Best,
) -> WhyNot:
    if found.groups is None:
        known = status if found.complete else "unknown"
        return WhyNot(pair, known, rules, None, None, found.complete, None)
    plan = solver.scored(found.groups)
    if today is None:
        return WhyNot(pair, status, rules, plan, None, found.complete, None)
    change = difference(today, plan, solver.model.problem.weights)
    if status == "costs" and plan_value(solver.model, plan) >= plan_value(solver.model, today):
        status = "equal"
    least = None
    if found.bound is not None:
        counts = [answer.count for answer in found.answers]
        bound = shown_bound(solver.model, plan, found.bound, counts)
        least = (today.objective - bound) / 1e6
    return WhyNot(pair, status, rules, plan, change, found.complete, least)
