"""The radar: which duties of different departments look like one (职责交叉), and why.

Bigram TF-IDF cosine as between sections (`overlap`), with weights over departments (`duty_lines`),
lowered by what makes every office resemble every other. All weights are multiples of 2^-26, so the
result is the same bit for bit in whatever order the duties come.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mergers.planner.all_pairs import Pairs, pairs_of
from mergers.planner.clauses import SectionText
from mergers.planner.duty_lines import DutyLines, rarity
from mergers.planner.evidence import PairEvidence, explain_pair
from mergers.planner.matters import Matter, matters_of

THRESHOLD = 0.25
"""Pairs less alike than this are not worth anybody's time."""
SAME = 0.8
"""Two duties with at least this cosine are one clause when the departments that have it are counted."""
PARTNERS = 5
"""So many duties most alike are kept of each duty."""
MOST = 5_000
"""So many pairs are kept of a region."""


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two duties (keys), the one of the smaller department first.

    ``departments`` is how many departments have a clause like one of the two. ``telling`` in 0..1
    is the product of both sides' `duty_lines.rarity` and mass: low when many departments have such
    a clause, or when it has but few telling words.
    """

    a: int
    b: int
    cosine: float
    telling: float
    departments: int

    @property
    def likeness(self) -> float:
        """cosine · telling: what the list is ordered by."""
        return self.cosine * self.telling


@dataclass(frozen=True, slots=True)
class Common:
    """A clause of so many departments that it says nothing: the key of one of its duties."""

    key: int
    departments: int


@dataclass(frozen=True, slots=True)
class Radar:
    """The pairs, most alike first; the matters that three departments or more share; and the
    clauses left out because so many offices have them."""

    pairs: tuple[AlikePair, ...]
    matters: tuple[Matter, ...]
    common: tuple[Common, ...]


@dataclass(frozen=True, slots=True)
class _Scored:
    """Two lines that are alike enough; one line twice where departments have the same."""

    u: int
    v: int
    cosine: float
    telling: float
    departments: int

    @property
    def likeness(self) -> float:
        return self.cosine * self.telling


def find(
    lines: DutyLines, *, threshold: float = THRESHOLD, partners: int = PARTNERS, most: int = MOST
) -> Radar:
    """Return the duties of different departments that are at least ``threshold`` (> 0) alike.

    Of each duty the ``partners`` most alike are kept (a pair stays when either side keeps it), and
    the ``most`` best of all; ties fall to smaller departments and keys.
    """
    if not lines.members:
        return Radar((), (), ())
    alike = pairs_of(lines.rows, threshold)
    near = _departments_near(lines, alike)
    scored = list(_scored(lines, alike, near, threshold))
    pairs = _kept(lines, scored, partners, most)
    cosines = {(pair.u, pair.v): pair.cosine for pair in scored}
    return Radar(pairs, matters_of(cosines, lines.members), _common(lines, near, threshold))


def explain(lines: DutyLines, a: int, b: int) -> PairEvidence:
    """Return why two duties (keys) are alike; the phrases' shares add up to the cosine exactly.

    Clauses that do not count are left out.
    """
    texts = [
        SectionText("", tuple(one.text for one in lines.clauses(key) if one.excluded is None))
        for key in (a, b)
    ]
    return explain_pair(lines.corpus, *texts)


def _departments_near(lines: DutyLines, alike: Pairs) -> list[int]:
    """How many departments have each line, or one that is `SAME`."""
    import numpy as np
    from scipy.sparse import coo_array

    same = alike.cosine >= SAME
    one, other, itself = alike.one[same], alike.other[same], np.arange(len(lines.members))
    ends = (np.concatenate([one, other, itself]), np.concatenate([other, one, itself]))
    near = coo_array((np.ones(len(ends[0])), ends), shape=(len(itself), len(itself)))
    counts: list[int] = np.diff((near.tocsr() @ lines.where).indptr).tolist()
    return counts


def _scored(
    lines: DutyLines, alike: Pairs, near: Sequence[int], threshold: float
) -> Iterator[_Scored]:
    itself = lines.rows.multiply(lines.rows).sum(axis=1).tolist()
    shared = [(u, u, itself[u]) for u, having in enumerate(lines.members) if _in_two(having)]
    mass = lines.mass.tolist()
    for u, v, cosine in (*shared, *alike):
        departments = max(near[u], near[v])
        telling = rarity(departments, lines.departments) ** 2 * (mass[u] * mass[v])
        if cosine * telling >= threshold and _in_two((*lines.members[u], *lines.members[v])):
            yield _Scored(u, v, cosine, telling, departments)


def _in_two(members: Sequence[tuple[int, int]]) -> bool:
    return any(department != members[0][0] for department, _ in members)


def _kept(
    lines: DutyLines, scored: Sequence[_Scored], partners: int, most: int
) -> tuple[AlikePair, ...]:
    """The pairs of duties, most alike first, as long as one of the two lacks partners."""
    kept: list[AlikePair] = []
    count: Counter[int] = Counter()
    for pair in _in_order(lines, scored):
        if min(count[pair.a], count[pair.b]) < partners:
            count[pair.a] += 1
            count[pair.b] += 1
            kept.append(pair)
            if len(kept) == most:
                break
    return tuple(kept)


def _in_order(lines: DutyLines, scored: Sequence[_Scored]) -> Iterator[AlikePair]:
    """All pairs of duties behind the pairs of lines, most alike first, ties by department and key."""
    ranked = sorted(scored, key=lambda pair: -pair.likeness)
    place = 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end].likeness == ranked[place].likeness:
            end += 1
        yield from (
            pair for _, pair in heapq.merge(*(_duties(lines, one) for one in ranked[place:end]))
        )
        place = end


def _duties(
    lines: DutyLines, pair: _Scored
) -> Iterator[tuple[tuple[tuple[int, int], ...], AlikePair]]:
    ends = (
        (min(x, y), max(x, y))
        for x in lines.members[pair.u]
        for y in lines.members[pair.v]
        if x[0] != y[0]
    )
    for a, b in sorted(set(ends)):
        yield (a, b), AlikePair(a[1], b[1], pair.cosine, pair.telling, pair.departments)


def _common(lines: DutyLines, near: Sequence[int], threshold: float) -> tuple[Common, ...]:
    """The clauses that three departments or more have and that are too common to be listed."""
    found = []
    for having, departments, mass in zip(lines.members, near, lines.mass.tolist(), strict=True):
        own = len({department for department, _ in having})
        if own > 2 and rarity(departments, lines.departments) ** 2 * mass**2 < threshold:
            found.append(Common(min(key for _, key in having), own))
    return tuple(sorted(found, key=lambda one: (-one.departments, one.key)))
