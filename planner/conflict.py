"""Which rules cannot hold together: a smallest set, from which no rule can be left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from math import comb
from typing import Final

import numpy as np

from planner.api import Conflict
from planner.groups import load_ratio, member_rows, tabulate
from planner.methods.feasibility import plan_exists
from planner.model import EPSILON, Model
from planner.problem import Entry

MOST_TRIED: Final = 400  # sets of one size, a few milliseconds each


def smallest_conflict(
    model: Model, time_limit_s: float, cancelled: Callable[[], bool] | None = None
) -> tuple[Conflict, ...]:
    """Return the fewest kinds of rules that cannot hold together, and of those no entry too many.

    Within the time limit every rule named is needed; after it the set may name more than that.
    """
    deadline = time.monotonic() + time_limit_s

    def impossible(elements: Iterable[Entry]) -> bool:
        left = deadline - time.monotonic()
        if left <= 0 or (cancelled is not None and cancelled()):
            return False
        exists, _ = plan_exists(model.with_rules(model.rules.only(elements)), left)
        return exists is False

    elements = model.entries()
    kinds = list(dict.fromkeys(rule for rule, _ in elements))
    chosen = _fewest_kinds(elements, kinds, impossible)
    inside = [e for e in elements if e[0] in chosen]
    found = _fewest(inside, _without_spare(inside, impossible), impossible)
    return tuple(Conflict(rule, named or _concerned(model, rule)) for rule, named in found)


def _fewest_kinds(
    elements: Sequence[Entry], kinds: list[str], impossible: Callable[[Iterable[Entry]], bool]
) -> set[str]:
    """Return the smallest set of kinds of rules that conflicts; all kinds when none is found."""
    for size in range(1, min(4, len(kinds))):
        for chosen in combinations(kinds, size):
            if impossible([e for e in elements if e[0] in chosen]):
                return set(chosen)
    return set(kinds)


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


def _fewest(
    elements: Sequence[Entry], found: Sequence[Entry], impossible: Callable[[Iterable[Entry]], bool]
) -> Sequence[Entry]:
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
