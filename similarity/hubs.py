"""Sections that resemble everyone: what they have in common with anybody brings them near nobody.

A general office whose duties touch every section (协调预算编制, 协调会计管理, …) is as close to each
of them as two sections of one field are to each other, though they have nothing in common among
themselves. Such a hub would hold all clusters together and be the best partner of everyone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


FEWEST = 5
"""Among fewer sections nobody can be said to resemble everyone."""
NEARLY_ALL = 0.75
"""A hub resembles so large a part of the other sections …"""
LEAST = 0.08
"""… each at least so much …"""
TIMES = 3.0
"""… and so many times as much as the others resemble each other."""


def hub_excess(matrix: Floats) -> Floats:
    """Return for each section of one department by how much it resembles just anybody; mostly 0.

    `matrix` are the text similarities within the department. A section is a hub when it resembles
    `NEARLY_ALL` of the others by at least `LEAST` and by `TIMES` the median similarity among the
    others. Its excess is its own median similarity less that one. So neither some close relatives
    make a hub nor belonging to a cluster, even one of half the department; and where all are
    alike, nobody is one.
    """
    n = len(matrix)
    excess = np.zeros(n)
    if n < FEWEST:
        return excess
    rows = matrix[~np.eye(n, dtype=bool)].reshape(n, n - 1)
    nearly_all = np.quantile(rows, 1 - NEARLY_ALL, axis=1)
    for i in np.flatnonzero(nearly_all >= LEAST):
        among = _median_pair(np.delete(np.delete(matrix, i, axis=0), i, axis=1))
        if nearly_all[i] >= TIMES * among:
            excess[i] = np.median(rows[i]) - among
    return excess


def _median_pair(matrix: Floats) -> float:
    """Return the median similarity of all pairs."""
    return float(np.median(matrix[np.triu_indices(len(matrix), 1)]))


def less_hubs(matrix: Floats, excess: Floats) -> Floats:
    """Return the similarities less the excess of the greater hub of each pair, not below 0.

    What remains of a hub's row is what brings it nearer to some sections than to others. Without
    any hub the matrix is returned as it is.
    """
    if not excess.any():
        return matrix
    left = np.maximum(matrix - np.maximum(excess[:, None], excess[None, :]), 0.0)
    np.fill_diagonal(left, 1.0)
    return left
