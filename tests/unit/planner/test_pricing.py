"""Bounded pricing misses no group that is worth its price, whatever it leaves unlooked-at."""

import numpy as np
import pytest

from planner.fileio import problem_from_json
from planner.methods.group_pool import GroupPool, enumerate_groups
from planner.methods.pricing import Pricer
from planner.methods.relaxation import Duals, make_task, reduced_costs
from planner.model import build_model
from planner.scoring import values
from tests.unit.planner.reference import random_problem


def names(pool: GroupPool, atoms: int) -> set:
    return {tuple(a for a in column if a < atoms) for column in pool.atoms.T.tolist()}


@pytest.mark.parametrize("seed", range(60))
def test_every_group_above_a_threshold_is_found(seed):
    """Random prices, every rule and mode; the judge is the list of all groups."""
    draw = np.random.default_rng(seed)
    model = build_model(problem_from_json(random_problem(seed, 8, 12)))
    pool = enumerate_groups(model, 10**7)
    if not len(pool):
        return
    count, atoms = int(draw.integers(2, model.n)), len(model.atoms)
    value = values(model, count, pool.table)
    task = make_task(model, count, pool, value)
    sizes = (pool.atoms < atoms).sum(axis=0)
    each = float(value.mean() / sizes.mean())
    duals = Duals(
        draw.normal(each, abs(each) / 2 + 1e5, atoms),
        float(draw.normal(0, 1e6)),
        0.0 if task.business is None else float(draw.exponential(1e6)),
        0.0 if task.posts is None else float(draw.exponential(1e6)),
    )
    cost = reduced_costs(task, duals)
    threshold = float(np.quantile(cost, draw.choice([0.5, 0.9, 0.99])))
    found = Pricer(model, count).groups_above(duals, threshold, 1 << 60, lambda: False, 2)
    wanted = pool.take(np.flatnonzero((cost >= threshold + 0.01) & (sizes > 1)))
    assert found.missed == -np.inf
    assert names(wanted, atoms) <= names(found.pool, atoms)


@pytest.mark.parametrize("seed", range(20))
def test_what_a_search_cut_short_may_have_missed_is_told(seed):
    """No group outside the answer has a reduced cost above `missed`, but for the last rounding."""
    draw = np.random.default_rng(seed)
    data = random_problem(seed, 10, 12) | {"rules": {"max_members": 6}}
    model = build_model(problem_from_json(data))
    pool = enumerate_groups(model, 10**7)
    count, atoms = 4, len(model.atoms)
    value = values(model, count, pool.table)
    task = make_task(model, count, pool, value)
    duals = Duals(draw.normal(value.mean() / 4, 2e5, atoms), 0.0)
    cost = reduced_costs(task, duals)
    threshold = float(np.quantile(cost, 0.9))
    found = Pricer(model, count).groups_above(duals, threshold, 15, lambda: False, 2)
    inside = names(found.pool, atoms)
    columns = pool.atoms.T.tolist()
    for k in np.flatnonzero((cost > threshold + 0.01) & ((pool.atoms < atoms).sum(axis=0) > 1)):
        group = tuple(a for a in columns[k] if a < atoms)
        assert group in inside or cost[k] <= found.missed + 1
