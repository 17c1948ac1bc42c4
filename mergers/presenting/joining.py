"""Why a plan joins its sections: a row for every pair, with the phrases that carry most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mergers.lazy import similarity
from mergers.presenting.heat import level_of
from mergers.presenting.sharing import OtherPart, SharedPhrase, on_screen

if TYPE_CHECKING:
    from mergers.planning.fact_types import PairFact, PlannedSectionFacts

MAIN = 4
"""So many phrases of a pair are written out; the page of the pair shows all."""
VISIBLE = 0.06
"""A difference in points that rounding to one decimal does not explain."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two members of a big section: S in points, q in [0, 1], and what S is made of.

    ``measured_since`` is what the parts add up to where that is not S: for plans of the time before
    calibrations were stored, whose parts follow from a later one.
    """

    pair: PairFact
    level: int
    points: float
    main: tuple[SharedPhrase, ...]
    rest_count: int
    rest_points: float
    others: tuple[OtherPart, ...]
    measured_since: float | None


@dataclass(frozen=True, slots=True)
class MergeEvidence:
    """One big section with a row for every pair of its members, most alike first."""

    big: PlannedSectionFacts
    rows: tuple[PairRow, ...]


def merge_evidence(
    merges: Iterable[PlannedSectionFacts], evidences: Iterable[similarity.evidence.PairEvidence]
) -> tuple[MergeEvidence, ...]:
    """Join the merges with the evidence of their pairs, which comes in the same order."""
    rest = iter(evidences)
    return tuple(
        MergeEvidence(big, tuple(sorted(_rows(big, rest), key=lambda row: -row.points)))
        for big in merges
    )


def _rows(
    big: PlannedSectionFacts, evidences: Iterator[similarity.evidence.PairEvidence]
) -> Iterator[PairRow]:
    for pair in big.pairs:
        shown = on_screen(next(evidences))
        rest = shown.phrases[MAIN:]
        points = 100 * pair.similarity
        yield PairRow(
            pair=pair,
            level=level_of(pair.closeness),
            points=points,
            main=shown.phrases[:MAIN],
            rest_count=len(rest),
            rest_points=round(sum(phrase.points for phrase in rest), 1),
            others=shown.others,
            measured_since=shown.points if abs(shown.points - points) > VISIBLE else None,
        )
