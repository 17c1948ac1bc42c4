"""The method where rules leave the sections in small components: all their subsets are gone through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from planner.methods.answer import Answer, Clock, Method, Node
from planner.methods.components import (
    NOTHING,
    Component,
    Split,
    components_of,
    rows_of,
    split,
    sums_of,
)
from planner.methods.improve import whole_allowed
from planner.methods.listed import Listed
from planner.model import Bools, Ints

PROOF: Final = Node(subsets=True)


class Subsets(Method):
    """Plans of components that are split one by one, for all counts asked for at once.

    Rules on a plan as a whole (business share, posts) are left out: where the best plan breaks
    one, its value is a bound and no more.
    """

    def __init__(
        self, listed: Listed, components: tuple[Component, ...], kin: Subsets | None = None
    ) -> None:
        self.listed, self.components, self.kin = listed, components, kin
        rules = listed.model.rules
        self.free = rules.business_share is None and listed.model.posts_limit is None
        self.place: dict[int, int] = {}  # of the counts worked out
        self.value: Ints = np.zeros((0, 0), dtype=np.int64)
        self.splits: list[Split] = []
        self.sums: list[Ints] = []

    def prepare(self, counts: Sequence[int]) -> None:
        """Split the components for these counts, unless that was done before."""
        if all(count in self.place for count in counts):
            return
        ordered = sorted(counts)
        self.place = {count: at for at, count in enumerate(ordered)}
        self.value = np.stack([self.listed.values(count) for count in ordered])
        self.splits = [self._known(one) or split(one, self.value) for one in self.components]
        self.sums = sums_of(self.splits, len(ordered))

    def worth(self, count: int, clock: Clock) -> float:
        """Return what the best plan is worth, minus infinity where there is none."""
        self.prepare([count])
        best = int(self.sums[-1][self.place[count], count])
        return -np.inf if best <= NOTHING // 2 else float(best)

    def answer(
        self, count: int, clock: Clock, keep: Bools | None = None, floor: int | None = None
    ) -> Answer:
        """Return the best plan worth more than `floor`, of the listed groups in `keep` only."""
        low = self.listed.lowest(count)
        least = low if floor is None else max(low, floor)
        self.prepare([count])
        at, splits, sums = self.place[count], self.splits, self.sums
        nothing = Answer(count, None, None, least, True, PROOF)
        if sums[-1][at, count] <= max(least, NOTHING // 2):
            return nothing
        if keep is not None:
            splits = [self._kept(one, at, keep) for one in splits]
            at, sums = 0, sums_of(splits, 1)
            if sums[-1][0, count] <= max(least, NOTHING // 2):
                return nothing
        value, rows = int(sums[-1][at, count]), rows_of(splits, sums, at, count)
        table = self.listed.pool.table
        if not self.free and not whole_allowed(self.listed.model, count, table.take(rows)):
            return Answer(count, None, None, value, False, PROOF)
        return Answer(count, self.listed.groups(rows), value, value, True, PROOF)

    def _kept(self, whole: Split, at: int, keep: Bools) -> Split:
        """Return a component split for one count with the groups in `keep`."""
        row = whole.component.row
        if keep[row[row >= 0]].all():
            return whole.only(np.array([at]))
        value: Ints = np.where(keep, self.value[at], NOTHING)
        return split(whole.component, value[None, :])

    def _known(self, component: Component) -> Split | None:
        """Return the split of the same sections by the same groups that a relative worked out."""
        kin = self.kin
        if kin is None or not all(count in kin.place for count in self.place):
            return None
        at = np.array([kin.place[count] for count in self.place])
        mine = [self.listed.model.atoms[a] for a in component.atoms]
        for old in kin.splits:
            theirs = [kin.listed.model.atoms[a] for a in old.component.atoms]
            masks = component.steps.masks, old.component.steps.masks
            if mine != theirs or not np.array_equal(*masks):
                continue
            able = component.row >= 0
            same = np.array_equal(able, old.component.row >= 0) and np.array_equal(
                self.value[:, component.row[able]], kin.value[at][:, old.component.row[able]]
            )
            return replace(old.only(at), component=component) if same else None
        return None


def subsets_of(listed: Listed, most_atoms: int, kin: Subsets | None = None) -> Subsets | None:
    """Return the method for a pool of all groups, None where the components are too large.

    What is the same for `kin`, a relative under other rules, is taken over.
    """
    known = () if kin is None else kin.components
    components = components_of(listed.model, listed.pool, most_atoms, known)
    return None if components is None else Subsets(listed, components, kin)
