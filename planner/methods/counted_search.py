"""Depth-first search for covers of least loss where classes of alike atoms are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from planner.methods.relaxation import SCALE, Task
from planner.methods.search import DUST, Cover
from planner.model import Ints

DEEPEST: Final = 300  # groups: the search calls itself once for each


class CountedCover(NamedTuple):
    """The rows of the best cover (one as often as it is used), None where there is none.

    `below` is by how much it is worth less than the bound, in 1/SCALE units.
    """

    below: int | None
    rows: Cover
    complete: bool


class _Choice(NamedTuple):
    code: int
    loss: int
    worth: int
    ease: float
    size: int
    business: int
    posts: int
    row: int


@dataclass(slots=True)
class _Search:
    """Numbers of atoms left per class are fields of one integer, each with a guard bit above it."""

    choices: list[list[_Choice]]
    fields: list[int]
    guards: int
    needed: int
    posts_limit: int
    widest: int
    budget: int
    work: int
    bound: int
    stopped: Callable[[], bool]
    best: tuple[int, Cover] | None = None
    reached: dict[tuple[int, int, int, int], int] = field(default_factory=dict)
    path: list[int] = field(default_factory=list)

    def run(
        self,
        left: int,
        groups: int,
        atoms: int,
        loss: int,
        worth: int,
        ahead: float,
        business: int,
        posts: int,
    ) -> None:
        """Try every choice for the first class that is not used up."""
        place = next(k for k, mask in enumerate(self.fields) if left & mask)
        for choice in self.choices[place]:
            self.work -= 1
            total = loss + choice.loss
            if total > self.budget or self.work <= 0:
                return
            rest = ahead - choice.ease
            if total + rest > self.budget + DUST:
                continue
            following = (left | self.guards) - choice.code
            if following & self.guards != self.guards:
                continue
            if self.work & 4095 == 0 and self.stopped():
                self.work = 0
            self._follow(
                following ^ self.guards,
                groups - 1,
                atoms - choice.size,
                total,
                worth + choice.worth,
                rest,
                business + choice.business,
                posts + choice.posts,
                choice.row,
            )

    def _follow(
        self,
        left: int,
        groups: int,
        atoms: int,
        loss: int,
        worth: int,
        ahead: float,
        business: int,
        posts: int,
        row: int,
    ) -> None:
        if groups > atoms or atoms > groups * self.widest:
            return
        if business + groups < self.needed or posts > self.posts_limit:
            return
        if not atoms:
            below = self.bound - worth * SCALE
            if below <= self.budget:
                self.best = below, tuple(sorted([*self.path, row]))
                self.budget = below - 1
            return
        key = (left, groups, business, posts)
        known = self.reached.get(key)
        if known is not None and known >= worth:
            return
        self.reached[key] = worth
        self.path.append(row)
        self.run(left, groups, atoms, loss, worth, ahead, business, posts)
        self.path.pop()


def least_loss_counted(
    task: Task, loss: Ints, bound: int, budget: int, work: int, stopped: Callable[[], bool]
) -> CountedCover:
    """Return the cover worth most, if at most `budget` below `bound`; see `search`.

    `work` limits the groups looked at.

    `task.pool.atoms` holds classes, one as often as the group has members of it; `task.sizes`
    tells how many atoms each class has.
    """
    assert task.sizes is not None  # noqa: S101
    if task.count > DEEPEST:
        return CountedCover(None, (), False)
    rows = np.flatnonzero(loss <= budget)
    inside = task.pool.atoms[:, rows]
    held = np.array([(inside == k).sum(axis=0) for k in range(task.atoms)])
    members = held.sum(axis=0)
    if not len(rows) or not held.any(axis=1).all():
        return CountedCover(None, (), True)
    share = np.where(held > 0, (loss[rows] / members)[None, :], np.inf).min(axis=1)
    ease = share @ held
    rank = np.argsort((held > 0).sum(axis=1), kind="stable")
    widths = [int(task.sizes[k]).bit_length() for k in rank]
    offsets = np.concatenate([[0], np.cumsum([width + 1 for width in widths])]).tolist()
    place = {int(k): p for p, k in enumerate(rank)}
    choices: list[list[_Choice]] = [[] for _ in rank]
    business = np.zeros(len(rows), dtype=np.int64) if task.business is None else task.business[rows]
    posts = np.zeros(len(rows), dtype=np.int64) if task.posts is None else task.posts[rows]
    for k in np.lexsort((rows, loss[rows])).tolist():
        present = np.flatnonzero(held[:, k]).tolist()
        code = sum(int(held[c, k]) << offsets[place[c]] for c in present)
        choices[min(place[c] for c in present)].append(
            _Choice(
                code,
                int(loss[rows[k]]),
                int(task.value[rows[k]]),
                float(ease[k]),
                int(members[k]),
                int(business[k]),
                int(posts[k]),
                int(rows[k]),
            )
        )
    search = _Search(
        choices=choices,
        fields=[((1 << w) - 1) << o for w, o in zip(widths, offsets, strict=False)],
        guards=sum(1 << (o + w) for w, o in zip(widths, offsets, strict=False)),
        needed=task.business_needed,
        posts_limit=0 if task.posts is None else task.posts_limit,
        widest=int(members.max()),
        budget=budget,
        work=work,
        bound=bound,
        stopped=stopped,
    )
    start = sum(int(task.sizes[k]) << o for k, o in zip(rank, offsets, strict=False))
    total = int(task.sizes.sum())
    search.run(start, task.count, total, 0, 0, float(share @ task.sizes), 0, 0)
    found = search.best
    complete = search.work > 0
    return CountedCover(None, (), complete) if found is None else CountedCover(*found, complete)
