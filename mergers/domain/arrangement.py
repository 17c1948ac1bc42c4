"""The whole arrangement of a plan as plain values: what goes where, in which mode, and why.

Edits are functions from one arrangement to the next (mergers/domain/arrangement_edits.py); undo and redo, the
hash of what is decided upon, duty conservation and the score all read the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mergers.models import MergePlan, PlanMode


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A big section; ``pk`` is below 0 while it has no row yet."""

    pk: int
    name: str
    mode: str
    reason: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section of the baseline goes: ``big``, or abolished with its people to
    ``people_to``, or neither: the bench.
    """

    section: int
    big: int | None
    abolished: bool = False
    people_to: int | None = None
    reason: str = ""
    position: int = 0

    @property
    def home(self) -> int | None:
        """The big section that gets whatever of the section has no place of its own."""
        return self.people_to if self.abolished else self.big


@dataclass(frozen=True, slots=True)
class Transfer:
    """A duty that leaves its section: to ``big``, to ``section`` of another department, or ended."""

    duty: int | None
    origin: int
    text: str
    big: int | None = None
    section: int | None = None
    ended: bool = False
    reason: str = ""
    ruling: int | None = None


@dataclass(frozen=True, slots=True)
class PeopleTransfer:
    """People who leave their section for ``big``, by number and, where known, by name."""

    section: int
    big: int
    people: int
    staff: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All of it, each part in the order in which it is kept."""

    planned_sections: tuple[PlannedSection, ...] = ()
    places: tuple[Place, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    people_transfers: tuple[PeopleTransfer, ...] = ()

    def big(self, pk: int | None) -> PlannedSection | None:
        """The big section with this key; None when the plan has none."""
        return next((big for big in self.planned_sections if big.pk == pk), None)

    def place(self, section: int) -> Place | None:
        """Where a section goes; None when it is not of this plan."""
        return next((place for place in self.places if place.section == section), None)

    def members(self, big: int) -> tuple[int, ...]:
        """The sections that are placed in a big section, in their order."""
        return tuple(place.section for place in self.places if place.big == big)

    def bench(self) -> tuple[int, ...]:
        """The sections that wait for a place (待安置)."""
        return tuple(p.section for p in self.places if p.big is None and not p.abolished)

    def beside(self) -> int:
        """How many sections go on standing beside another in one big section (合署, 统筹)."""
        kept = [big.pk for big in self.planned_sections if big.mode != PlanMode.MERGE]
        return sum(max(len(self.members(big)) - 1, 0) for big in kept)

    def homes(self) -> dict[int, int | None]:
        """For every section the big section that gets what has no place of its own."""
        return {place.section: place.home for place in self.places}

    def moved(self) -> dict[int, Transfer]:
        """The duties that leave their section, by key."""
        return {move.duty: move for move in self.transfers if move.duty is not None}

    def is_empty(self, big: int) -> bool:
        """Whether nothing at all lands in a big section: no section, duty or person."""
        return not any(big in destination for destination in self._landings())

    def _landings(self) -> Iterator[tuple[int | None, ...]]:
        yield from ((place.big, place.people_to) for place in self.places)
        yield from ((move.big,) for move in self.transfers)
        yield from ((people_transfer.big,) for people_transfer in self.people_transfers)

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column and for hashing."""
        return {
            "bigs": [_plain(big) for big in self.planned_sections],
            "places": [_plain(place) for place in self.places],
            "transfers": [_plain(move) for move in self.transfers],
            "escorts": [_plain(e) | {"staff": list(e.staff)} for e in self.people_transfers],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Arrangement:
        """The arrangement stored by ``to_json``."""
        return cls(
            planned_sections=tuple(PlannedSection(**item) for item in data["bigs"]),
            places=tuple(Place(**item) for item in data["places"]),
            transfers=tuple(Transfer(**item) for item in data["transfers"]),
            people_transfers=tuple(
                PeopleTransfer(**item | {"staff": tuple(item["staff"])}) for item in data["escorts"]
            ),
        )


def _plain(part: Any) -> dict[str, Any]:
    """The fields of one part, which holds nothing that would have to be copied."""
    return {name: getattr(part, name) for name in part.__slots__}


def read(plan: MergePlan) -> Arrangement:
    """The arrangement of a stored plan; five queries."""
    return Arrangement(
        planned_sections=tuple(
            PlannedSection(big.pk, big.name, big.mode, big.reason, big.position)
            for big in plan.big_sections.order_by("position", "pk")
        ),
        places=tuple(
            Place(p.section_id, p.big_section_id, p.abolished, p.people_to_id, p.reason, p.position)
            for p in plan.placements.order_by("position", "section_id")
        ),
        transfers=tuple(
            Transfer(
                move.duty_id,
                move.origin_id,
                move.text,
                move.big_section_id,
                move.section_id,
                move.ended,
                move.reason,
                move.ruling_id,
            )
            for move in plan.duty_moves.order_by("origin_id", "duty_id", "pk")
        ),
        people_transfers=_escorts(plan),
    )


def _escorts(plan: MergePlan) -> tuple[PeopleTransfer, ...]:
    moves = plan.people_moves.order_by("section_id", "big_section_id").prefetch_related("staff")
    return tuple(
        PeopleTransfer(
            move.section_id,
            move.big_section_id,
            move.people,
            tuple(sorted(person.pk for person in move.staff.all())),
        )
        for move in moves
    )


def in_order(arrangement: Arrangement) -> Arrangement:
    """The same with every part in the order in which it is read back, so that equal ones compare
    equal.
    """

    def by(values: Iterable[Any], *names: str) -> tuple[Any, ...]:
        return tuple(sorted(values, key=lambda v: tuple(getattr(v, n) or 0 for n in names)))

    return Arrangement(
        planned_sections=by(arrangement.planned_sections, "position", "pk"),
        places=by(arrangement.places, "position", "section"),
        transfers=by(arrangement.transfers, "origin", "duty"),
        people_transfers=by(arrangement.people_transfers, "section", "big"),
    )
