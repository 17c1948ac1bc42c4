"""The single changes of an arrangement, each a function from one arrangement to the next.

What makes a change impossible is checked by the actions that call these; a result is always whole:
moves that lead where their section goes anyway are dropped, and nothing points to a big section
that is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from mergers.domain.arrangement import (
    Arrangement,
    PeopleTransfer,
    Place,
    PlannedSection,
    Transfer,
    in_order,
)

NEW = -1
"""The key of a big section that has no row yet."""


def with_place(now: Arrangement, place: Place) -> Arrangement:
    """The section of ``place`` goes there from now on."""
    places = tuple(place if old.section == place.section else old for old in now.places)
    return tidy(replace(now, places=places))


def with_big(now: Arrangement, big: PlannedSection) -> Arrangement:
    """A big section with its values replaced, or a new one at the end."""
    if now.big(big.pk) is None:
        last = max((other.position for other in now.planned_sections), default=0)
        return tidy(
            replace(now, planned_sections=(*now.planned_sections, replace(big, position=last + 1)))
        )
    return tidy(
        replace(
            now,
            planned_sections=tuple(
                big if old.pk == big.pk else old for old in now.planned_sections
            ),
        )
    )


def without_big(now: Arrangement, pk: int) -> Arrangement:
    """Without a big section in which nothing lands."""
    return tidy(
        replace(now, planned_sections=tuple(big for big in now.planned_sections if big.pk != pk))
    )


def with_transfers(now: Arrangement, moves: Iterable[Transfer]) -> Arrangement:
    """The duties of ``moves`` go there from now on."""
    new = {move.duty: move for move in moves}
    kept = tuple(old for old in now.transfers if old.duty not in new)
    return tidy(replace(now, transfers=(*kept, *new.values())))


def without_transfers(now: Arrangement, duties: Collection[int]) -> Arrangement:
    """The duties follow their sections again."""
    kept = tuple(move for move in now.transfers if move.duty not in duties)
    return tidy(replace(now, transfers=kept))


def with_people_transfer(now: Arrangement, people_transfer: PeopleTransfer) -> Arrangement:
    """So many people of a section go to a big section; with 0 people none does."""
    kept = tuple(
        old
        for old in now.people_transfers
        if (old.section, old.big) != (people_transfer.section, people_transfer.big)
    )
    return tidy(
        replace(now, people_transfers=(*kept, people_transfer) if people_transfer.people else kept)
    )


def tidy(arrangement: Arrangement) -> Arrangement:
    """Drop moves that lead where their section goes anyway, and put everything in order."""
    homes = arrangement.homes()
    placed = {place.section: place.big for place in arrangement.places}
    return in_order(
        replace(
            arrangement,
            transfers=tuple(
                move
                for move in arrangement.transfers
                if move.big is None or move.big != placed.get(move.origin)
            ),
            people_transfers=tuple(
                e for e in arrangement.people_transfers if e.big != homes.get(e.section)
            ),
        )
    )
