"""How alike the sections of a department are, against the background of its region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from departments.models import Department, Duty, Region, Section

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mergers.planner.clauses import SectionText
    from mergers.planner.evidence import PairEvidence
    from mergers.planner.overlap import Corpus


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """The matrix of a department: ``similarity`` raw S and ``closeness`` q in the order of
    ``sections``; ``p50`` and ``p95`` are the region's quantiles that count as 0 and 1.
    """

    sections: list[Section]
    similarity: NDArray[np.float64]
    closeness: NDArray[np.float64]
    p50: float
    p95: float


@dataclass(frozen=True, slots=True, eq=False)
class RegionText:
    """The texts of all standing sections of a region, fitted once, with its quantiles."""

    corpus: Corpus
    index: dict[int, int]
    p50: float
    p95: float


def overlap_of(department: Department, *, clustered: bool = True) -> Overlap:
    """The overlap matrix of the standing sections, like sections side by side if ``clustered``."""
    from mergers.planner import overlap  # numpy: not at start-up

    sections = list(department.sections.standing().select_related("group"))
    text = text_of(department.region)
    rows = [text.index[section.pk] for section in sections]
    matrix = overlap.similarity(text.corpus, rows)
    if clustered and len(sections) > 2:
        order = list(overlap.cluster_order(matrix))
        sections = [sections[i] for i in order]
        matrix = matrix[order][:, order]
    closeness = overlap.normalise(matrix, text.p50, text.p95)
    return Overlap(sections, matrix, closeness, text.p50, text.p95)


def pair_evidence(department: Department, a: Section, b: Section) -> PairEvidence:
    """Why two sections of a department are alike: matched clauses and shared phrases."""
    from mergers.planner import evidence

    text = text_of(department.region)
    texts = text.corpus.texts
    return evidence.explain_pair(text.corpus, texts[text.index[a.pk]], texts[text.index[b.pk]])


def text_of(region: Region) -> RegionText:
    """The fitted texts of a region; kept while no text of it changes."""
    from mergers.planner.clauses import SectionText

    sections = Section.objects.standing().filter(
        department__region=region, department__standing="active"
    )
    rows = list(sections.order_by("department_id", "pk").values_list("pk", "department_id", "name"))
    duties: dict[int, list[str]] = {}
    for section, text in Duty.objects.filter(section__in=sections).values_list(
        "section_id", "text"
    ):
        duties.setdefault(section, []).append(text)
    texts = tuple(SectionText(name, tuple(duties.get(pk, ()))) for pk, _, name in rows)
    corpus, p50, p95 = _fitted(texts, tuple(department for _, department, _ in rows))
    return RegionText(corpus, {pk: place for place, (pk, _, _) in enumerate(rows)}, p50, p95)


@lru_cache(maxsize=4)
def _fitted(
    texts: tuple[SectionText, ...], departments: tuple[int, ...]
) -> tuple[Corpus, float, float]:
    """Fit the texts and take the quantiles over the pairs within each department."""
    from mergers.planner import overlap

    corpus = overlap.fit(texts)
    places: dict[int, list[int]] = {}
    for place, department in enumerate(departments):
        places.setdefault(department, []).append(place)
    matrices = [overlap.similarity(corpus, rows) for rows in places.values() if len(rows) > 1]
    p50, p95 = overlap.calibrate(matrices) if matrices else (0.0, 0.0)
    return corpus, p50, p95
