"""How the evidence of a pair is shown: marked pieces of text, and shares that visibly add up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bigsection.web.id_numbers import mask_id_numbers, masked_within
from mergers.lazy import similarity

TOP = 8
TINTS = 6
"""So many phrases are listed first, and so many have a colour of their own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``number`` is that of the shared phrase it belongs to, or None."""

    text: str
    number: int | None = None

    @property
    def tint(self) -> int:
        """Which colour marks it: 1..6, or 0 for the phrases beyond."""
        return self.number if self.number is not None and self.number <= TINTS else 0


def pieces(marked: similarity.evidence.MarkedText) -> tuple[Piece, ...]:
    """The text cut where a highlight begins or ends; phrases are numbered from 1. ID numbers are
    masked before, character by character: cut in two, none is found any more.
    """
    text = mask_id_numbers(marked.text)

    def cut() -> Iterator[Piece]:
        place = 0
        for span in marked.spans:
            if span.start > place:
                yield Piece(text[place : span.start])
            yield Piece(text[span.start : span.end], span.phrase + 1)
            place = span.end
        if place < len(text):
            yield Piece(text[place:])

    return tuple(cut())


def apportion(values: Sequence[float], decimals: int = 1) -> tuple[float, ...]:
    """Round ``values`` so that they add up to their rounded sum (largest remainder method)."""
    unit = 10**decimals
    scaled = [value * unit for value in values]
    floors = [math.floor(value + 1e-9) for value in scaled]
    missing = math.floor(sum(scaled) + 0.5 + 1e-9) - sum(floors)
    by_remainder = sorted(range(len(values)), key=lambda k: (floors[k] - scaled[k], k))
    for k in by_remainder[: max(missing, 0)]:
        floors[k] += 1
    return tuple(value / unit for value in floors)


@dataclass(frozen=True, slots=True)
class SharedPhrase:
    """A phrase that both sections have, its share in points, its part of the whole in %, and the
    similarity in points once it is struck out of both texts.
    """

    number: int
    text: str
    points: float
    percent: float
    in_name: bool
    without: float

    @property
    def tint(self) -> int:
        """The colour that marks it in the texts."""
        return Piece(self.text, self.number).tint


@dataclass(frozen=True, slots=True)
class OtherPart:
    """What makes up the similarity beside the texts: ``hub`` (points below 0) or ``link``."""

    kind: str
    points: float


@dataclass(frozen=True, slots=True)
class MatchedClauses:
    """Two clauses side by side, and their own similarity in points."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    points: float


@dataclass(frozen=True, slots=True)
class PairOnScreen:
    """Everything the page of a pair shows, figures in points (similarity × 100)."""

    points: float
    name_left: tuple[Piece, ...]
    name_right: tuple[Piece, ...]
    matched: tuple[MatchedClauses, ...]
    phrases: tuple[SharedPhrase, ...]
    others: tuple[OtherPart, ...]
    only_left: tuple[tuple[Piece, ...], ...]
    only_right: tuple[tuple[Piece, ...], ...]
    unscored_left: tuple[str, ...]
    unscored_right: tuple[str, ...]

    @property
    def top_phrases(self) -> tuple[SharedPhrase, ...]:
        """The phrases that carry most; the others are listed below them."""
        return self.phrases[:TOP]

    @property
    def other_phrases(self) -> tuple[SharedPhrase, ...]:
        """The phrases with small shares."""
        return self.phrases[TOP:]

    @property
    def other_points(self) -> float:
        """What the phrases with small shares add up to."""
        return round(sum(phrase.points for phrase in self.other_phrases), 1)

    @property
    def text_points(self) -> float:
        """What all phrases add up to."""
        return round(sum(phrase.points for phrase in self.phrases), 1)


def on_screen(evidence: similarity.evidence.PairEvidence) -> PairOnScreen:
    """The evidence as the page shows it; the shown parts add up to the shown similarity."""
    left, right = evidence.clauses_a, evidence.clauses_b
    phrases, others = _parts(evidence)
    return PairOnScreen(
        points=round(sum(p.points for p in phrases) + sum(o.points for o in others), 1),
        name_left=pieces(evidence.name_a),
        name_right=pieces(evidence.name_b),
        matched=tuple(
            MatchedClauses(pieces(left[pair.a]), pieces(right[pair.b]), 100 * pair.similarity)
            for pair in evidence.clause_pairs
        ),
        phrases=phrases,
        others=others,
        only_left=tuple(pieces(left[number]) for number in evidence.only_a),
        only_right=tuple(pieces(right[number]) for number in evidence.only_b),
        unscored_left=_unscored(left),
        unscored_right=_unscored(right),
    )


def _parts(
    evidence: similarity.evidence.PairEvidence,
) -> tuple[tuple[SharedPhrase, ...], tuple[OtherPart, ...]]:
    """The shared phrases, and what else there is, rounded together so that all add up."""
    shares = [100 * phrase.share for phrase in evidence.shared_phrases]
    rest = [("hub", evidence.hub_share), ("link", evidence.link_share)]
    rest = [(kind, 100 * share) for kind, share in rest if share]
    shown = apportion([*shares, *(points for _, points in rest)])
    whole = sum(shares) or 1.0
    phrases = tuple(
        SharedPhrase(
            number,
            masked_within(phrase.text, evidence.texts),
            points,
            100 * share / whole,
            phrase.name_share > 0,
            100 * phrase.without,
        )
        for number, (phrase, points, share) in enumerate(
            zip(evidence.shared_phrases, shown, shares, strict=False), start=1
        )
    )
    others = zip(rest, shown[len(shares) :], strict=True)
    return phrases, tuple(OtherPart(kind, points) for (kind, _), points in others)


def _unscored(clauses: Iterable[similarity.evidence.MarkedText]) -> tuple[str, ...]:
    return tuple(clause.text for clause in clauses if clause.excluded is not None)


def standing(similarity: float, p50: float, p95: float) -> str:
    """Where a similarity lies among all pairs: ``high`` above P95, ``middle`` above P50, else
    empty."""
    return "high" if similarity > p95 else "middle" if similarity > p50 else ""
