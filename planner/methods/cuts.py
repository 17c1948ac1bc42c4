"""Subset-row cuts: of three atoms, at most one group can hold two; found from a fractional plan."""

from __future__ import annotations

from typing import Final

import numpy as np

from planner.methods.relaxation import Cut, Relaxation
from planner.model import Floats

MOST_ATOMS: Final = 128  # the triples are looked at all at once, in memory of n³ numbers


def pair_weights(relaxation: Relaxation) -> Floats:
    """Return w[a, b], the total weight of the groups that hold both atoms."""
    task = relaxation.task
    weight = np.zeros((task.atoms + 1, task.atoms + 1))
    used = np.flatnonzero(relaxation.x > 1e-7)
    atoms = task.pool.atoms[:, relaxation.active[used]]
    for k, x in enumerate(relaxation.x[used]):
        inside = atoms[:, k]
        weight[np.ix_(inside, inside)] += x
    return weight[:-1, :-1]


def violated_cuts(relaxation: Relaxation, most: int) -> list[Cut]:
    """Return up to `most` triples whose cut the relaxation breaks, the most broken first."""
    task = relaxation.task
    n = task.atoms
    if n > MOST_ATOMS or n < 3:
        return []
    pair = pair_weights(relaxation)
    triple = pair[:, :, None] + pair[:, None, :] + pair[None, :, :]
    used = np.flatnonzero(relaxation.x > 1e-7)
    atoms = task.pool.atoms[:, relaxation.active[used]]
    for k, x in enumerate(relaxation.x[used]):
        inside = atoms[:, k]
        inside = inside[inside < n]
        if len(inside) > 2:
            triple[np.ix_(inside, inside, inside)] -= 2 * x
    a, b, c = np.nonzero(triple > 1 + 1e-4)
    ordered = (a < b) & (b < c)
    a, b, c = a[ordered], b[ordered], c[ordered]
    excess = triple[a, b, c]
    known = set(relaxation.cuts)
    found: list[Cut] = []
    for k in np.lexsort((c, b, a, -excess)).tolist():
        cut = (int(a[k]), int(b[k]), int(c[k]))
        if cut not in known:
            found.append(cut)
            if len(found) == most:
                break
    return found
