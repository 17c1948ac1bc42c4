"""Depth-first search for exact covers of least loss: the step that turns a bound into a proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mergers.planner.master import Task
from mergers.planner.model import Ints

Cover = tuple[int, ...]  # positions of the chosen groups
DUST = 1e-3  # losses are whole numbers; bounds on them are floats


class Found(NamedTuple):
    """Covers with their loss, least first; `complete` tells that there are no better ones."""

    covers: tuple[tuple[int, Cover], ...]
    complete: bool


class _Choice(NamedTuple):
    """A group: its atoms as a bit mask, and `ease`, the least loss its atoms would have anyway."""

    mask: int
    loss: int
    ease: float
    size: int
    business: int
    posts: int
    row: int


class _State(NamedTuple):
    """A partial cover: atoms covered, groups and atoms left, and a bound on what is to come."""

    covered: int
    groups: int
    atoms: int
    loss: int
    ahead: float
    business: int
    posts: int


@dataclass(slots=True)
class _Search:
    choices: list[list[_Choice]]
    needed: int
    posts_limit: int
    least_posts: int
    widest: int
    budget: int
    work: int
    keep: int
    stopped: Callable[[], bool]
    best: list[tuple[int, Cover]] = field(default_factory=list)
    reached: dict[tuple[int, int, int, int], int] = field(default_factory=dict)

    def run(self, start: _State) -> Found:
        path: list[int] = []
        stack = [(start, iter(self.choices[0]))]
        while stack:
            state, untried = stack[-1]
            following = self._step(state, untried, path)
            if self.work <= 0:
                return Found(tuple(self.best), False)
            if following is None:
                stack.pop()
                if path:
                    path.pop()
                continue
            lowest = (~following.covered & (following.covered + 1)).bit_length() - 1
            stack.append((following, iter(self.choices[lowest])))
        return Found(tuple(self.best), True)

    def _step(self, state: _State, untried: Iterator[_Choice], path: list[int]) -> _State | None:
        """Return the next partial cover below `state` worth following, None when there is none."""
        covered, loss, ahead = state.covered, state.loss, state.ahead
        for choice in untried:
            self.work -= 1
            if choice.mask & covered:
                continue
            total = loss + choice.loss
            if total > self.budget:
                return None
            remaining = ahead - choice.ease
            if total + remaining > self.budget + DUST:
                continue
            if self.work & 4095 == 0 and self.stopped():
                self.work = 0
            if self.work <= 0:
                return None
            following = _State(
                covered | choice.mask,
                state.groups - 1,
                state.atoms - choice.size,
                total,
                remaining,
                state.business + choice.business,
                state.posts + choice.posts,
            )
            if not self._possible(following):
                continue
            if following.atoms == 0:
                self._record(total, (*path, choice.row))
            elif self.keep > 1 or self._is_new(following):
                path.append(choice.row)
                return following
        return None

    def _possible(self, state: _State) -> bool:
        groups, atoms = state.groups, state.atoms
        if groups > atoms or atoms > groups * self.widest:
            return False
        if state.business + groups < self.needed:
            return False
        return state.posts + groups * self.least_posts <= self.posts_limit

    def _is_new(self, state: _State) -> bool:
        """Return whether these atoms have not been covered before with so many groups for less."""
        key = (state.covered, state.groups, state.business, state.posts)
        if self.reached.get(key, self.budget + 1) <= state.loss:
            return False
        self.reached[key] = state.loss
        return True

    def _record(self, loss: int, cover: Cover) -> None:
        self.best.append((loss, tuple(sorted(cover))))
        self.best.sort()
        if len(self.best) >= self.keep:
            del self.best[self.keep :]
            self.budget = min(self.budget, self.best[-1][0] - 1)


def least_loss_cover(
    task: Task,
    loss: Ints,
    budget: int,
    work: int,
    stopped: Callable[[], bool],
    keep: int = 1,
) -> Found:
    """Return the `keep` covers of least total loss ≤ budget, by groups with a loss within it.

    With keep = 1, of partial covers of the same atoms only the best is continued. `work` limits
    the number of groups looked at.
    """
    rows = np.flatnonzero(loss <= budget)
    inside = task.pool.atoms[:, rows]
    counts = np.bincount(inside.ravel(), minlength=task.atoms + 1)[: task.atoms]
    if (counts == 0).any():
        return Found((), True)
    business = np.zeros(len(rows), dtype=np.int64) if task.business is None else task.business[rows]
    posts = np.zeros(len(rows), dtype=np.int64) if task.posts is None else task.posts[rows]
    choices = _choices(task, loss[rows], rows, counts, business, posts)
    search = _Search(
        choices=choices,
        needed=task.business_needed,
        posts_limit=0 if task.posts is None else task.posts_limit,
        least_posts=int(posts.min()),
        widest=int((inside < task.atoms).sum(axis=0).max()),
        budget=budget,
        work=work,
        keep=keep,
        stopped=stopped,
    )
    ahead = sum(_least_share(task, inside, loss[rows]).tolist())
    return search.run(_State(0, task.count, task.atoms, 0, ahead, 0, 0))


def _least_share(task: Task, inside: NDArray[np.intp], loss: Ints) -> NDArray[np.float64]:
    """Return for each atom the least loss per member of the groups that hold it."""
    share = loss / (inside < task.atoms).sum(axis=0)
    least = np.full(task.atoms + 1, np.inf)
    for row in inside:
        np.minimum.at(least, row, share)
    return least[: task.atoms]


def _choices(
    task: Task,
    loss: Ints,
    rows: NDArray[np.intp],
    counts: NDArray[np.intp],
    business: Ints,
    posts: Ints,
) -> list[list[_Choice]]:
    """Return the groups, least loss first, listed under their most constrained atom."""
    inside = task.pool.atoms[:, rows]
    least = np.append(_least_share(task, inside, loss), 0.0)
    rank = np.empty(task.atoms + 1, dtype=np.int64)
    rank[np.argsort(counts, kind="stable")] = np.arange(task.atoms)
    rank[task.atoms] = task.atoms
    sequence = np.lexsort((rows, loss))
    placed = rank[inside].T[sequence].tolist()
    ease = least[inside].sum(axis=0)[sequence].tolist()
    facts = zip(
        placed,
        loss[sequence].tolist(),
        ease,
        business[sequence].tolist(),
        posts[sequence].tolist(),
        rows[sequence].tolist(),
        strict=True,
    )
    choices: list[list[_Choice]] = [[] for _ in range(task.atoms)]
    for ranks, lost, easy, b, p, row in facts:
        held = [r for r in ranks if r < task.atoms]
        mask = sum(1 << r for r in held)
        choices[min(held)].append(_Choice(mask, lost, easy, len(held), b, p, row))
    return choices
