"""A good plan without any proof: joins the best pair again and again, then moves and swaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from planner.groups import GroupTable, is_business, size_allowed
from planner.methods.answer import Clock
from planner.methods.feasibility import plan_exists
from planner.methods.group_pool import pool_of
from planner.model import Bools, Floats, Model
from planner.scoring import values

Plan = list[list[int]]  # groups of atoms
WORST: Final = -1e15
ALL_PAIRS: Final = 128  # with more atoms only the most similar ones are tried
NEAREST: Final = 16
IMPROVEMENTS: Final = 200
COMPACT_TIME_S: Final = 10.0
COMPACT_ATOMS: Final = 80  # the compact model has a row for every three atoms


def _worth(model: Model, count: int, groups: Sequence[Sequence[int]]) -> Floats:
    """Return each group's value, far below any other where the group breaks a rule."""
    table = pool_of(model, groups).table
    worth = values(model, count, table).astype(np.float64)
    allowed: Bools = np.ones(len(groups), dtype=bool)
    for fits in size_allowed(model, table).values():
        allowed &= fits
    for k, group in enumerate(groups):
        if allowed[k] and not model.atom_ok[np.ix_(group, group)].all():
            allowed[k] = False
    return np.where(allowed, worth, WORST)


def _neighbours(model: Model) -> list[list[int]]:
    """Return for every atom the others worth joining: all of them, or the most similar of many."""
    n = len(model.atoms)
    if n <= ALL_PAIRS:
        return [[b for b in range(n) if b != a] for a in range(n)]
    first = [atom[0] for atom in model.atoms]
    q = np.where(model.atom_ok, model.q[np.ix_(first, first)], -1.0)
    np.fill_diagonal(q, -2.0)
    order = np.argsort(-q, axis=1, kind="stable")[:, :NEAREST]
    return [[int(b) for b in row] for row in order]


def joined_greedily(model: Model, count: int, stopped: Callable[[], bool]) -> Plan | None:
    """Join the pair of groups that gains most until `count` are left; None when it gets stuck."""
    groups: dict[int, list[int]] = {a: [a] for a in range(len(model.atoms))}
    n = len(groups)
    own = _worth(model, count, [[a] for a in range(n)])
    gain = np.full((n, n), -np.inf)
    near = _neighbours(model)
    for a in range(n):
        if stopped():
            return None
        _refresh(model, count, groups, own, gain, a, near[a])
    place = list(range(n))
    while len(groups) > count:
        if stopped():
            return None
        a, b = (int(k) for k in np.unravel_index(int(gain.argmax()), gain.shape))
        if gain[a, b] == -np.inf:
            return None
        groups[a] = sorted([*groups[a], *groups.pop(b)])
        own[a] = _worth(model, count, [groups[a]])[0]
        gain[b, :] = gain[:, b] = gain[a, :] = gain[:, a] = -np.inf
        for atom in groups[a]:
            place[atom] = a
        around = {place[other] for atom in groups[a] for other in near[atom]} - {a}
        _refresh(model, count, groups, own, gain, a, sorted(around))
    return sorted(groups.values())


def _refresh(
    model: Model,
    count: int,
    groups: dict[int, list[int]],
    own: Floats,
    gain: Floats,
    a: int,
    others: Sequence[int],
) -> None:
    """Work out what joining group a with each of the others would gain; a broken rule bars it."""
    able = [b for b in others if model.atom_ok[np.ix_(groups[a], groups[b])].all()]
    if not able:
        return
    together = [[*groups[a], *groups[b]] for b in able]
    worth = _worth(model, count, together)
    for b, value in zip(able, worth.tolist(), strict=True):
        # a pair still too small for a rule may grow; one too large never shrinks
        if value > WORST or model.rules.min_people is not None:
            low, high = min(a, b), max(a, b)
            gain[low, high] = value - own[a] - own[b]


def improved(model: Model, plan: Plan, rounds: int, stopped: Callable[[], bool]) -> Plan:
    """Return the plan after moves, swaps and re-splits, each the best one, while they gain."""
    plan = [sorted(group) for group in plan]
    for _ in range(rounds):
        if stopped():
            break
        better = _best_step(model, plan)
        if better is None:
            break
        plan = better
    return sorted(plan)


def allowed_as_a_whole(model: Model, plan: Plan) -> bool:
    """Return whether the plan obeys every rule."""
    if _worth(model, len(plan), plan).min() <= WORST:
        return False
    return whole_allowed(model, len(plan), pool_of(model, plan).table)


def whole_allowed(model: Model, count: int, table: GroupTable) -> bool:
    """Return whether groups that are allowed one by one keep the rules on the plan as a whole."""
    if int(is_business(table).sum()) < model.business_needed(count):
        return False
    return model.posts_limit is None or int(table.posts_after.sum()) <= model.posts_limit


def made_plan(model: Model, count: int, clock: Clock) -> Plan | None:
    """Return a plan that obeys the rules, by joining and moving, None when none was found."""
    plan = joined_greedily(model, count, clock.stopped)
    if plan is None or not allowed_as_a_whole(model, plan):
        if len(model.atoms) > COMPACT_ATOMS:
            return None
        exact = model.with_rules(replace(model.rules, count=count))
        plan = plan_exists(exact, clock.left(COMPACT_TIME_S))[1]
        if not plan or not allowed_as_a_whole(model, plan):
            return None
    return improved(model, plan, IMPROVEMENTS, clock.stopped)


def _best_step(model: Model, plan: Plan) -> Plan | None:
    """Return the plan after the change of two groups that gains most, None when none gains."""
    count = len(plan)
    place = {a: g for g, group in enumerate(plan) for a in group}
    atoms = sorted(place)
    own = _worth(model, count, plan)
    changes: list[tuple[int, int, list[int], list[int]]] = []
    near = _neighbours(model)
    for a in atoms:
        g = place[a]
        left = [x for x in plan[g] if x != a]
        for h in sorted({place[b] for b in near[a]} - {g}):
            if left:
                changes.append((g, h, left, [*plan[h], a]))
        for b in near[a]:
            h = place[b]
            if h != g and (a < b or len(near) > ALL_PAIRS):
                right = [x for x in plan[h] if x != b]
                changes.append((g, h, [*left, b], [*right, a]))
    if not changes:
        return None
    first = _worth(model, count, [change[2] for change in changes])
    second = _worth(model, count, [change[3] for change in changes])
    before = np.array([own[g] + own[h] for g, h, _, _ in changes])
    gain = first + second - before
    for k in np.argsort(-gain, kind="stable")[:20].tolist():
        if gain[k] <= 0.5:
            break
        g, h, left, right = changes[k]
        following = [x for i, x in enumerate(plan) if i not in (g, h)]
        following += [sorted(left), sorted(right)]
        if allowed_as_a_whole(model, following):
            return following
    return _resplit(model, plan, own)


def _resplit(model: Model, plan: Plan, own: Floats) -> Plan | None:
    """Join two groups and take one atom out of a third: the count stays, the shape changes."""
    count = len(plan)
    pairs = [(g, h) for g in range(count) for h in range(g + 1, count)]
    takes = [(f, a) for f in range(count) if len(plan[f]) > 1 for a in plan[f]]
    if not pairs or not takes or len(pairs) > 20_000:
        return None
    joins = _worth(model, count, [plan[g] + plan[h] for g, h in pairs])
    joins -= np.array([own[g] + own[h] for g, h in pairs])
    rests = _worth(model, count, [[x for x in plan[f] if x != a] for f, a in takes])
    rests += _worth(model, count, [[a] for _, a in takes])
    rests -= np.array([own[f] for f, _ in takes])
    for i in np.argsort(-joins, kind="stable")[:20].tolist():
        for j in np.argsort(-rests, kind="stable")[:20].tolist():
            if joins[i] + rests[j] <= 0.5:
                break
            (g, h), (f, a) = pairs[i], takes[j]
            if f in (g, h):
                continue
            following = [x for k, x in enumerate(plan) if k not in (f, g, h)]
            following += [sorted(plan[g] + plan[h]), [x for x in plan[f] if x != a], [a]]
            if allowed_as_a_whole(model, following):
                return following
    return None
