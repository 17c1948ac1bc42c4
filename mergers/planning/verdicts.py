"""The verdict on every section of today (保留 / 整合 / 撤销), with its targets and its reason."""

from __future__ import annotations

from collections.abc import Sequence

from mergers.domain.arrangement import Arrangement, Place
from mergers.domain.completeness import DutyDestination
from mergers.domain.snapshot import snapshot_of
from mergers.models import MergePlan
from mergers.planning.fact_types import PeopleMoveFact, PlannedSectionFacts, VerdictFact


def verdict_facts(
    plan: MergePlan,
    arrangement: Arrangement,
    planned_sections: Sequence[PlannedSectionFacts],
    destinations: Sequence[DutyDestination],
    people_moves: Sequence[PeopleMoveFact],
) -> tuple[VerdictFact, ...]:
    """One verdict for every section, in the order of the baseline."""
    by_pk = {big.pk: big for big in planned_sections}
    names = {section.id: section.name for section in snapshot_of(plan).sections}
    order = {pk: number for number, pk in enumerate(names)}
    places = sorted(arrangement.places, key=lambda place: order.get(place.section, len(order)))
    found = []
    for place in places:
        big = by_pk.get(place.big) if place.big else None
        targets = _targets(place, big, by_pk, destinations, people_moves)
        found.append(
            VerdictFact(
                pk=place.section,
                name=names.get(place.section, ""),
                verdict=verdict_of(place, big),
                targets=targets,
                reason=place.reason or (big.reason if big else ""),
                own_reason=bool(place.reason),
            )
        )
    return tuple(found)


def verdict_of(place: Place, big: PlannedSectionFacts | None) -> str:
    """What becomes of a section, in one word."""
    if place.abolished:
        return "撤销"
    if big is None:
        return "待安置"
    return "整合" if len(big.members) > 1 else "保留"


def _targets(
    place: Place,
    big: PlannedSectionFacts | None,
    by_pk: dict[int, PlannedSectionFacts],
    destinations: Sequence[DutyDestination],
    people_moves: Sequence[PeopleMoveFact],
) -> tuple[str, ...]:
    """Where the section goes, then where its people, then where its single duties go."""
    receiver = by_pk.get(place.people_to) if place.people_to else None
    first = [one.name for one in (big, receiver) if one is not None]
    people = [move.big_name for move in people_moves if move.section == place.section]
    duties = [
        one.target
        for one in destinations
        if one.origin == place.section and one.moved and one.target
    ]
    return tuple(dict.fromkeys([*first, *people, *duties]))
