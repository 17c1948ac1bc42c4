"""The score of planner.md §2: contributions of groups, the integer objective, scored plans."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.api import GroupResult, PlanResult
from planner.groups import GroupTable, load_ratio, member_rows, tabulate
from planner.model import Floats, Ints, Model, build_model
from planner.problem import PARTS, Problem, ProblemError
from planner.value_range import highest_objective, lowest_objective


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What is known of one group: `load_hours` is None when no member has workload data."""

    people: float
    load_hours: float | None
    load_ratio: float
    posts_before: int
    posts_after: int
    mean_q: float
    largest_member: float
    all_assessed: bool


def contributions(model: Model, count: int, table: GroupTable) -> tuple[Floats, ...]:
    """Return c_part(G) of every group for a plan of `count` groups, in the order of `PARTS`."""
    n, total, size = model.n, model.people_total, len(table)
    m, people = table.members, table.people
    pairs = np.maximum(m * (m - 1) / 2, 1)
    overlap = 100 * (m - 1) * (table.q_sum / pairs) / (n - count) if count < n else np.zeros(size)
    x = load_ratio(model, table)
    with np.errstate(over="ignore"):  # a load endlessly far from the mean is infinitely uneven
        even = np.maximum(0.0, 1 - ((x - 1) / 0.5) ** 2)
    balance = 100 * people * even / total if total > 0 else np.zeros(size)
    each = np.full(size, 100 / count)
    small = np.where(people <= 1, 1.0, np.where(people == 2, 0.5, 0.0))
    one_person = each - 100 * small / model.single_count if model.single_count > 0 else each
    spare = model.posts_total - count
    posts = 100 * (table.posts - table.posts_after) / spare if spare > 0 else each
    continuity = 100 * table.people_max / total if total > 0 else np.zeros(size)
    limit = max(model.span_limit, 10.0) - 9
    fit = np.clip(1 - np.maximum(people - 9, 0.0) / limit, 0.0, 1.0)
    span = each * fit * np.where(m <= 3, 1.0, 0.5)
    return overlap, balance, one_person, posts, continuity, span


def raw_values(model: Model, count: int, table: GroupTable) -> Floats:
    """Return 10⁶·Σ weight·c_part(G) of every group, unrounded.

    The weighted parts are added in the order of `PARTS`, then multiplied by 10⁶.
    """
    total = np.zeros(len(table))
    weights = model.problem.weights.as_tuple()
    for weight, part in zip(weights, contributions(model, count, table), strict=True):
        total += weight * part
    result: Floats = 1e6 * total
    return result


def objectives(model: Model, count: int, table: GroupTable) -> Ints:
    """Return round(10⁶·Σ weight·c_part(G)), half to even, of every group."""
    result: Ints = np.rint(raw_values(model, count, table)).astype(np.int64)
    return result


def values(model: Model, count: int, table: GroupTable) -> Ints:
    """Return what plans are compared by: the objective, less the price of small groups if avoided."""
    return objectives(model, count, table) - small_cost(model, table.people)


def small_cost(model: Model, people: Floats) -> Ints:
    """Return the price of being small for groups of so many people."""
    if not model.small_price:
        return np.zeros(len(people), dtype=np.int64)
    ones, twos = ((people <= 1), (people > 1) & (people <= 2))
    return model.small_price * model.small_units(ones.astype(np.int64), twos.astype(np.int64))


def lowest_value(model: Model, count: int) -> int:
    """Return a value below that of any plan of `count` groups."""
    most = np.array(count if model.small_price else 0)
    return lowest_objective(model, count) - model.small_price * int(
        model.small_units(most, 0 * most)
    )


def highest_value(model: Model, count: int) -> int:
    """Return a value that no plan of `count` groups exceeds."""
    return highest_objective(model, count)


def plan_value(model: Model, plan: PlanResult) -> int:
    """Return the value of a scored plan, by which plans are compared: see `values`."""
    ones, twos = (np.array(number) for number in plan.small)
    return plan.objective - model.small_price * int(model.small_units(ones, twos))


def shown_bound(model: Model, plan: PlanResult | None, bound: int, counts: Sequence[int]) -> int:
    """Return what a bound on values says of objectives: of plans with as many small groups as `plan`.

    Of those with as few as the bound allows where `plan` is None. `counts` are the numbers of groups
    that the bound is about.
    """
    if not model.small_price or not counts:
        return bound
    units = fewest_units(model, bound, counts)
    highest = max(highest_objective(model, count) for count in counts)
    if plan is not None and units < (plan.objective - plan_value(model, plan)) // model.small_price:
        return highest
    return min(bound + units * model.small_price, highest)


def fewest_units(model: Model, bound: int, counts: Sequence[int]) -> int:
    """Return the fewest units of small groups that a plan worth at most `bound` can have."""
    if not model.small_price or not counts:
        return 0
    lowest = min(lowest_objective(model, count) for count in counts)
    return max(0, -((bound - lowest) // model.small_price))


def score_groups(model: Model, groups: Sequence[Sequence[int]], label: str = "") -> PlanResult:
    """Return the scored plan of groups of canonical section indices, feasible or not."""
    ordered = sorted(sorted(group) for group in groups)
    table = tabulate(model, member_rows(model, ordered))
    parts = contributions(model, len(ordered), table)
    results = tuple(
        GroupResult(
            tuple(model.ids[i] for i in group),
            {name: float(part[k]) for name, part in zip(PARTS, parts, strict=True)},
        )
        for k, group in enumerate(ordered)
    )
    totals = {name: _total(part) for name, part in zip(PARTS, parts, strict=True)}
    weights = model.problem.weights.as_tuple()
    score = sum(w * totals[name] for w, name in zip(weights, PARTS, strict=True))
    objective = int(objectives(model, len(ordered), table).sum())
    ones = int((table.people <= 1).sum())
    small = ones, int((table.people <= 2).sum()) - ones
    return PlanResult(results, totals, float(score), objective, label, small=small)


def _total(part: Floats) -> float:
    """Return the sum, without the dust that would show 0 as 1e-14 and 100 as 100.00000000000001."""
    total = math.fsum(part)
    for end in (0.0, 100.0):
        if abs(total - end) < 1e-9:
            return end
    return total


def score_today(model: Model) -> PlanResult:
    """Return the score of the sections as they are, each on its own."""
    return score_groups(model, [[i] for i in range(model.n)])


def notes_on(model: Model) -> tuple[str, ...]:
    """Return what a reader of scores has to know: sections whose balance was not assessed."""
    if model.mean_load is None:
        return ("balance was not assessed: no workload data",)
    missing = [model.ids[i] for i in range(model.n) if not model.assessed[i]]
    if not missing:
        return ()
    return (f"balance was not assessed for {', '.join(missing)}: no workload data",)


def indices_of(model: Model, groups: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return groups of ids as canonical indices; raises ProblemError unless a partition."""
    try:
        result = [[model.index[section_id] for section_id in group] for group in groups]
    except KeyError as error:
        raise ProblemError(f"plan: unknown section {error.args[0]!r}") from None
    if any(not group for group in result):
        raise ProblemError("plan: an empty group")
    if sorted(i for group in result for i in group) != list(range(model.n)):
        raise ProblemError("plan: every section must be in exactly one group")
    return result


def score_plan(problem: Problem, groups: Sequence[Sequence[str]]) -> PlanResult:
    """Return the score of any partition of the sections, whether or not it obeys the rules.

    Raises ProblemError when `groups` (of ids) is not a partition.
    """
    model = build_model(problem)
    return score_groups(model, indices_of(model, groups))


def group_facts(model: Model, members: Sequence[str]) -> GroupFacts:
    """Return the figures behind one group's score; raises ProblemError on an unknown id."""
    unknown = [section_id for section_id in members if section_id not in model.index]
    if unknown or not members:
        raise ProblemError(f"group: unknown section {unknown[0]!r}" if unknown else "group: empty")
    inside = sorted({model.index[section_id] for section_id in members})
    table = tabulate(model, member_rows(model, [inside]))
    m = len(inside)
    assessed = model.assessed[inside]
    return GroupFacts(
        people=float(table.people[0]),
        load_hours=float(table.load[0]) if assessed.any() else None,
        load_ratio=float(load_ratio(model, table)[0]),
        posts_before=int(table.posts[0]),
        posts_after=int(table.posts_after[0]),
        mean_q=float(table.q_sum[0] / (m * (m - 1) / 2)) if m > 1 else 0.0,
        largest_member=float(table.people_max[0]),
        all_assessed=bool(assessed.all()),
    )
