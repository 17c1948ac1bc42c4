"""Why a plan joins its sections: a row for every pair, with the phrases that carry most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mergers.presenting.heat import level_of
from mergers.presenting.sharing import SharedPhrase, on_screen

if TYPE_CHECKING:
    from mergers.planner.evidence import PairEvidence
    from mergers.planning.fact_types import BigFact, PairFact

MAIN = 4
"""So many phrases of a pair are written out; the page of the pair shows all."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two members of a big section: S in points, q in [0, 1], and their main shared phrases."""

    pair: PairFact
    level: int
    points: float
    main: tuple[SharedPhrase, ...]
    rest_count: int
    rest_points: float


@dataclass(frozen=True, slots=True)
class MergeEvidence:
    """One big section with a row for every pair of its members, most alike first."""

    big: BigFact
    rows: tuple[PairRow, ...]


def merge_evidence(
    merges: Iterable[BigFact], evidences: Iterable[PairEvidence]
) -> tuple[MergeEvidence, ...]:
    """Join the merges with the evidence of their pairs, which comes in the same order."""
    rest = iter(evidences)
    return tuple(
        MergeEvidence(big, tuple(sorted(_rows(big, rest), key=lambda row: -row.points)))
        for big in merges
    )


def _rows(big: BigFact, evidences: Iterator[PairEvidence]) -> Iterator[PairRow]:
    for pair in big.pairs:
        phrases = on_screen(next(evidences)).phrases
        others = phrases[MAIN:]
        yield PairRow(
            pair=pair,
            level=level_of(pair.closeness),
            points=100 * pair.similarity,
            main=phrases[:MAIN],
            rest_count=len(others),
            rest_points=round(sum(phrase.points for phrase in others), 1),
        )
