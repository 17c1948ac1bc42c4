"""How the radar is shown: what of it was chosen, in which order, and the marked texts of a page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mergers.lazy import similarity
from mergers.models import DutyRuling
from mergers.planning.radar import DutyPair, RegionRadar, SharedTopic
from mergers.presenting.sharing import Piece, SharedPhrase, on_screen, pieces

LEAST = 25
"""The planner lists nothing less alike, in points."""
USUAL = 30
SHOWN = 12
"""So many pairs of one topic stand on a page; the workbook has them all."""
STEPS = (25, 30, 40, 50, 60, 80)
"""The likenesses that the list offers to start from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the list to show: points at least, one department, "open" or "ruled", and words."""

    likeness: int = USUAL
    department: int | None = None
    state: str = ""
    q: str = ""

    @property
    def is_usual(self) -> bool:
        """Whether nothing was chosen."""
        return self == Choice()


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the list: the pairs of one topic, or a single pair (topic None)."""

    pairs: tuple[DutyPair, ...]
    topic: SharedTopic | None = None

    @property
    def left_out(self) -> int:
        """How many of its pairs a page does not show."""
        return max(len(self.pairs) - SHOWN, 0)

    @property
    def is_same_text(self) -> bool:
        """Whether all duties of the topic read the same."""
        return self.topic is not None and len({duty.text for duty in self.topic.duties}) == 1


@dataclass(frozen=True, slots=True)
class PairOnList:
    """A pair with its marked texts and what was ruled on it; figures in points."""

    pair: DutyPair
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    ruling: DutyRuling | None

    @property
    def points(self) -> float:
        """The likeness in points."""
        return 100 * self.pair.likeness


@dataclass(frozen=True, slots=True)
class Shares:
    """Why two duties are alike, in points: the phrases add up to ``text_points``, and these times
    ``telling`` are the likeness. None of the latter for a pair that the radar does not list."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    phrases: tuple[SharedPhrase, ...]
    text_points: float


def chosen_pairs(radar: RegionRadar, choice: Choice, ruled: Collection[str]) -> list[DutyPair]:
    """The pairs of the radar that were asked for, most alike first; ``ruled`` were ruled upon."""
    words = choice.q.split()
    return [
        pair
        for pair in radar.pairs
        if 100 * pair.likeness >= choice.likeness
        and (choice.department is None or choice.department in departments_of(pair))
        and (not choice.state or (pair.hash in ruled) == (choice.state == "ruled"))
        and all(word in _texts(pair) for word in words)
    ]


def departments_of(pair: DutyPair) -> tuple[int, int]:
    """The keys of the two departments."""
    return pair.a.department, pair.b.department


def _texts(pair: DutyPair) -> str:
    return "\n".join(
        part
        for duty in (pair.a, pair.b)
        for part in (duty.text, duty.section_name, duty.department_name)
    )


def items_of(radar: RegionRadar, pairs: Sequence[DutyPair]) -> list[Item]:
    """The pairs as entries: those of a topic stand together where its most alike pair stands."""
    groups: dict[int | str, list[DutyPair]] = {}
    for pair in pairs:
        groups.setdefault(pair.hash if pair.topic is None else pair.topic, []).append(pair)
    return [
        Item(tuple(group), radar.topics[key] if isinstance(key, int) else None)
        for key, group in groups.items()
    ]


def in_order(radar: RegionRadar, pairs: Sequence[DutyPair]) -> list[DutyPair]:
    """The pairs in the order in which the list shows them."""
    return [pair for item in items_of(radar, pairs) for pair in item.pairs]


def on_list(
    radar: RegionRadar, items: Sequence[Item], rulings: Mapping[str, DutyRuling]
) -> list[tuple[Item, list[PairOnList]]]:
    """The entries of one page, each with the first `SHOWN` of its pairs, their texts marked."""
    return [(item, [_pair(radar, pair, rulings) for pair in item.pairs[:SHOWN]]) for item in items]


def _pair(radar: RegionRadar, pair: DutyPair, rulings: Mapping[str, DutyRuling]) -> PairOnList:
    evidence = radar.explain(pair)
    left = marked_duty(pair.a.text, evidence.clauses_a)
    right = marked_duty(pair.b.text, evidence.clauses_b)
    return PairOnList(pair, left, right, rulings.get(pair.hash))


def shares_of(evidence: similarity.evidence.PairEvidence, text_a: str, text_b: str) -> Shares:
    """The evidence of a pair as its own page shows it."""
    shown = on_screen(evidence)
    return Shares(
        left=marked_duty(text_a, evidence.clauses_a),
        right=marked_duty(text_b, evidence.clauses_b),
        phrases=shown.phrases,
        text_points=shown.points,
    )


def marked_duty(text: str, clauses: Sequence[similarity.evidence.MarkedText]) -> tuple[Piece, ...]:
    """The whole duty as written, with the marks of those of its clauses that count."""
    found: list[Piece] = []
    place = 0
    for clause in clauses:
        start = text.index(clause.text, place)
        if start > place:
            found.append(Piece(text[place:start]))
        found.extend(pieces(clause))
        place = start + len(clause.text)
    if place < len(text):
        found.append(Piece(text[place:]))
    return tuple(found)
