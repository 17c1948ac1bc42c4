"""How much plans have in common: the pairs they join, and what groups cost that join them again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from planner.api import PlanResult
from planner.methods.group_pool import GroupPool
from planner.model import Ints, Model

Pairs = frozenset[tuple[int, int]]


def pairs_joined(model: Model, plan: PlanResult) -> Pairs:
    """Return the pairs of sections that a plan joins though no rule says they must be together."""
    block = {i: k for k, atom in enumerate(model.atoms) for i in atom}
    inside = ([model.index[name] for name in group.members] for group in plan.groups)
    return frozenset(
        (i, j) for group in inside for i, j in combinations(group, 2) if block[i] != block[j]
    )


def difference_of(a: Pairs, b: Pairs) -> float:
    """Return the share of the pairs joined by either plan that only one of them joins, 0..1."""
    union = len(a | b)
    return len(a ^ b) / union if union else 0.0


def shared_cost(
    model: Model, pool: GroupPool, joined: Sequence[Pairs], price: Sequence[int]
) -> Ints:
    """Return what each group costs when every pair it shares with a plan has that plan's price."""
    n = len(model.atoms)
    block = {i: k for k, atom in enumerate(model.atoms) for i in atom}
    cost = np.zeros((n + 1, n + 1), dtype=np.int64)
    for pairs, each in zip(joined, price, strict=True):
        for i, j in pairs if each else ():
            a, b = sorted((block[i], block[j]))
            cost[a, b] += each
    total: Ints = np.zeros(len(pool), dtype=np.int64)
    for k in range(len(pool.atoms)):
        for i in range(k):
            total += cost[pool.atoms[i], pool.atoms[k]]
    return total
