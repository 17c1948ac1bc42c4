"""Depth-first search for exact covers of least loss: the step that turns a bound into a proof.

A plan is worth the bound less the losses of its groups and less what it leaves unused of a priced
inequality (a cut, the business share, the posts). So losses tell which groups can matter, but plans
and partial covers of the same atoms are compared by what they are worth. Where the task's rows are
classes of interchangeable atoms, a group may hold several of one and be used several times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.methods.relaxation import SCALE, Task
from planner.model import Ints

Cover = tuple[int, ...]  # positions of the chosen groups, one as often as it is used
DUST: Final = 1e-3  # losses are whole numbers; bounds on them are floats
FIRST_LOSS: Final = 64 * SCALE


class Found(NamedTuple):
    """Covers with what they are worth below the bound; `complete`: there are no better ones.

    The first figure is bound − worth, in 1/SCALE units, least first.
    """

    covers: tuple[tuple[int, Cover], ...]
    complete: bool


class Widened(NamedTuple):
    """The best cover found, the bound proven in units, and whether the search came to its end."""

    cover: Cover | None
    bound: int
    ended: bool


class _Choice(NamedTuple):
    """A group: one more for each of its atoms in their fields, and the least loss of these anyway."""

    code: int
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


class _Fields:
    """How many atoms of every class are covered, in one integer: a field each, the lowest first.

    A field is full, all ones, when all its atoms are; one more would set the guard bit above it.
    """

    def __init__(self, sizes: list[int]) -> None:
        self.unit: list[int] = []  # one atom of a class
        self.at: list[int] = []  # the class of every bit
        self.start = self.guards = 0
        for k, size in enumerate(sizes):
            width, offset = size.bit_length(), len(self.at)
            self.unit.append(1 << offset)
            self.start += (1 << width) - 1 - size << offset
            self.guards += 1 << offset + width
            self.at += [k] * (width + 1)


@dataclass(slots=True)
class _Search:
    choices: list[list[_Choice]]
    fields: _Fields
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
            full = following.covered | self.fields.guards
            lowest = (~full & (full + 1)).bit_length() - 1
            stack.append((following, iter(self.choices[self.fields.at[lowest]])))
        return Found(tuple(self.best), True)

    def _step(self, state: _State, untried: Iterator[_Choice], path: list[int]) -> _State | None:
        """Return the next partial cover below `state` worth following, None when there is none."""
        before, loss, ahead, guards = state.covered, state.loss, state.ahead, self.fields.guards
        for choice in untried:
            self.work -= 1
            covered = before + choice.code
            if covered & guards:
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
            groups, atoms = state.groups - 1, state.atoms - choice.size
            business, posts = state.business + choice.business, state.posts + choice.posts
            if (
                groups > atoms
                or atoms > groups * self.widest
                or business + groups < self.needed
                or posts + groups * self.least_posts > self.posts_limit
            ):
                continue
            worth = state.worth + choice.worth
            following = _State(covered, groups, atoms, total, worth, remaining, business, posts)
            if atoms == 0:
                self._record(self.bound - worth * SCALE, (*path, choice.row))
            elif self.keep > 1 or self._is_new(following):
                path.append(choice.row)
                return following
        return None

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


def widening_search(
    task: Task,
    loss: Ints,
    bound: int,
    target: int,
    work: int,
    stopped: Callable[[], bool],
    most: int | None = None,
) -> Widened:
    """Search ever larger losses below `bound` for a plan worth more than `target` units.

    Where more than `most` groups lose so little, only a mixed lot of them is searched, without
    proof: where ties abound, it will do.
    """
    room = bound - (target + 1) * SCALE
    proven = bound // SCALE
    if room < 0:
        return Widened(None, target, True)
    budget = min(room, FIRST_LOSS)
    while True:
        some = None
        if most is not None and np.count_nonzero(loss <= budget) > most:
            some = scattered(loss, most)
            task, loss = task.take(some), loss[some]
        found = least_loss_cover(task, loss, bound, budget, work, stopped)
        below, cover = found.covers[0] if found.covers else (0, None)
        if some is not None:
            named = None if cover is None else tuple(int(some[k]) for k in cover)
            return Widened(named, proven, False)
        if not found.complete:
            return Widened(cover, proven, False)
        if cover is not None:
            return Widened(cover, (bound - below) // SCALE, True)
        proven = (bound - budget - 1) // SCALE
        if budget >= room:
            return Widened(None, min(proven, target), True)
        budget = min(room, budget * 8)


def scattered(loss: Ints, most: int) -> NDArray[np.intp]:
    """Return the positions of the groups of least loss; of equals a fixed mixture of all."""
    mixed = np.random.default_rng(0).permutation(len(loss))
    return np.sort(np.lexsort((mixed, loss))[:most])


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
    distinct = np.sort(inside, axis=0)
    distinct[1:][distinct[1:] == distinct[:-1]] = task.atoms
    counts = np.bincount(distinct.ravel(), minlength=task.atoms + 1)[: task.atoms]
    if (counts == 0).any():
        return Found((), True)
    sizes = np.ones(task.atoms, dtype=np.int64) if task.sizes is None else task.sizes
    rank = np.argsort(counts, kind="stable")  # the most constrained atom is covered first
    fields = _Fields(sizes[rank].tolist())
    least = _least_share(task, inside, loss[rows])
    business = np.zeros(len(rows), dtype=np.int64) if task.business is None else task.business[rows]
    posts = np.zeros(len(rows), dtype=np.int64) if task.posts is None else task.posts[rows]
    search = _Search(
        choices=_choices(task, loss[rows], rows, (least, rank, fields.unit), business, posts),
        fields=fields,
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
    ahead = sum((least * sizes).tolist())
    return search.run(_State(fields.start, task.count, int(sizes.sum()), 0, 0, ahead, 0, 0))


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
    order: tuple[NDArray[np.float64], NDArray[np.intp], list[int]],
    business: Ints,
    posts: Ints,
) -> list[list[_Choice]]:
    """Return the groups, least loss first, listed under their most constrained atom."""
    least, rank, unit = order
    inside = task.pool.atoms[:, rows]
    place = np.empty(task.atoms + 1, dtype=np.int64)
    place[rank] = np.arange(task.atoms)
    place[task.atoms] = task.atoms
    sequence = np.lexsort((rows, loss))
    placed = place[inside].T[sequence].tolist()
    ease = np.append(least, 0.0)[inside].sum(axis=0)[sequence].tolist()
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
    for places, lost, worth, easy, b, p, row in facts:
        held = [k for k in places if k < task.atoms]
        code = sum(unit[k] for k in held)
        choices[min(held)].append(_Choice(code, lost, worth, easy, len(held), b, p, row))
    return choices
