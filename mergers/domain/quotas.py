"""How quota goes along with people that a plan moves: one rule for the page and the execution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mergers.domain.arrangement import Arrangement, PlannedSection
from mergers.models import PlanMode

Quotas = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """Quota after a plan: ``along`` how many go with the people of each move (section, big
    section), ``before`` and ``after`` those of the big sections; None where nobody states one.
    """

    along: dict[tuple[int, int], int]
    before: dict[int, int | None]
    after: dict[int, int | None]


def receiver_of(
    arrangement: Arrangement, big: PlannedSection, people: Mapping[int, int]
) -> int | None:
    """The section of today in which lands what comes to a big section: its only or its largest
    member, the first of equals; None where a new section will take it.
    """
    members = arrangement.members(big.pk)
    if not members or (len(members) > 1 and big.mode == PlanMode.MERGE):
        return None
    return max(members, key=lambda pk: people.get(pk, 0))


def quotas_of(arrangement: Arrangement, quotas: Quotas, people: Mapping[int, int]) -> QuotaPlan:
    """Quota goes along with people where their new section states one, or is new; that of an
    abolished section goes to where its people go. The total never changes.
    """
    left = dict(quotas)
    along: dict[tuple[int, int], int] = {}
    for people_transfer in arrangement.people_transfers:
        big = arrangement.big(people_transfer.big)
        have = left.get(people_transfer.section)
        taker = receiver_of(arrangement, big, people) if big else None
        if have is None or (taker is not None and quotas.get(taker) is None):
            continue
        part = min(people_transfer.people, have)
        left[people_transfer.section] = have - part
        along[people_transfer.section, people_transfer.big] = part
    before = {
        b.pk: _sum(quotas.get(pk) for pk in arrangement.members(b.pk))
        for b in arrangement.planned_sections
    }
    after = {
        big.pk: _sum(
            [
                *(left.get(p.section) for p in arrangement.places if p.home == big.pk),
                *(part for (_, target), part in along.items() if target == big.pk),
            ]
        )
        for big in arrangement.planned_sections
    }
    return QuotaPlan(along, before, after)


def _sum(values: Iterable[int | None]) -> int | None:
    """The sum of what is stated; None where nothing is."""
    stated = [value for value in values if value is not None]
    return sum(stated) if stated else None
