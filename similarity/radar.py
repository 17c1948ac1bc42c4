"""The radar: which duties of different departments look like one (职责交叉), and why.

Bigram TF-IDF cosine as between sections (`overlap`), with weights over departments (`duty_lines`),
lowered by what makes every office resemble every other. All weights are multiples of 2^-26, so the
result is the same bit for bit in whatever order the duties come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from similarity.all_pairs import Pairs, pairs_of
from similarity.clauses import SectionText
from similarity.duty_lines import DutyLines, RadarDuty, clauses_of, rarity
from similarity.evidence import PairEvidence, explain_pair
from similarity.overlap import Corpus
from similarity.phrases import DEFAULT, Boilerplate
from similarity.topics import Topic, matters_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


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
    """The pairs, most alike first; the topics that three departments or more share; and the
    clauses left out because so many offices have them."""

    pairs: tuple[AlikePair, ...]
    topics: tuple[Topic, ...]
    common: tuple[Common, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Ranked:
    """Pairs of lines that are alike enough, most alike first; a line with itself where several
    departments have it."""

    u: Integers
    v: Integers
    cosine: Floats
    telling: Floats
    likeness: Floats
    departments: Integers


def find(
    lines: DutyLines,
    *,
    threshold: float = THRESHOLD,
    partners: int = PARTNERS,
    most: int = MOST,
    tick: Callable[[float], None] = lambda _: None,
) -> Radar:
    """Return the duties of different departments that are at least ``threshold`` (> 0) alike.

    Of each duty the ``partners`` most alike are kept (a pair stays when either side keeps it), and
    the ``most`` best of all; ties fall to smaller departments and keys. ``tick`` hears what part
    of the comparing is done and may raise to stop.
    """
    if not lines.members:
        return Radar((), (), ())
    alike = pairs_of(lines.rows, threshold, tick)
    near = _departments_near(lines, alike)
    ranked = _ranked(lines, alike, near, threshold)
    pairs = _kept(lines, ranked, partners, most)
    among = _among(lines, ranked, pairs)
    topics = matters_of(ranked.u[among], ranked.v[among], ranked.cosine[among], lines.members)
    return Radar(pairs, topics, _common(lines, near, threshold))


def explain(
    corpus: Corpus, one: RadarDuty, other: RadarDuty, *, phrases: Boilerplate = DEFAULT
) -> PairEvidence:
    """Return why two duties are alike by the weights of their region (`DutyLines.corpus`) and its
    phrase list; the shares add up to the cosine exactly. Clauses that do not count are left out.
    """
    texts = [
        SectionText("", tuple(part.text for part in clauses if part.excluded is None))
        for clauses in (clauses_of(phrases, one), clauses_of(phrases, other))
    ]
    return explain_pair(corpus, *texts)


def _departments_near(lines: DutyLines, alike: Pairs) -> Integers:
    """How many departments have each line, or one that is `SAME`."""
    same = alike.cosine >= SAME
    one, other, itself = alike.one[same], alike.other[same], np.arange(len(lines.members))
    ends = (np.concatenate([one, other, itself]), np.concatenate([other, one, itself]))
    near = coo_array((np.ones(len(ends[0])), ends), shape=(len(itself), len(itself)))
    counts: Integers = np.diff((near.tocsr() @ lines.where).indptr)
    return counts


def _ranked(lines: DutyLines, alike: Pairs, near: Integers, threshold: float) -> _Ranked:
    """Weigh the pairs of lines and order those that are alike enough."""
    itself = np.arange(len(lines.members))
    u = np.concatenate([itself, alike.one])
    v = np.concatenate([itself, alike.other])
    own = lines.rows.multiply(lines.rows).sum(axis=1)
    cosine = np.concatenate([own, alike.cosine])
    departments = np.maximum(near[u], near[v])
    telling = _rarities(lines)[departments] ** 2 * (lines.mass[u] * lines.mass[v])
    likeness = cosine * telling
    only = np.array([_only_department(having) for having in lines.members])
    chosen = np.flatnonzero((likeness >= threshold) & ((only[u] != only[v]) | (only[u] < 0)))
    chosen = chosen[np.argsort(-likeness[chosen], kind="stable")]
    every = (u, v, cosine, telling, likeness, departments)
    return _Ranked(*(values[chosen] for values in every))


def _rarities(lines: DutyLines) -> Floats:
    """`rarity` of a clause by the number of departments that have it."""
    return np.array([0.0, *(rarity(k, lines.departments) for k in range(1, lines.departments + 1))])


def _only_department(having: Sequence[tuple[int, int]]) -> int:
    """The department that alone has a line, -1 when there are several."""
    return having[0][0] if having[0][0] == having[-1][0] else -1


def _kept(lines: DutyLines, ranked: _Ranked, partners: int, most: int) -> tuple[AlikePair, ...]:
    """The pairs of duties, most alike first, as long as one of the two lacks partners."""
    kept: list[AlikePair] = []
    count: Counter[int] = Counter()
    for pair in _in_order(lines, ranked):
        if min(count[pair.a], count[pair.b]) < partners:
            count[pair.a] += 1
            count[pair.b] += 1
            kept.append(pair)
            if len(kept) == most:
                break
    return tuple(kept)


def _in_order(lines: DutyLines, ranked: _Ranked) -> Iterator[AlikePair]:
    """All pairs of duties behind the pairs of lines, most alike first, ties by department and key."""
    breaks = np.flatnonzero(np.diff(ranked.likeness)) + 1
    edges = [0, *breaks.tolist(), len(ranked.likeness)]
    for start, end in pairwise(edges):
        ends = sorted({one for place in range(start, end) for one in _duties(lines, ranked, place)})
        for a, b, place in ends:
            cosine, telling = float(ranked.cosine[place]), float(ranked.telling[place])
            yield AlikePair(a[1], b[1], cosine, telling, int(ranked.departments[place]))


def _duties(
    lines: DutyLines, ranked: _Ranked, place: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int], int]]:
    """The pairs of duties of two departments that read as one pair of lines, smaller first."""
    for x in lines.members[ranked.u[place]]:
        for y in lines.members[ranked.v[place]]:
            if x[0] != y[0]:
                yield min(x, y), max(x, y), place


def _among(lines: DutyLines, ranked: _Ranked, pairs: Sequence[AlikePair]) -> Integers:
    """The places of the ranked pairs of which both lines are listed, for topics."""
    line_of = {key: line for line, having in enumerate(lines.members) for _, key in having}
    listed = np.zeros(len(lines.members), dtype=bool)
    listed[[line_of[key] for pair in pairs for key in (pair.a, pair.b)]] = True
    return np.flatnonzero(listed[ranked.u] & listed[ranked.v])


def _common(lines: DutyLines, near: Integers, threshold: float) -> tuple[Common, ...]:
    """The clauses that three departments or more have and that are too common to be listed."""
    telling = _rarities(lines)[near] ** 2 * lines.mass**2
    found = []
    for having, weight in zip(lines.members, telling.tolist(), strict=True):
        own = len({department for department, _ in having})
        if own > 2 and weight < threshold:
            found.append(Common(min(key for _, key in having), own))
    return tuple(sorted(found, key=lambda one: (-one.departments, one.key)))
