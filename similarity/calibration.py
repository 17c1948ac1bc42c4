"""What similarities are measured against: how telling every bigram is, and the scale of all pairs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from similarity.clauses import Cleaner, SectionText
from similarity.hubs import hub_excess, less_hubs
from similarity.overlap import (
    CODE_BITS,
    Corpus,
    Integers,
    calibrate,
    fit,
    similarity,
    vectors,
    weighed,
)
from similarity.phrases import DEFAULT, Boilerplate


@dataclass(frozen=True, eq=False)
class Calibration:
    """Everything that a similarity depends on beside the two texts themselves.

    ``p50`` and ``p95`` are the similarities that count as 0 and as 1; ``digests`` name the texts
    that it was made from. It does not change when these change.
    """

    corpus: Corpus
    p50: float
    p95: float
    sections: int
    digests: frozenset[str]

    @property
    def has_scale(self) -> bool:
        """Whether there were pairs enough to tell a usual similarity from a high one."""
        return self.p95 > self.p50

    def is_new(self, text: SectionText) -> bool:
        """Whether a section is none of those that it was made from, or its text another."""
        return digest(text) not in self.digests

    def to_json(self) -> dict[str, Any]:
        """Plain values, by which ``from_json`` gives the same similarities bit for bit."""
        bigrams: dict[int, list[int]] = {}
        for code, frequency in zip(
            self.corpus.codes.tolist(), self.corpus.frequency.tolist(), strict=True
        ):
            bigrams.setdefault(frequency, []).append(code)
        return {
            "phrases": asdict(self.corpus.phrases),
            "sections": self.sections,
            "p50": self.p50,
            "p95": self.p95,
            "bigrams": {str(key): _written(codes) for key, codes in sorted(bigrams.items())},
            "digests": sorted(self.digests),
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 by which two calibrations are known to be the same."""
        text = json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def from_json(stored: Mapping[str, Any]) -> Calibration:
    """The calibration that ``to_json`` wrote."""
    phrases: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in stored["phrases"].items()
    }
    groups = [(int(frequency), _read(text)) for frequency, text in stored["bigrams"].items()]
    codes = np.concatenate([np.empty(0, dtype=np.int64), *(codes for _, codes in groups)])
    frequency = np.repeat(
        np.array([frequency for frequency, _ in groups], dtype=np.int64),
        [len(codes) for _, codes in groups],
    )
    order = np.argsort(codes)
    corpus = weighed(Boilerplate(**phrases), stored["sections"], codes[order], frequency[order])
    digests = frozenset(stored["digests"])
    return Calibration(corpus, stored["p50"], stored["p95"], stored["sections"], digests)


def of_region(
    texts: Sequence[SectionText],
    departments: Sequence[int],
    *,
    phrases: Boilerplate = DEFAULT,
) -> Calibration:
    """Calibrate by the sections of a region; ``departments`` names that of each.

    The scale is taken over the pairs within each department, less hubs: (0, 0) without any pair.
    The texts themselves are not kept.
    """
    corpus = fit(texts, phrases=phrases)
    matrices = [
        less_hubs(matrix, hub_excess(matrix))
        for rows in places_of(departments)
        if len(rows) > 1
        for matrix in (similarity(corpus, rows),)
    ]
    p50, p95 = calibrate(matrices)
    corpus = replace(corpus, texts=(), matrix=None)
    return Calibration(corpus, p50, p95, len(texts), frozenset(map(digest, texts)))


def places_of(departments: Iterable[Hashable]) -> list[list[int]]:
    """The places of each department's sections in a list that names the department of each."""
    places: dict[Hashable, list[int]] = {}
    for place, department in enumerate(departments):
        places.setdefault(department, []).append(place)
    return list(places.values())


def unknown_bigrams(corpus: Corpus, texts: Iterable[SectionText]) -> tuple[int, int]:
    """How many different bigrams of these texts the corpus has never met, and how many there are.

    One that it has not met weighs like one that a single section has (`overlap.vectors`).
    """
    cleaner = Cleaner(corpus.phrases)
    own = vectors(corpus, [cleaner.scored_text(text) for text in texts])[0]
    return int(np.isin(own, corpus.codes, invert=True).sum()), len(own)


def digest(text: SectionText) -> str:
    """A short name of a section's text."""
    content = "\n".join([text.name, *text.duties])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _written(codes: Iterable[int]) -> str:
    """The bigrams as text, two characters each."""
    mask = (1 << CODE_BITS) - 1
    return "".join(chr(code >> CODE_BITS) + chr(code & mask) for code in codes)


def _read(text: str) -> Integers:
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.int64)
    return (points[::2] << CODE_BITS) | points[1::2]
