"""Which rules a given plan obeys and which it breaks, with the sections and figures concerned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from planner.groups import is_business, load_ratio, member_rows, size_allowed, tabulate
from planner.model import Model, build_model
from planner.problem import Problem
from planner.scoring import indices_of


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule that is set: `breaches` lists the sections of each breach, `figures` the numbers."""

    rule: str
    passed: bool
    breaches: tuple[tuple[str, ...], ...]
    figures: dict[str, float]


def check_rules(
    problem: Problem, groups: Sequence[Sequence[str]], fewest: Sequence[int] | None = None
) -> tuple[RuleOutcome, ...]:
    """Return one outcome per rule that is set; raises ProblemError unless `groups` partition.

    `fewest` is how many groups of one and of two people there have to be: without it nothing is said
    of the rule that they be as few as possible.
    """
    model = build_model(problem)
    return rule_outcomes(model, indices_of(model, groups), fewest)


def rule_outcomes(
    model: Model, groups: Sequence[Sequence[int]], fewest: Sequence[int] | None = None
) -> tuple[RuleOutcome, ...]:
    """Return the same for groups of canonical section indices."""
    plan = sorted(sorted(group) for group in groups)
    return (
        *_count(model, plan),
        *_sizes(model, plan),
        *_pairs(model, plan),
        *_whole(model, plan),
        *_small(model, plan, fewest),
    )


def _names(model: Model, group: Sequence[int]) -> tuple[str, ...]:
    return tuple(model.ids[i] for i in group)


def _count(model: Model, plan: list[list[int]]) -> list[RuleOutcome]:
    rules, k = model.rules, len(plan)
    ranged = {"min_count": rules.min_count, "max_count": rules.max_count}
    limits = ranged if rules.count is None else {"count": rules.count}
    return [
        RuleOutcome(
            rule,
            k <= limit
            if rule == "max_count"
            else k >= limit
            if rule == "min_count"
            else k == limit,
            (),
            {"groups": float(k), "limit": limit},
        )
        for rule, limit in limits.items()
        if limit is not None
    ]


def _sizes(model: Model, plan: list[list[int]]) -> list[RuleOutcome]:
    table = tabulate(model, member_rows(model, plan))
    extremes = {
        "max_members": float(table.members.max()),
        "max_people": float(table.people.max()),
        "min_people": float(table.people.min()),
        "max_load_deviation": float(np.abs(load_ratio(model, table) - 1).max()),
    }
    found = []
    for rule, fits in size_allowed(model, table).items():
        breaches = tuple(_names(model, plan[k]) for k in np.flatnonzero(~fits))
        figures = {"limit": float(getattr(model.rules, rule)), "worst": extremes[rule]}
        found.append(RuleOutcome(rule, not breaches, breaches, figures))
    return found


def _pairs(model: Model, plan: list[list[int]]) -> list[RuleOutcome]:
    rules = model.rules
    place = {i: k for k, group in enumerate(plan) for i in group}
    inside = [pair for group in plan for pair in combinations(group, 2)]
    apart, together = rules.must_apart, rules.must_together
    index = model.index
    broken: dict[str, list[tuple[str, ...]]] = {}
    for rule in ("same_line", "separate_kinds", "kind_groups"):
        if rule in model.pair_rules:
            allowed = model.pair_rules[rule]
            broken[rule] = [_names(model, pair) for pair in inside if not allowed[pair]]
    if together:
        broken["must_together"] = [p for p in together if place[index[p[0]]] != place[index[p[1]]]]
    if apart:
        broken["must_apart"] = [p for p in apart if place[index[p[0]]] == place[index[p[1]]]]
    if rules.keep:
        broken["keep"] = [
            _names(model, plan[place[index[kept]]])
            for kept in rules.keep
            if len(plan[place[index[kept]]]) > 1
        ]
    return [
        RuleOutcome(rule, not breaches, tuple(breaches), {}) for rule, breaches in broken.items()
    ]


def _whole(model: Model, plan: list[list[int]]) -> list[RuleOutcome]:
    table = tabulate(model, member_rows(model, plan))
    found = []
    if model.rules.business_share is not None:
        groups, needed = int(is_business(table).sum()), model.business_needed(len(plan))
        figures = {
            "limit": float(model.rules.business_share),
            "share": groups / len(plan),
            "groups": float(groups),
            "needed": float(needed),
        }
        found.append(RuleOutcome("business_share", groups >= needed, (), figures))
    if model.posts_limit is not None:
        posts = int(table.posts_after.sum())
        figures = {"limit": float(model.posts_limit), "posts": float(posts)}
        found.append(RuleOutcome("max_posts", posts <= model.posts_limit, (), figures))
    return found


def _small(model: Model, plan: list[list[int]], fewest: Sequence[int] | None) -> list[RuleOutcome]:
    limit = model.rules.fewest_small
    if limit is None or fewest is None:
        return []
    people = tabulate(model, member_rows(model, plan)).people
    ones = int((people <= 1).sum())
    has = ones, int((people <= 2).sum()) - ones
    passed = has[:limit] <= tuple(fewest)[:limit]
    small = [_names(model, plan[k]) for k in np.flatnonzero(people <= limit)]
    figures = {"people": float(limit), "ones": float(has[0]), "twos": float(has[1])}
    figures |= {"fewest_ones": float(fewest[0]), "fewest_twos": float(fewest[1])}
    return [RuleOutcome("fewest_small", passed, () if passed else tuple(small), figures)]
