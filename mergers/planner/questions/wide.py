"""Islands with steps of their own where the rules leave few groups: larger ones can be solved."""

from __future__ import annotations

from math import comb
from typing import Final

import numpy as np

from mergers.planner.islands import Island, connected
from mergers.planner.ladder import Indices, Ladder, ladder, rungs_of, steps_of
from mergers.planner.model import Model
from mergers.planner.pool import Pool

SHARED: Final = 12  # atoms up to which the common ladder costs next to nothing
MOST_ATOMS: Final = 24  # a bit mask each
MOST_STEPS: Final = 700_000  # of a sole island, by the estimate below: relaxations do it as fast
MOST_APART: Final = 2_000_000  # of several: one search over all of them is far more work


def wide_islands(
    model: Model, pool: Pool, known: tuple[Island, ...] = ()
) -> tuple[Island, ...] | None:
    """Return the islands of a pool that holds all groups, None where they are too large.

    Small ones climb the ladder that all sets of their size share. For larger ones only the groups
    that the rules allow become steps; steps of `known` islands with the same groups serve again.
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
            shared = ladder(len(part), width)
            row = np.full(len(shared.masks), -1, dtype=np.intp)
            row[shared.position[bits[own]]] = own
            found.append(Island(part, shared, row))
        else:
            found.append(Island(part, _own_ladder(len(part), width, bits[own], known), own))
    return tuple(found)


def _own_ladder(size: int, width: int, masks: Indices, known: tuple[Island, ...]) -> Ladder:
    for island in known:
        steps = island.steps
        if steps.size == size and steps.widest == width and np.array_equal(steps.masks, masks):
            return steps
    nowhere = np.zeros(0, dtype=np.int64)
    return Ladder(size, width, masks, nowhere, tuple(rungs_of(size, masks)))


def _estimate(size: int, widest: int, groups: int) -> float:
    """Return about how many steps there are when only so many groups are allowed.

    Measured on generated departments: steps shrink with the 1.3rd power of the groups' share.
    """
    if size <= SHARED:
        return 0.0
    everything = sum(comb(size, k) for k in range(1, min(size, widest) + 1))
    return float(steps_of(size, widest) / 3.6 * (groups / everything) ** 1.3)
