"""Every single move in a plan: what it would change, and which rules it would break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from planner.groups import is_business, member_rows, size_allowed, tabulate
from planner.model import Bools, Floats, Ints, Model
from planner.problem import PARTS
from planner.scoring import contributions, objectives, small_cost

N = TypeVar("N", np.int64, np.float64)


@dataclass(frozen=True, slots=True)
class Move:
    """One section to another group; `target` None makes it a group of its own.

    `delta` is the change of the objective (10⁻⁶ points), `parts` that of each part in points,
    `broken` the rules of which the move makes a breach that is not there now.
    """

    section: str
    target: int | None
    delta: int
    parts: dict[str, float]
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MoveTable:
    """All moves of a plan: rows are sections by id, columns the plan's groups, last a new group.

    `possible` is false where the section already is; `counts` is the number of groups after the
    move. `delta` holds whole numbers that added to
    `objective` give the moved plan's; `parts` is (6, sections, groups + 1); `breaks[rule]` tells
    which moves make a breach of the rule that is not there now.
    """

    sections: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    objective: int
    possible: Bools
    counts: Ints
    delta: Ints
    parts: Floats
    breaks: dict[str, Bools]

    def move(self, section: str, target: int | None) -> Move:
        """Return one move; raises ValueError where the section already is or for unknown names."""
        row = self.sections.index(section)
        column = len(self.groups) if target is None else target
        if not 0 <= column <= len(self.groups) or not self.possible[row, column]:
            raise ValueError(f"no such move: {section!r} to {target}")
        return self._move(row, column)

    def best(self, number: int, *, allowed_only: bool = True) -> tuple[Move, ...]:
        """Return the moves that gain most (or lose least), of those that break no rule."""
        able = self.possible.copy()
        if allowed_only:
            for broken in self.breaks.values():
                able &= ~broken
        rows, columns = np.nonzero(able)
        order = np.lexsort((columns, rows, -self.delta[rows, columns]))[:number]
        return tuple(self._move(int(rows[k]), int(columns[k])) for k in order)

    def _move(self, row: int, column: int) -> Move:
        return Move(
            self.sections[row],
            None if column == len(self.groups) else column,
            int(self.delta[row, column]),
            dict(zip(PARTS, self.parts[:, row, column].tolist(), strict=True)),
            tuple(rule for rule, broken in self.breaks.items() if broken[row, column]),
        )


def table_of(model: Model, groups: Sequence[Sequence[int]]) -> MoveTable:
    """Return the table for groups of canonical section indices."""
    return _Moves(model, [sorted(group) for group in groups]).table()


class _Moves:
    """The groups that moves leave behind (one per section) and make (section × group)."""

    def __init__(self, model: Model, groups: list[list[int]]) -> None:
        self.model, self.groups = model, groups
        n, k = model.n, len(groups)
        self.count = k
        self.place = np.empty(n, dtype=np.intp)
        for number, group in enumerate(groups):
            self.place[group] = number
        self.rows = member_rows(model, groups)
        self.old = tabulate(model, self.rows)
        sizes = self.old.members
        self.possible = np.ones((n, k + 1), dtype=bool)
        self.possible[np.arange(n), self.place] = False
        self.alone = sizes[self.place] == 1
        self.possible[self.alone, k] = False
        self.left = tabulate(model, self._left())
        self.made = tabulate(model, self._made())
        self.new_count = np.full((n, k + 1), k)
        self.new_count[self.alone, :] -= 1
        self.new_count[:, k] += 1

    def _left(self) -> NDArray[np.intp]:
        """Return every section's group without it, as sorted columns."""
        n = self.model.n
        rows = self.rows[:, self.place].copy()
        rows[rows == np.arange(n)[None, :]] = n
        rows.sort(axis=0)
        return rows

    def _made(self) -> NDArray[np.intp]:
        """Return every group with every section added, sections slowest; last a group of one."""
        n, width = self.model.n, len(self.rows)
        rows = np.full((width + 1, n, self.count + 1), n, dtype=np.intp)
        rows[:width, :, : self.count] = self.rows[:, None, :]
        rows[width] = np.arange(n)[:, None]
        own = np.arange(n), self.place  # where it already is: not a move, must not count twice
        rows[width][own] = n
        flat = rows.reshape(width + 1, -1)
        flat.sort(axis=0)
        return flat

    def table(self) -> MoveTable:
        model, k = self.model, self.count
        delta = np.zeros(self.possible.shape, dtype=np.int64)
        parts = np.zeros((len(PARTS), *self.possible.shape))
        now = objectives(model, k, self.old).sum()
        parts_now = np.array([part.sum() for part in contributions(model, k, self.old)])
        for count in np.unique(self.new_count[self.possible]).tolist():
            here = self.possible & (self.new_count == count)
            old, left, made = (
                objectives(model, count, t) for t in (self.old, self.left, self.made)
            )
            delta[here] = (self.after(old, left, made) - now)[here]
            for p, figures in enumerate(
                zip(
                    *(contributions(model, count, t) for t in (self.old, self.left, self.made)),
                    strict=True,
                )
            ):
                parts[p][here] = (self.after(*figures) - parts_now[p])[here]
        ids = model.ids
        return MoveTable(
            sections=ids,
            groups=tuple(tuple(ids[i] for i in group) for group in self.groups),
            objective=int(now),
            possible=self.possible,
            counts=self.new_count,
            delta=delta,
            parts=parts,
            breaks=_Breaks(self).found(),
        )

    def after(self, old: NDArray[N], left: NDArray[N], made: NDArray[N]) -> NDArray[N]:
        """Return a sum over the groups after each move, from the figures of all groups."""
        stays = np.where(self.alone, 0, left) - old[self.place]
        joins = made.reshape(self.possible.shape).copy()
        joins[:, : self.count] -= old[None, :]
        total: NDArray[N] = old.sum() + stays[:, None] + joins
        return total


class _Breaks:
    """Which moves break which rule; breaches that are there already are not reported."""

    def __init__(self, moves: _Moves) -> None:
        self.moves, self.model = moves, moves.model
        self.shape = moves.possible.shape

    def found(self) -> dict[str, Bools]:
        breaks = self._count() | self._sizes() | self._pairs() | self._whole()
        return {rule: broken & self.moves.possible for rule, broken in breaks.items()}

    def _count(self) -> dict[str, Bools]:
        rules, new, k = self.model.rules, self.moves.new_count, self.moves.count
        if rules.count is not None:
            return {"count": (new != rules.count) & (k == rules.count)}
        found: dict[str, Bools] = {}
        if rules.min_count is not None:
            found["min_count"] = (new < rules.min_count) & (k >= rules.min_count)
        if rules.max_count is not None:
            found["max_count"] = (new > rules.max_count) & (k <= rules.max_count)
        return found

    def _sizes(self) -> dict[str, Bools]:
        moves = self.moves
        old = size_allowed(self.model, moves.old)
        left = size_allowed(self.model, moves.left)
        made = size_allowed(self.model, moves.made)
        found: dict[str, Bools] = {}
        for rule, before in old.items():
            joined = ~made[rule].reshape(self.shape)
            joined[:, :-1] &= before[None, :]
            emptied = ~left[rule] & ~moves.alone & before[moves.place]
            found[rule] = joined | emptied[:, None]
        return found

    def _pairs(self) -> dict[str, Bools]:
        model, moves = self.model, self.moves
        rules, n = model.rules, model.n
        member = np.zeros((n, self.shape[1]), dtype=np.int64)
        member[np.arange(n), moves.place] = 1
        found: dict[str, Bools] = {}

        def meets(forbidden: Bools) -> Bools:
            return np.asarray((forbidden.astype(np.int64) @ member) > 0)

        for rule, allowed in model.pair_rules.items():
            found[rule] = meets(~allowed)
        if rules.must_together:
            parted = np.zeros((n, n), dtype=bool)
            for a, b in rules.must_together:
                i, j = model.index[a], model.index[b]
                if i != j:
                    parted[i, j] = parted[j, i] = True
            found["must_together"] = np.repeat(
                (parted.astype(np.int64) @ member)[np.arange(n), moves.place] > 0, self.shape[1]
            ).reshape(self.shape)
        return found

    def _whole(self) -> dict[str, Bools]:
        model, moves = self.model, self.moves
        found: dict[str, Bools] = {}
        tables = (moves.old, moves.left, moves.made)
        if model.rules.business_share is not None:
            old, left, made = (is_business(table).astype(np.int64) for table in tables)
            needed = np.array([model.business_needed(k) for k in range(model.n + 2)])
            before = int(old.sum()) >= needed[moves.count]
            after = moves.after(old, left, made)
            found["business_share"] = (after < needed[moves.new_count]) & bool(before)
        if model.small_price:
            old, left, made = (small_cost(model, table.people) for table in tables)
            found["fewest_small"] = moves.after(old, left, made) > int(old.sum())
        if model.posts_limit is not None:
            old, left, made = (table.posts_after for table in tables)
            limit = model.posts_limit
            after = moves.after(old, left, made)
            found["max_posts"] = (after > limit) & bool(int(old.sum()) <= limit)
        return found
