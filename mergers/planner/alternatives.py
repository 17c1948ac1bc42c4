"""Plans that differ genuinely from the best one, named for what they are best at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from mergers.planner.api import PlanResult
from mergers.planner.counts import best_plan
from mergers.planner.exact import Clock
from mergers.planner.model import Model, build_model
from mergers.planner.problem import PARTS, Problem, Weights
from mergers.planner.scoring import score_groups

LABELS: Final = {
    "posts": "最省",
    "balance": "最均衡",
    "overlap": "职能最聚合",
    "continuity": "改动最小",
    "one_person": "一人科最少",
    "span": "幅度最宜",
}
THEMES: Final = ("posts", "balance", "overlap", "continuity")
RUNNER_UP: Final = "总分次优"
SPARE: Final = "备选方案"
EMPHASES: Final = (
    0.4,
    0.7,
    0.95,
)  # how much of the weight goes to the part a plan is to be best at
CLEARLY: Final = 1e-6  # points by which a part has to be better
MOST_UNDONE: Final = 6


def find_alternatives(
    model: Model, best: PlanResult, number: int, clock: Clock
) -> tuple[PlanResult, ...]:
    """Return up to `number` other plans with as many groups, the best score first.

    First the best plans when more weight is laid on one part, then the best plans that undo one
    of the merges, each time the one that shares the fewest pairs with those chosen. All of them
    obey the rules; each is the proven best of its own question as long as the time lasts.
    """
    fixed = _counted(model, len(best.groups))
    chosen: list[PlanResult] = []
    for theme in THEMES:
        if len(chosen) < number:
            plan = _best_at(fixed, theme, best, chosen, clock)
            if plan is not None:
                chosen.append(plan)
    spare = list(_undoing(fixed, best, clock)) if len(chosen) < number else []
    while len(chosen) < number:
        new = [plan for plan in spare if _shape(plan) not in map(_shape, [best, *chosen])]
        if not new:
            break
        chosen.append(max(new, key=lambda plan: (_distance(plan, [best, *chosen]), plan.score)))
    return _named(model, best, chosen)


def _counted(model: Model, count: int) -> Model:
    return model.with_rules(replace(model.rules, count=count))


def _reweighted(model: Model, weights: Weights) -> Problem:
    return replace(model.problem, weights=weights)


def _solved(model: Model, problem: Problem, clock: Clock) -> PlanResult | None:
    """Return the best plan of a changed problem, scored by the weights of `model`."""
    if clock.stopped():
        return None
    groups = best_plan(build_model(problem), clock, None).groups
    return None if groups is None else score_groups(model, groups)


def _best_at(
    model: Model, theme: str, best: PlanResult, chosen: list[PlanResult], clock: Clock
) -> PlanResult | None:
    """Return a plan that beats all the others in one part, giving up as little as it takes."""
    weights = model.problem.weights
    if getattr(weights, theme) <= 0:
        return None
    for emphasis in EMPHASES:
        mixed = [
            (1 - emphasis) * weight + (emphasis if part == theme else 0.0)
            for part, weight in zip(PARTS, weights.as_tuple(), strict=True)
        ]
        plan = _solved(model, _reweighted(model, Weights(*mixed)), clock)
        if plan is None:
            return None
        highest = max(other.parts[theme] for other in [best, *chosen])
        if plan.parts[theme] > highest + CLEARLY:
            return plan
    return None


def _undoing(model: Model, best: PlanResult, clock: Clock) -> Iterator[PlanResult]:
    """Yield the best plans that keep two sections apart which the best plan joins."""
    merged = [group for group in best.groups if len(group.members) > 1]
    merged.sort(key=lambda group: (-group.parts["overlap"], group.members))
    joined = {frozenset(pair) for pair in model.rules.must_together}
    for group in merged[:MOST_UNDONE]:
        pairs = [p for p in combinations(group.members, 2) if frozenset(p) not in joined]
        if not pairs:
            continue
        rules = replace(model.rules, must_apart=(*model.rules.must_apart, pairs[0]))
        plan = _solved(model, replace(model.problem, rules=rules), clock)
        if plan is not None:
            yield plan


def _shape(plan: PlanResult) -> frozenset[tuple[str, ...]]:
    return frozenset(group.members for group in plan.groups)


def _pairs(plan: PlanResult) -> set[tuple[str, str]]:
    return {pair for group in plan.groups for pair in combinations(group.members, 2)}


def _distance(plan: PlanResult, others: list[PlanResult]) -> float:
    """Return the share of joined pairs in which the plan differs from the nearest of the others."""
    mine = _pairs(plan)
    shares = []
    for other in others:
        theirs = _pairs(other)
        union = mine | theirs
        shares.append(1.0 if not union else len(mine ^ theirs) / len(union))
    return min(shares)


def _named(model: Model, best: PlanResult, chosen: list[PlanResult]) -> tuple[PlanResult, ...]:
    """Return the plans by score, each named for a part in which none of the others is better."""
    everyone = [best, *chosen]
    label: dict[int, str] = {}
    for part in (*THEMES, "one_person", "span"):
        if part == "posts" and model.problem.mode != "merge":
            continue  # posts are kept there, so no plan saves any
        free = [k for k in range(len(chosen)) if k not in label]
        if not free:
            break
        first = max(free, key=lambda k: (chosen[k].parts[part], chosen[k].score))
        highest = max(plan.parts[part] for plan in everyone)
        if chosen[first].parts[part] >= max(highest, best.parts[part] + CLEARLY):
            label[first] = LABELS[part]
    rest = sorted((-plan.score, k) for k, plan in enumerate(chosen) if k not in label)
    for place, (_, k) in enumerate(rest):
        label[k] = RUNNER_UP if place == 0 else f"{SPARE}{place}"
    named = [replace(plan, label=label[k]) for k, plan in enumerate(chosen)]
    return tuple(sorted(named, key=lambda plan: (-plan.objective, sorted(_shape(plan)))))
