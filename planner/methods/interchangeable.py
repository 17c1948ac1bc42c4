"""Sections that can change places without changing anything, and the groups counted only once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.groups import GroupTable, member_rows, tabulate
from planner.methods.answer import Groups
from planner.methods.group_pool import GroupPool, sections_of
from planner.methods.relaxation import Duals, Task
from planner.model import Ints, Model
from planner.scoring import raw_values, small_cost, values

NEARLY_HALF: Final = 1e-3  # units; sums of floats in another order differ by far less
LARGEST: Final = 2.0**50  # whole numbers up to here are added without rounding


def classes_of(model: Model) -> tuple[tuple[int, ...], ...]:
    """Return the atoms in classes whose members are interchangeable, by lowest member.

    Two sections are when people, load, posts and kind are equal, and each other section is as
    similar to one as to the other and may meet either or neither. Blocks stay on their own, and so
    does everyone where sums of people would depend on the order in which they are added.
    """
    atoms = model.atoms
    alone = [(a,) for a in range(len(atoms))]
    if not _orderless(model):
        return tuple(alone)
    first = np.array([atom[0] for atom in atoms])
    facts: dict[tuple[object, ...], list[list[int]]] = {}
    for a, atom in enumerate(atoms):
        i = atom[0]
        key: tuple[object, ...] = (
            model.people[i],
            model.load[i],
            model.posts[i],
            model.business[i],
            model.kept[i],
            a if len(atom) > 1 else None,
        )
        classes = facts.setdefault(key, [])
        for members in classes:
            if _exchangeable(model, int(first[members[0]]), i):
                members.append(a)
                break
        else:
            classes.append([a])
    return tuple(sorted(tuple(members) for classes in facts.values() for members in classes))


def _orderless(model: Model) -> bool:
    whole = (model.people == np.rint(model.people)).all() and model.people.sum() < LARGEST
    if model.rules.max_load_deviation is None:
        return bool(whole)
    return bool(whole and (model.load == np.rint(model.load)).all() and model.load.sum() < LARGEST)


def _exchangeable(model: Model, i: int, j: int) -> bool:
    others = np.ones(model.n, dtype=bool)
    others[[i, j]] = False
    same_q = (model.q[i] == model.q[j])[others].all()
    return bool(same_q and (model.ok[i] == model.ok[j])[others].all())


def predecessors(classes: tuple[tuple[int, ...], ...], atoms: int) -> NDArray[np.intp]:
    """Return for every atom the one before it in its class, −1 for the first.

    A group that holds an atom only with its predecessor stands for all groups with as many
    members of every class.
    """
    before = np.full(atoms, -1, dtype=np.intp)
    for members in classes:
        before[list(members[1:])] = members[:-1]
    return before


def class_values(model: Model, count: int, table: GroupTable) -> Ints:
    """Return for each group the highest value of all groups it stands for.

    They differ by rounding alone: a value within dust of a half may go either way.
    """
    raw = raw_values(model, count, table)
    down = np.floor(raw)
    near = np.abs(raw - down - 0.5) < NEARLY_HALF
    result: Ints = np.where(near, down + 1, np.rint(raw)).astype(np.int64)
    return result - small_cost(model, table.people)


class CountedGroups:
    """Groups in whose pool atoms are replaced by their classes, `sizes` atoms each."""

    def __init__(self, model: Model, classes: tuple[tuple[int, ...], ...], pool: GroupPool) -> None:
        self.model, self.classes = model, classes
        label = np.full(len(model.atoms) + 1, len(classes), dtype=np.intp)
        for k, members in enumerate(classes):
            label[list(members)] = k
        self.pool = GroupPool(label[pool.atoms], pool.table)
        self.sizes: Ints = np.array([len(members) for members in classes], dtype=np.int64)

    def worth_of(self, count: int, chosen: Sequence[int]) -> int:
        """Return what the groups are worth added up by name."""
        table = tabulate(self.model, member_rows(self.model, self.named(chosen)))
        return int(values(self.model, count, table).sum())

    def by_atom(self, duals: Duals) -> Duals:
        """Return the prices of classes as prices of each of their members."""
        cover = np.zeros(len(self.model.atoms), dtype=np.int64)
        for price, members in zip(duals.cover, self.classes, strict=True):
            cover[list(members)] = price
        return Duals(cover, duals.count, duals.business, duals.posts)

    def named(self, chosen: Sequence[int]) -> Groups:
        """Return the sections of the groups, each class handed out in order."""
        left = [list(members) for members in self.classes]
        groups = []
        for row in chosen:
            inside = self.pool.atoms[:, row]
            atoms = [left[k].pop(0) for k in inside[inside < len(left)].tolist()]
            groups.append(tuple(sections_of(self.model, atoms)))
        return tuple(sorted(groups))


class Priced(NamedTuple):
    """Counted groups, the task of planning with them, whole prices at which none gains."""

    groups: CountedGroups
    task: Task
    duals: Duals
    worth: float  # of the relaxation
