"""Islands with steps of their own where the rules leave few groups: larger ones can be solved."""

from __future__ import annotations

from math import comb
from typing import Final

import numpy as np

from planner.methods.components import Component, connected
from planner.methods.group_pool import GroupPool
from planner.methods.subset_steps import Indices, SubsetSteps, step_estimate, steps_of, subset_steps
from planner.model import Model

SHARED: Final = 12  # atoms up to which the common subset_steps costs next to nothing
MOST_ATOMS: Final = 24  # a bit mask each
MOST_STEPS: Final = 700_000  # of a sole component, by the estimate below: relaxations do it as fast
MOST_APART: Final = 2_000_000  # of several: one search over all of them is far more work


def wide_components(
    model: Model, pool: GroupPool, known: tuple[Component, ...] = ()
) -> tuple[Component, ...] | None:
    """Return the components of a pool that holds all groups, None where they are too large.

    Small ones climb the subset_steps that all sets of their size share. For larger ones only the groups
    that the rules allow become steps; steps of `known` components with the same groups serve again.
    """
    atoms = len(model.atoms)
    parts = connected(model.atom_ok)
    place = np.zeros(atoms + 1, dtype=np.int64)
    part_of = np.zeros(atoms, dtype=np.int64)
    for number, part in enumerate(parts):
        part_of[list(part)] = number
        place[list(part)] = np.arange(len(part))
    if max(len(part) for part in parts) > MOST_ATOMS:
        return None
    inside = pool.atoms < atoms
    bits = np.where(inside, 1 << place[pool.atoms], 0).sum(axis=0)
    sizes = inside.sum(axis=0)
    first = part_of[pool.atoms[0]] if len(pool) else np.zeros(0, dtype=np.int64)
    rows = [np.flatnonzero(first == number) for number in range(len(parts))]
    widest = [int(sizes[own].max(initial=1)) for own in rows]
    steps = sum(
        _estimate(len(part), width, len(own))
        for part, width, own in zip(parts, widest, rows, strict=True)
    )
    if steps > (MOST_STEPS if len(parts) == 1 else MOST_APART):
        return None
    found = []
    for part, width, own in zip(parts, widest, rows, strict=True):
        if len(part) <= SHARED:
            shared = subset_steps(len(part), width)
            row = np.full(len(shared.masks), -1, dtype=np.intp)
            row[shared.position[bits[own]]] = own
            found.append(Component(part, shared, row))
        else:
            found.append(Component(part, _own_ladder(len(part), width, bits[own], known), own))
    return tuple(found)


def _own_ladder(size: int, width: int, masks: Indices, known: tuple[Component, ...]) -> SubsetSteps:
    for component in known:
        steps = component.steps
        if steps.size == size and steps.widest == width and np.array_equal(steps.masks, masks):
            return steps
    nowhere = np.zeros(0, dtype=np.int64)
    return SubsetSteps(size, width, masks, nowhere, tuple(steps_of(size, masks)))


def _estimate(size: int, widest: int, groups: int) -> float:
    """Return about how many steps there are when only so many groups are allowed.

    Measured on generated departments: steps shrink with the 1.3rd power of the groups' share.
    """
    if size <= SHARED:
        return 0.0
    everything = sum(comb(size, k) for k in range(1, min(size, widest) + 1))
    return float(step_estimate(size, widest) / 3.6 * (groups / everything) ** 1.3)
