"""All feasible groups of a problem, enumerated layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from planner.groups import GroupTable, size_allowed, tabulate
from planner.model import EPSILON, Model

CHUNK = 1 << 15  # rows worked on at a time: few enough to stay in the processor's cache
Columns = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class GroupPool:
    """Groups as columns of atom indices, shape (width, N), ascending, padded with len(atoms)."""

    atoms: Columns
    table: GroupTable

    def __len__(self) -> int:
        return int(self.atoms.shape[1])

    def take(self, rows: NDArray[np.intp]) -> GroupPool:
        """Return some of the groups."""
        return GroupPool(self.atoms[:, rows], self.table.take(rows))

    def group(self, model: Model, row: int) -> list[int]:
        """Return the section indices of one group."""
        return sections_of(model, [int(a) for a in self.atoms[:, row] if a < len(model.atoms)])


def sections_of(model: Model, atoms: Sequence[int]) -> list[int]:
    """Return the sorted section indices of a group given by its atoms."""
    return sorted(chain.from_iterable(model.atoms[a] for a in atoms))


def joined(pools: Sequence[GroupPool], fill: int) -> GroupPool:
    """Return the groups of all pools, one after the other; `fill` is the number of atoms."""
    width = max(pool.atoms.shape[0] for pool in pools)
    columns = [
        np.pad(p.atoms, ((0, width - p.atoms.shape[0]), (0, 0)), constant_values=fill)
        for p in pools
    ]
    return GroupPool(np.concatenate(columns, axis=1), GroupTable.joined([p.table for p in pools]))


def pool_of(model: Model, groups: Sequence[Sequence[int]]) -> GroupPool:
    """Return groups of atom indices as a pool, without asking whether they are feasible."""
    width = max((len(group) for group in groups), default=1)
    atoms = np.full((width, len(groups)), len(model.atoms), dtype=np.intp)
    for column, group in enumerate(groups):
        atoms[: len(group), column] = sorted(group)
    return GroupPool(atoms, facts_of(model, atoms))


def feasible(pool: GroupPool, model: Model) -> GroupPool:
    """Return the groups that obey the rules on size and load (pairs are taken as checked)."""
    keep = np.ones(len(pool), dtype=bool)
    for fits in size_allowed(model, pool.table).values():
        keep &= fits
    return pool if keep.all() else pool.take(np.flatnonzero(keep))


def enumerate_groups(
    model: Model,
    limit: int,
    stopped: Callable[[], bool] = lambda: False,
    widest: int | None = None,
    before: NDArray[np.intp] | None = None,
) -> GroupPool | None:
    """Return every feasible group, or None when there are more than `limit` candidates.

    With `widest`, only the groups of so many atoms at most. With `before`, only those that hold
    an atom together with the one before it (a lower one, −1: none).

    Size and people limits and forbidden pairs hold for every subset of a group that obeys them,
    so they prune a layer before the next one is built.
    """
    alone = np.flatnonzero(model.atom_ok.diagonal())
    if before is not None:
        alone = alone[before[alone] < 0]
    layer = _within_limits(model, alone[None, :].astype(np.intp))
    pools: list[GroupPool] = []
    seen = 0
    while layer.shape[1]:
        pools.extend(_tabulated(model, layer))
        if len(layer) == widest:
            break
        following = []
        for found in _extensions(model, layer):
            candidates = found
            if before is not None:
                first = before[found[-1]]
                candidates = found[:, (first < 0) | (found[:-1] == first).any(axis=0)]
            seen += candidates.shape[1]
            if seen > limit or stopped():
                return None
            following.append(_within_limits(model, candidates))
        layer = np.concatenate(following, axis=1) if following else layer[:, :0]
    if not pools:
        return pool_of(model, [])
    return joined(pools, len(model.atoms))


def _tabulated(model: Model, layer: Columns) -> Iterator[GroupPool]:
    for start in range(0, layer.shape[1], CHUNK):
        atoms = np.ascontiguousarray(layer[:, start : start + CHUNK])
        yield feasible(GroupPool(atoms, facts_of(model, atoms)), model)


def facts_of(model: Model, atoms: Columns) -> GroupTable:
    """Return the facts of groups given as columns of atoms."""
    if len(model.atoms) == model.n:
        return tabulate(model, atoms)
    widest = max(len(atom) for atom in model.atoms)
    block = np.full((len(model.atoms) + 1, widest), model.n, dtype=np.intp)
    for a, atom in enumerate(model.atoms):
        block[a, : len(atom)] = atom
    rows = atoms.shape[0] * widest
    members = block[atoms].transpose(0, 2, 1).reshape(rows, atoms.shape[1])
    return tabulate(model, np.sort(members, axis=0))


def _within_limits(model: Model, layer: Columns) -> Columns:
    """Return the columns that obey the limits on members and on people."""
    rules = model.rules
    size = np.array([len(atom) for atom in model.atoms])
    people = np.array([model.people[list(atom)].sum() for atom in model.atoms])
    keep = np.ones(layer.shape[1], dtype=bool)
    members = size[layer].sum(axis=0)
    if rules.max_members is not None:
        keep &= members <= rules.max_members
    if rules.max_people is not None:
        keep &= (people[layer].sum(axis=0) <= rules.max_people + 2 * EPSILON) | (members == 1)
    return layer if keep.all() else layer[:, keep]


def _extensions(model: Model, layer: Columns) -> Iterator[Columns]:
    """Yield the columns with one later atom added that may meet all the others, in chunks."""
    later = [np.flatnonzero(row[a + 1 :]) + a + 1 for a, row in enumerate(model.atom_ok)]
    degree = np.array([len(row) for row in later])
    start = np.concatenate([[0], np.cumsum(degree)[:-1]])
    neighbours = np.concatenate(later).astype(np.intp)
    free = bool(model.atom_ok.all())
    rules = model.rules
    if rules.max_members is not None and layer.shape[0] >= rules.max_members:
        return
    ends = np.cumsum(degree[layer[-1]])
    first = 0
    while first < layer.shape[1]:
        base = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, base + 8 * CHUNK)))
        parents = layer[:, first:last]
        count = degree[parents[-1]]
        row = np.repeat(np.arange(parents.shape[1]), count)
        offset = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        added = neighbours[start[parents[-1]][row] + offset]
        columns = np.concatenate([parents[:, row], added[None, :]])
        if not free and len(columns) > 2:
            meets = np.ones(len(row), dtype=bool)
            for other in columns[:-2]:
                meets &= model.atom_ok[other, added]
            columns = columns[:, meets]
        yield columns
        first = last
