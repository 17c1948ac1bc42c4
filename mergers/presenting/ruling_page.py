"""What the page of one pair of duties shows: both sides, why they are alike, and the way on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from departments.models import Duty, Region, Section
from mergers.models import DutyRuling
from mergers.planning import radar
from mergers.planning.radar import DutyPair, RegionRadar
from mergers.presenting.radar import Choice, Shares, chosen_pairs, in_order, shares_of
from mergers.queries import boundaries
from mergers.queries.boundaries import Boundary


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two duties. ``section`` is None when no section has it any more; ``others`` are
    the other duties of its section, ``elsewhere`` how many sections of the department have it too.
    """

    letter: str
    department: int
    department_name: str
    text: str
    section: Section | None
    others: Sequence[Duty]
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class PairPage:
    """A pair in the ``radar`` (``pair``), ruled upon (``boundary``), or both."""

    hash: str
    pair: DutyPair | None
    boundary: Boundary | None
    sides: tuple[Side, Side]
    radar: RegionRadar | None = None

    @property
    def title(self) -> str:
        """The two departments."""
        return " × ".join(side.department_name for side in self.sides)


@dataclass(frozen=True, slots=True)
class Way:
    """The pairs before and after this one that nobody has ruled upon, in the order of the list, and
    how many are left; ``alike`` are the other unruled pairs of its topic."""

    previous: DutyPair | None
    next: DutyPair | None
    left: int
    alike: tuple[DutyPair, ...]


def page_of(region: Region, found: RegionRadar | None, name: str) -> PairPage | None:
    """The page of the pair with this hash; None when there is no such pair and no ruling."""
    pair = found.named(name) if found else None
    ruling = boundaries.rulings_of(region).filter(pair_hash=name).first()
    boundary = boundaries.boundaries_of([ruling])[0] if ruling else None
    if pair is not None:
        return PairPage(name, pair, boundary, _sides_of_pair(pair), found)
    return PairPage(name, None, boundary, _sides_of_ruling(ruling)) if ruling else None


def why(region: Region, page: PairPage) -> Shares:
    """The evidence of a pair, also of one whose duties are gone."""
    a, b = page.sides
    if page.radar and page.pair:
        evidence = page.radar.explain(page.pair)
    else:
        ends = [(s.department, s.section.name if s.section else "", s.text) for s in (a, b)]
        evidence = radar.evidence_of_texts(region, *ends)
    return shares_of(evidence, a.text, b.text)


def way_from(
    page: PairPage,
    found: RegionRadar | None,
    choice: Choice,
    ruled: Collection[str],
) -> Way:
    """Where to go on from a pair under the filters of the list."""
    if found is None:
        return Way(None, None, 0, ())
    every = replace(choice, state="")
    order = in_order(found, chosen_pairs(found, every, ruled))
    place = next((at for at, pair in enumerate(order) if pair.hash == page.hash), -1)
    unruled = [pair.hash not in ruled and pair.hash != page.hash for pair in order]
    after = [pair for at, pair in enumerate(order) if at > place and unruled[at]]
    before = [pair for at, pair in enumerate(order) if at < place and unruled[at]]
    topic = page.pair.topic if page.pair else None
    alike = () if topic is None else _open_of_topic(found, topic, page.hash, ruled)
    return Way(
        before[-1] if before else None,
        after[0] if after else (before[0] if before else None),
        len(after) + len(before),
        alike,
    )


def _open_of_topic(
    found: RegionRadar, topic: int, name: str, ruled: Collection[str]
) -> tuple[DutyPair, ...]:
    return tuple(
        pair
        for pair in found.pairs
        if pair.topic == topic and pair.hash != name and pair.hash not in ruled
    )


def _sides_of_pair(pair: DutyPair) -> tuple[Side, Side]:
    sections = Section.objects.in_bulk([pair.a.section, pair.b.section])
    a, b = (
        Side(
            letter,
            duty.department,
            duty.department_name,
            duty.text,
            sections.get(duty.section),
            _others(duty.section, duty.text),
            duty.elsewhere,
        )
        for letter, duty in (("a", pair.a), ("b", pair.b))
    )
    return a, b


def _sides_of_ruling(ruling: DutyRuling) -> tuple[Side, Side]:
    places = [boundaries.place_of(ruling, "a"), boundaries.place_of(ruling, "b")]
    there = boundaries.places_in_force(places)
    names = (str(ruling.department_a), str(ruling.department_b))
    a, b = (
        Side(
            letter,
            place[0],
            name,
            place[1],
            there[place].section if place in there else None,
            _others(there[place].section_id, place[1]) if place in there else (),
        )
        for letter, place, name in zip("ab", places, names, strict=True)
    )
    return a, b


def _others(section: int, text: str) -> Sequence[Duty]:
    return list(Duty.objects.filter(section=section).exclude(text=text))
