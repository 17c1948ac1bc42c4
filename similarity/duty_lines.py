"""The duties of a region made ready to compare: each scored text once, and how telling it is."""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from similarity.clauses import BRIDGE, Clause, Cleaner, SectionText
from similarity.overlap import Corpus, vectors
from similarity.phrases import DEFAULT, Boilerplate

Floats = NDArray[np.float64]


FEWEST_DEPARTMENTS = 20
"""A region with fewer departments is weighed like one with so many: of three departments, two that
share a clause are not two thirds of all offices."""
TELLING_BIGRAMS = 4
"""A clause tells enough from so many bigrams (five characters in a row) that two departments use."""


@dataclass(frozen=True, slots=True)
class RadarDuty:
    """A duty to compare: ``key`` and ``department`` are any numbers that name them; ``section`` is
    the section's name, which decides whether boilerplate counts (see `phrases`)."""

    key: int
    department: int
    section: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class DutyLines:
    """The scored texts, each once: a line for all duties that read the same.

    Per line: ``members`` are its (department, key), smallest first; ``rows`` its unit vector (CSR,
    lines × bigrams of ``corpus``); ``mass`` how telling it is in itself, 0..1; ``where`` is lines ×
    departments. ``unscored`` counts the duties of which nothing counts (catch-alls, boilerplate).
    """

    corpus: Corpus
    members: tuple[tuple[tuple[int, int], ...], ...]
    rows: Any
    mass: Floats
    where: Any
    unscored: int

    @property
    def departments(self) -> int:
        """How many departments have a duty that counts."""
        return int(self.where.shape[1])


def read(duties: Iterable[RadarDuty], *, phrases: Boilerplate = DEFAULT) -> DutyLines:
    """Read the duties of a region; keys must differ.

    A bigram weighs idf(t) = ln((D + 1) / departments that use t): a word that a single department
    uses a hundred times tells where two departments meet, one that every department uses once does
    not. D is at least `FEWEST_DEPARTMENTS`.
    """
    having: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for duty in {duty.key: duty for duty in duties}.values():
        having[_line(clauses_of(phrases, duty))].append((duty.department, duty.key))
    unscored = len(having.pop("", ()))
    lines = sorted(having)
    members = tuple(tuple(sorted(having[line])) for line in lines)
    where = _incidence(members)
    # The phrases have done their work: what is left counts, whatever the section is called.
    corpus = _weighed(lines, where, _all_counting(phrases))
    rows = vectors(corpus, lines)[1]
    mass = _mass(rows, corpus, where.shape[1])
    return DutyLines(corpus, members, rows, mass, where, unscored)


def rarity(having: int, departments: int) -> float:
    """Return ln((D + 1) / k) / ln((D + 1) / 2) for a clause that k of D departments have.

    1 for a clause of two departments, near 0 for one of all; D is at least `FEWEST_DEPARTMENTS`.
    """
    whole = _whole(departments)
    return min(1.0, math.log(whole / having) / math.log(whole / 2))


def _whole(departments: int) -> int:
    return max(departments, FEWEST_DEPARTMENTS) + 1


def _all_counting(phrases: Boilerplate) -> Boilerplate:
    return dataclasses.replace(phrases, catch_alls=(), topics=(), builtin_catch_alls=False)


def clauses_of(phrases: Boilerplate, duty: RadarDuty) -> tuple[Clause, ...]:
    """The clauses of a duty; those that do not count say why."""
    return Cleaner(phrases).split(SectionText(duty.section, (duty.text,)))


def _line(clauses: Sequence[Clause]) -> str:
    scored = " ".join(clause.scored for clause in clauses).replace(BRIDGE, "")
    return " ".join(word for word in scored.split() if len(word) > 1)  # one character: no bigram


def _incidence(members: Sequence[Sequence[tuple[int, int]]]) -> Any:
    """Lines × departments: 1 where a department has the line."""
    named = sorted({department for having in members for department, _ in having})
    place = {department: column for column, department in enumerate(named)}
    columns = [sorted({place[department] for department, _ in having}) for having in members]
    pointers = np.cumsum([0, *(len(row) for row in columns)])
    flat = np.array([column for row in columns for column in row], dtype=np.int64)
    return csr_array((np.ones(len(flat)), flat, pointers), shape=(len(members), len(named)))


def _weighed(lines: Sequence[str], where: Any, phrases: Boilerplate) -> Corpus:
    """The bigrams of the lines with their idf over departments."""
    whole = _whole(where.shape[1])
    codes = np.empty(0, dtype=np.int64)
    blank = Corpus((), phrases, codes, codes, np.empty(0), 1.0, None)
    if not lines:
        return blank
    codes, used = vectors(blank, lines)
    having = np.diff((used.T.tocsr() @ where).indptr)
    table = [0.0, *(math.log(whole / count) for count in range(1, where.shape[1] + 1))]
    return Corpus((), phrases, codes, having, np.array(table)[having], math.log(whole), None)


def _mass(rows: Any, corpus: Corpus, departments: int) -> Floats:
    """How telling each line is: the length of its bigrams' idf, over that of `TELLING_BIGRAMS`
    bigrams of two departments, at most 1. A line of a few everyday words can be alike by chance.
    """
    enough = math.sqrt(TELLING_BIGRAMS) * math.log(_whole(departments) / 2)
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    squares = np.bincount(row, weights=corpus.idf[rows.indices] ** 2, minlength=rows.shape[0])
    return np.minimum(np.sqrt(squares) / enough, 1.0)
