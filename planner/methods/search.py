"""Depth-first search for exact covers of least loss: the step that turns a bound into a proof.

A plan is worth the bound less the losses of its groups and less what it leaves unused of a priced
inequality (a cut, the business share, the posts). So losses tell which groups can matter, but plans
and partial covers of the same atoms are compared by what they are worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.methods.relaxation import SCALE, Task
from planner.model import Ints

Cover = tuple[int, ...]  # positions of the chosen groups
DUST = 1e-3  # losses are whole numbers; bounds on them are floats


class Found(NamedTuple):
    """Covers with what they are worth below the bound; `complete`: there are no better ones.

    The first figure is bound − worth, in 1/SCALE units, least first.
    """

    covers: tuple[tuple[int, Cover], ...]
    complete: bool


class _Choice(NamedTuple):
    """A group: its atoms as a bit mask, and `ease`, the least loss its atoms would have anyway."""

    mask: int
    loss: int
    worth: int
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
    worth: int
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
    bound: int
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
                state.worth + choice.worth,
                remaining,
                state.business + choice.business,
                state.posts + choice.posts,
            )
            if not self._possible(following):
                continue
            if following.atoms == 0:
                self._record(self.bound - following.worth * SCALE, (*path, choice.row))
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
        """Return whether so many groups have not covered these atoms before and were worth more."""
        key = (state.covered, state.groups, state.business, state.posts)
        known = self.reached.get(key)
        if known is not None and known >= state.worth:
            return False
        self.reached[key] = state.worth
        return True

    def _record(self, below: int, cover: Cover) -> None:
        if below > self.budget:
            return
        self.best.append((below, tuple(sorted(cover))))
        self.best.sort()
        if len(self.best) >= self.keep:
            del self.best[self.keep :]
            self.budget = min(self.budget, self.best[-1][0] - 1)


def least_loss_cover(
    task: Task,
    loss: Ints,
    bound: int,
    budget: int,
    work: int,
    stopped: Callable[[], bool],
    keep: int = 1,
) -> Found:
    """Return the `keep` covers worth most, of those at most `budget` below `bound` (1/SCALE units).

    `loss` is what groups lose against that bound. With keep = 1, of partial covers of the same
    atoms only the best is continued. `work` limits the number of groups looked at.
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
        bound=bound,
        stopped=stopped,
    )
    ahead = sum(_least_share(task, inside, loss[rows]).tolist())
    return search.run(_State(0, task.count, task.atoms, 0, 0, ahead, 0, 0))


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
        task.value[rows[sequence]].tolist(),
        ease,
        business[sequence].tolist(),
        posts[sequence].tolist(),
        rows[sequence].tolist(),
        strict=True,
    )
    choices: list[list[_Choice]] = [[] for _ in range(task.atoms)]
    for ranks, lost, worth, easy, b, p, row in facts:
        held = [r for r in ranks if r < task.atoms]
        mask = sum(1 << r for r in held)
        choices[min(held)].append(_Choice(mask, lost, worth, easy, len(held), b, p, row))
    return choices
