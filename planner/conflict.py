"""Which rules cannot hold together: a smallest set, from which no rule can be left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain, combinations, takewhile
from math import comb
from typing import Final, TypeVar

import numpy as np

from planner.api import Conflict, Obstacle
from planner.groups import load_ratio, member_rows, tabulate
from planner.methods.feasibility import plan_exists
from planner.model import EPSILON, Model
from planner.problem import Entry

T = TypeVar("T")
MOST_TRIED: Final = 400  # sets of one size, a few milliseconds each


def smallest_conflict(
    model: Model,
    time_limit_s: float,
    cancelled: Callable[[], bool] | None = None,
    large: frozenset[int] = frozenset(),
) -> tuple[Conflict, ...]:
    """Return the fewest kinds of rules that cannot hold together, and of those no entry too many.

    With `large`, that cannot hold while none of these sections is left in a small group. Within the
    time limit every rule named is needed; after it the set may name more than that.
    """
    deadline = time.monotonic() + time_limit_s

    def impossible(elements: Iterable[Entry]) -> bool:
        left = deadline - time.monotonic()
        if left <= 0 or (cancelled is not None and cancelled()):
            return False
        rules = replace(model.rules.only(elements), fewest_small=model.rules.fewest_small)
        exists, _ = plan_exists(model.with_rules(rules), left, large)
        return exists is False

    elements = tuple(entry for entry in model.entries() if entry[0] != "fewest_small")
    kinds = list(dict.fromkeys(rule for rule, _ in elements))
    few = range(1, min(4, len(kinds)))
    chosen = _smallest(kinds, few, lambda some: impossible([e for e in elements if e[0] in some]))
    inside = [e for e in elements if e[0] in (chosen or kinds)]
    found = _without_spare(inside, impossible)
    fewer = takewhile(lambda k: comb(len(inside), k) <= MOST_TRIED, range(1, len(found)))
    found = _smallest(inside, fewer, impossible) or found
    return tuple(Conflict(rule, named or _concerned(model, rule)) for rule, named in found)


def obstacles_to(
    model: Model,
    groups: Sequence[Sequence[int]],
    time_limit_s: float,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Obstacle, ...]:
    """Return why some groups of a plan, which has as few small groups as possible, are small.

    A small group that no plan can do without stands by itself, with the rules in its way; the others
    stand together: not all of them can grow at once.
    """
    limit = model.rules.fewest_small or 1
    people = [float(model.people[list(group)].sum()) for group in groups]
    small = [list(group) for group, total in zip(groups, people, strict=True) if total <= limit]
    deadline = time.monotonic() + time_limit_s
    found: list[Obstacle] = []
    shared: list[int] = []
    blocked: set[int] = set()
    for group in small:
        left = max(0.01, deadline - time.monotonic())
        exists, _ = plan_exists(model, left, frozenset(group))
        if exists is False:
            rules = smallest_conflict(model, left, cancelled, frozenset(group))
            found.append(Obstacle(tuple(model.ids[i] for i in group), rules))
            blocked.update(group)
        else:
            shared += group
    if shared:
        others = frozenset(range(model.n)) - blocked
        rules = smallest_conflict(model, max(0.01, deadline - time.monotonic()), cancelled, others)
        found.append(Obstacle(tuple(model.ids[i] for i in sorted(shared)), rules))
    return tuple(found)


def _smallest(
    items: Sequence[T], sizes: Iterable[int], impossible: Callable[[tuple[T, ...]], bool]
) -> tuple[T, ...] | None:
    """Return the first of the smallest choices of `items` that is impossible."""
    choices = chain.from_iterable(combinations(items, size) for size in sizes)
    return next(filter(impossible, choices), None)


def _without_spare(
    elements: Sequence[Entry], impossible: Callable[[Iterable[Entry]], bool]
) -> Sequence[Entry]:
    """Leave out one element after the other as long as the rest still conflicts.

    Halves are tried first, so a long list with a short conflict needs few questions.
    """
    needed: list[Entry] = []
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
