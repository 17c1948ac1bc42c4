"""A good plan from the groups of least loss, by HiGHS; it is a start, never a proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from planner.methods.relaxation import UNIT, Task
from planner.methods.search import Cover, scattered
from planner.model import Ints

MOST_GROUPS: Final = 1200
MOST_NODES: Final = 50


def good_cover(
    task: Task, loss: Ints, stopped: Callable[[], bool], most: int = MOST_GROUPS
) -> Cover | None:
    """Return positions of a plan among the `most` groups of least loss, None when none is found.

    Where the task's rows are classes, a position stands as often as its group is used.
    """
    if stopped():
        return None
    rows = np.arange(len(loss)) if len(loss) <= most else scattered(loss, most)
    small = task.take(rows)
    inside = small.pool.atoms < task.atoms
    place = small.pool.atoms[inside], np.nonzero(inside)[1]
    cover = sp.csc_array((np.ones(len(place[0])), place), shape=(task.atoms, len(rows)))
    sizes = np.ones(task.atoms, dtype=np.int64) if task.sizes is None else task.sizes
    limits = [
        LinearConstraint(cover, sizes, sizes),
        LinearConstraint(np.ones((1, len(rows))), task.count, task.count),
    ]
    if small.business is not None:
        limits.append(LinearConstraint(small.business[None, :], task.business_needed, np.inf))
    if small.posts is not None:
        limits.append(LinearConstraint(small.posts[None, :], -np.inf, task.posts_limit))
    answer = milp(
        -small.value / UNIT,
        integrality=np.ones(len(rows), dtype=np.int64),
        bounds=Bounds(0, 1 if task.sizes is None else task.count),
        constraints=limits,
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0},
    )
    if answer.x is None:
        return None
    chosen = np.repeat(rows, np.rint(answer.x).astype(np.int64))
    return tuple(int(k) for k in chosen) if is_plan(task, chosen) else None


def is_plan(task: Task, chosen: NDArray[np.intp]) -> bool:
    """Return whether the groups use up every atom, or class, and obey the side rules."""
    atoms = task.pool.atoms[:, chosen]
    hits = np.bincount(atoms[atoms < task.atoms], minlength=task.atoms)
    sizes = 1 if task.sizes is None else task.sizes
    if len(chosen) != task.count or not (hits == sizes).all():
        return False
    if task.business is not None and task.business[chosen].sum() < task.business_needed:
        return False
    return task.posts is None or int(task.posts[chosen].sum()) <= task.posts_limit
