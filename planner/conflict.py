"""Which rules cannot hold together: a smallest set, from which no rule can be left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations
from math import comb
from typing import Any, Final

import numpy as np

from planner.api import Conflict
from planner.groups import load_ratio, member_rows, tabulate
from planner.methods.feasibility import plan_exists
from planner.model import EPSILON, Model
from planner.problem import Rules

MOST_TRIED: Final = 400  # sets of one size, a few milliseconds each
LIFTED: Final = Rules(max_members=None)
LISTS: Final = ("must_together", "must_apart", "keep")
SINGLE: Final = (
    "count",
    "min_count",
    "max_count",
    "max_members",
    "max_people",
    "same_line",
    "min_people",
    "business_share",
    "separate_kinds",
    "max_posts",
    "max_load_deviation",
)
Element = tuple[str, tuple[str, ...]]  # a rule, and the sections of the entry where it lists some


def smallest_conflict(
    model: Model, time_limit_s: float, cancelled: Callable[[], bool] | None = None
) -> tuple[Conflict, ...]:
    """Return the fewest kinds of rules that cannot hold together, and of those no entry too many.

    Within the time limit every rule named is needed; after it the set may name more than that.
    """
    deadline = time.monotonic() + time_limit_s

    def impossible(elements: Iterable[Element]) -> bool:
        left = deadline - time.monotonic()
        if left <= 0 or (cancelled is not None and cancelled()):
            return False
        exists, _ = plan_exists(model.with_rules(_rules_of(model.rules, elements)), left)
        return exists is False

    elements = _elements(model)
    kinds = list(dict.fromkeys(rule for rule, _ in elements))
    chosen = _fewest_kinds(elements, kinds, impossible)
    inside = [e for e in elements if e[0] in chosen]
    found = _fewest(inside, _without_spare(inside, impossible), impossible)
    return tuple(Conflict(rule, named or _concerned(model, rule)) for rule, named in found)


def _elements(model: Model) -> list[Element]:
    rules = model.rules
    ranged = rules.count is None
    found: list[Element] = []
    for name in SINGLE:
        value = getattr(rules, name)
        if value is None or value is False:
            continue
        if name in ("min_count", "max_count") and not ranged:
            continue
        if name == "max_posts" and model.posts_limit is None:
            continue
        found.append((name, ()))
    found.extend(("must_together", pair) for pair in rules.must_together)
    found.extend(("must_apart", pair) for pair in rules.must_apart)
    found.extend(("keep", (kept,)) for kept in rules.keep)
    return found


def _rules_of(rules: Rules, elements: Iterable[Element]) -> Rules:
    """Return the rules with everything lifted but the given elements."""
    kept = list(elements)
    single: dict[str, Any] = {name: getattr(rules, name) for name, named in kept if not named}
    pairs: dict[str, Any] = {
        name: tuple((named[0], named[1]) for rule, named in kept if rule == name)
        for name in ("must_together", "must_apart")
    }
    stay = tuple(named[0] for rule, named in kept if rule == "keep")
    return replace(LIFTED, **single, **pairs, keep=stay)


def _fewest_kinds(
    elements: list[Element], kinds: list[str], impossible: Callable[[Iterable[Element]], bool]
) -> set[str]:
    """Return the smallest set of kinds of rules that conflicts; all kinds when none is found."""
    for size in range(1, min(4, len(kinds))):
        for chosen in combinations(kinds, size):
            if impossible([e for e in elements if e[0] in chosen]):
                return set(chosen)
    return set(kinds)


def _without_spare(
    elements: list[Element], impossible: Callable[[Iterable[Element]], bool]
) -> list[Element]:
    """Leave out one element after the other as long as the rest still conflicts.

    Halves are tried first, so a long list with a short conflict needs few questions.
    """
    needed: list[Element] = []
    chunk = max(1, len(elements) // 2)
    rest = list(elements)
    while rest:
        trial = rest[chunk:]
        if impossible(needed + trial):
            rest = trial
        elif chunk == 1:
            needed.append(rest[0])
            rest = trial
        else:
            chunk //= 2
            continue
        chunk = max(1, min(chunk * 2, len(rest) // 2))
    return [e for e in elements if e in needed]


def _fewest(
    elements: list[Element], found: list[Element], impossible: Callable[[Iterable[Element]], bool]
) -> list[Element]:
    """Return a conflict of fewer elements than `found` where trying them all is no great work."""
    for size in range(1, len(found)):
        if comb(len(elements), size) > MOST_TRIED:
            break
        for chosen in combinations(elements, size):
            if impossible(chosen):
                return list(chosen)
    return found


def _concerned(model: Model, rule: str) -> tuple[str, ...]:
    """Return the sections that could not stand alone under a rule on groups."""
    rules = model.rules
    if rule == "min_people" and rules.min_people is not None:
        low = (model.people < rules.min_people - EPSILON) & ~model.kept
        return tuple(model.ids[i] for i in np.flatnonzero(low))
    if rule == "max_load_deviation" and rules.max_load_deviation is not None:
        table = tabulate(model, member_rows(model, [[i] for i in range(model.n)]))
        away = np.abs(load_ratio(model, table) - 1) > rules.max_load_deviation + EPSILON
        return tuple(model.ids[i] for i in np.flatnonzero(away & (table.people > 0)))
    if rule == "max_people" and rules.max_people is not None:
        return tuple(
            model.ids[i] for i in np.flatnonzero(model.people > rules.max_people + EPSILON)
        )
    return ()
