"""Depth-first search for exact covers of least loss: the step that turns a bound into a proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mergers.planner.master import Task
from mergers.planner.model import Ints

Cover = tuple[int, ...]  # positions of the chosen groups


@dataclass(frozen=True, slots=True)
class Found:
    """Covers with their loss, least first; `complete` tells that there are no others."""

    covers: tuple[tuple[int, Cover], ...]
    complete: bool
    nodes: int


@dataclass(frozen=True, slots=True)
class _Choice:
    mask: int
    loss: int
    size: int
    business: int
    posts: int
    row: int


def least_loss_cover(
    task: Task,
    loss: Ints,
    budget: int,
    node_cap: int,
    stopped: Callable[[], bool],
    keep: int = 1,
) -> Found:
    """Return the `keep` covers of least total loss ≤ budget, by groups with a loss within it.

    With keep = 1 partial covers of the same atoms are compared and only the best is continued.
    """
    rows = np.flatnonzero(loss <= budget)
    order, choices = _choices(task, loss, rows)
    if any(not column for column in choices):
        return Found((), True, 0)
    return _search(task, choices, order, budget, node_cap, stopped, keep)


def _choices(
    task: Task, loss: Ints, rows: NDArray[np.intp]
) -> tuple[list[int], list[list[_Choice]]]:
    """Return the atoms, the most constrained first, and the choices that begin with each."""
    atoms = task.pool.atoms[:, rows]
    counts = np.bincount(atoms.ravel(), minlength=task.atoms + 1)[: task.atoms]
    order = [int(a) for a in np.argsort(counts, kind="stable")]
    rank = np.empty(task.atoms + 1, dtype=np.int64)
    rank[order] = np.arange(task.atoms)
    rank[task.atoms] = task.atoms
    placed = rank[atoms]
    choices: list[list[_Choice]] = [[] for _ in order]
    sequence = np.lexsort((rows, loss[rows]))
    for k in sequence.tolist():
        row = int(rows[k])
        ranks = [r for r in placed[:, k].tolist() if r < task.atoms]
        choice = _Choice(
            mask=sum(1 << r for r in ranks),
            loss=int(loss[row]),
            size=len(ranks),
            business=0 if task.business is None else int(task.business[row]),
            posts=0 if task.posts is None else int(task.posts[row]),
            row=row,
        )
        choices[min(ranks)].append(choice)
    return order, choices


def _shares(task: Task, choices: list[list[_Choice]]) -> list[float]:
    """Return for each atom the least loss per member of the groups that hold it."""
    least = [float("inf")] * task.atoms
    for column in choices:
        for choice in column:
            share = choice.loss / choice.size
            mask = choice.mask
            while mask:
                low = (mask & -mask).bit_length() - 1
                least[low] = min(least[low], share)
                mask &= mask - 1
    return least


def _search(
    task: Task,
    choices: list[list[_Choice]],
    order: list[int],
    budget: int,
    node_cap: int,
    stopped: Callable[[], bool],
    keep: int,
) -> Found:
    full = (1 << task.atoms) - 1
    share = _shares(task, choices)
    if any(s == float("inf") for s in share):
        return Found((), True, 0)
    needed = task.business_needed if task.business is not None else 0
    posts_limit = task.posts_limit if task.posts is not None else 1 << 60
    least_posts = 0
    if task.posts is not None:
        least_posts = min(c.posts for column in choices for c in column)
    widest = max(c.size for column in choices for c in column)
    weight = [0.0] * task.atoms
    best: list[tuple[int, Cover]] = []
    reached: dict[tuple[int, int, int, int], int] = {}
    nodes = 0
    # one frame per chosen group: covered atoms, groups left, loss, business, posts, lower bound
    # of what the open atoms still lose, and the choices not tried yet
    path: list[int] = []
    weight = share
    rest = sum(share)
    state = (0, task.count, 0, 0, 0, rest, task.atoms)
    stack = [(state, iter(_next(choices, 0)))]
    while stack:
        (covered, left, lost, business, posts, rest, opened), untried = stack[-1]
        for choice in untried:
            if choice.mask & covered:
                continue
            total = lost + choice.loss
            remaining = rest
            mask = choice.mask
            while mask:
                low = mask & -mask
                remaining -= weight[low.bit_length() - 1]
                mask ^= low
            if total + remaining > budget + 1e-3:
                if total > budget:
                    break
                continue
            nodes += 1
            if nodes > node_cap or (nodes & 2047 == 0 and stopped()):
                return Found(tuple(sorted(best)), False, nodes)
            now, groups = covered | choice.mask, left - 1
            still = opened - choice.size
            b, p = business + choice.business, posts + choice.posts
            if groups > still or still > groups * widest:
                continue
            if b + groups < needed or p + groups * least_posts > posts_limit:
                continue
            if now == full:
                if groups == 0:
                    cover = tuple(sorted([*path, choice.row]))
                    best.append((total, cover))
                    best.sort()
                    if len(best) >= keep:
                        del best[keep:]
                        budget = min(budget, best[-1][0] - 1)
                continue
            if keep == 1:
                key = (now, groups, b if needed else 0, p)
                if reached.get(key, budget + 1) <= total:
                    continue
                reached[key] = total
            path.append(choice.row)
            lowest = (~now & (now + 1)).bit_length() - 1
            following = (now, groups, total, b, p, remaining, still)
            stack.append((following, iter(_next(choices, lowest))))
            break
        else:
            stack.pop()
            if path:
                path.pop()
    return Found(tuple(sorted(best)), True, nodes)


def _next(choices: list[list[_Choice]], lowest: int) -> list[_Choice]:
    return choices[lowest]
