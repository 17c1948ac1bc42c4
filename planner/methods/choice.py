"""Which methods fit a model, each made when it is first asked for and kept for later questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from planner.methods.answer import Clock, Method
from planner.methods.components import connected
from planner.methods.generated import Generated
from planner.methods.group_pool import GroupPool, enumerate_groups, facts_of
from planner.methods.listed import Listed
from planner.methods.subsets import Subsets, subsets_of
from planner.methods.symmetry import Symmetry, symmetry_of
from planner.model import Bools, Ints, Model

MOST_LISTED: Final = 600_000  # candidates for groups; more are generated when they are needed
MOST_ATOMS: Final = 24  # of a component whose subsets are gone through


class Methods:
    """The methods for one model; of components shared with that of `kin` the work is taken over.

    Subsets where the sections fall into small components, groups by class where many sections are
    interchangeable, all groups listed, by relaxation and search, or groups generated where they are
    too many to list.
    """

    def __init__(
        self, model: Model, most_atoms: int = MOST_ATOMS, kin: Methods | None = None
    ) -> None:
        self.model, self.most_atoms, self._kin = model, most_atoms, kin
        self._listed: Listed | None = None
        self._subsets: Subsets | None = None
        self._symmetry: Symmetry | None = None
        self._generated: Generated | None = None
        self._listing_tried = self._symmetry_tried = False

    def fitting(self, clock: Clock, keep: Bools | None = None) -> Iterator[Method]:
        """Yield those that fit, the quickest first; each is asked where those before did not end."""
        if self._may_part:
            self.listed(clock)
        if self._subsets is not None:
            yield self._subsets
        by_name = keep is not None or (self._listed is not None and self._listed.charge is not None)
        symmetry = None if by_name else self.symmetry(clock)
        if symmetry is not None:
            yield symmetry
        if (symmetry is None or not symmetry.final) and not clock.stopped():
            yield self.listed(clock) or self._generating(clock)

    def first(self, counts: Sequence[int], clock: Clock) -> Method | None:
        """Return the first method, told which counts it will be asked for; None without counts."""
        method = next(self.fitting(clock), None) if counts else None
        if method is not None:
            method.prepare(counts)
        return method

    def listed(self, clock: Clock) -> Listed | None:
        """Return all feasible groups, None where they are too many to list (or time is over)."""
        if not self._listing_tried:
            pool = enumerate_groups(self.model, MOST_LISTED, clock.stopped)
            self._listing_tried = pool is not None or not clock.stopped()
            if pool is not None:
                self._listed = Listed(self.model, pool)
                kin = None if self._kin is None else self._kin._subsets
                self._subsets = subsets_of(self._listed, self.most_atoms, kin)
        return self._listed

    def symmetry(self, clock: Clock) -> Symmetry | None:
        """Return the groups by class where many sections are interchangeable, None where few are."""
        if not self._symmetry_tried:
            self._symmetry = symmetry_of(self.model, clock.stopped)
            self._symmetry_tried = self._symmetry is not None or not clock.stopped()
        return self._symmetry

    def _generating(self, clock: Clock) -> Generated:
        if self._generated is None:
            self._generated = Generated(self.model, clock)
        return self._generated

    @cached_property
    def _may_part(self) -> bool:
        """Return whether the sections may fall into small components: then groups have to be listed."""
        return max(len(part) for part in connected(self.model.atom_ok)) <= self.most_atoms

    def relative(self, model: Model, overlap_changed: bool, charge: Ints | None) -> Methods:
        """Return the methods for a model with the same groups; see `Solver.relative`."""
        other = Methods(model, self.most_atoms)
        other._listing_tried = self._listing_tried
        if self._symmetry is not None and not overlap_changed:
            other._symmetry = self._symmetry.relative(model)
            other._symmetry_tried = other._symmetry is not None
        if self._listed is not None:
            charge = self._listed.charge if charge is None else charge
            pool = self._listed.pool
            pool = GroupPool(pool.atoms, facts_of(model, pool.atoms)) if overlap_changed else pool
            other._listed = Listed(model, pool, self._listed.stale(), charge)
            if self._subsets is not None:
                other._subsets = Subsets(other._listed, self._subsets.components)
        return other
