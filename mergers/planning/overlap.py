"""How alike the sections of a department are, against the background of its region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from django.db.models import FilteredRelation, Q

from departments.models import Department, Region, Section
from mergers.lazy import Floats, similarity
from mergers.planning.phrase_lists import phrases_of
from mergers.planning.similarity_blend import SimilarityBlend, similarity_blend_of


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """The matrix of a department: ``similarity`` S and ``closeness`` q in the order of
    ``sections``; ``p50`` and ``p95`` are the quantiles that count as 0 and 1.

    ``text`` is the similarity of the texts alone; ``similarity_blend`` says what else is in S, and has
    scaled the region's quantiles with it.
    """

    sections: list[Section]
    similarity: Floats
    closeness: Floats
    p50: float
    p95: float
    text: Floats
    similarity_blend: SimilarityBlend


@dataclass(frozen=True, slots=True, eq=False)
class RegionText:
    """The texts of all standing sections of a region, fitted once, with the quantiles of the
    similarities of their texts.
    """

    corpus: similarity.overlap.Corpus
    index: dict[int, int]
    p50: float
    p95: float


def overlap_of(department: Department, *, clustered: bool = True) -> Overlap:
    """The overlap matrix of the standing sections, like sections side by side if ``clustered``."""

    sections = list(department.sections.standing().select_related("group"))
    text = text_of(department.region)
    rows = [text.index[section.pk] for section in sections]
    alone = similarity.overlap.similarity(text.corpus, rows)
    keys = [section.pk for section in sections]
    similarity_blend = similarity_blend_of(department, alone, keys)
    matrix = similarity_blend.blend(alone, keys)
    if clustered and len(sections) > 2:
        order = list(similarity.overlap.cluster_order(matrix))
        sections = [sections[i] for i in order]
        alone, matrix = alone[order][:, order], matrix[order][:, order]
    p50, p95 = similarity_blend.quantiles(text.p50, text.p95)
    closeness = similarity.overlap.normalise(matrix, p50, p95)
    return Overlap(sections, matrix, closeness, p50, p95, alone, similarity_blend)


@dataclass(frozen=True, slots=True)
class PairView:
    """Why two sections of a department are alike, and the quantiles to judge it by."""

    evidence: similarity.evidence.PairEvidence
    similarity_blend: SimilarityBlend
    p50: float
    p95: float


def pair_view(department: Department, a: Section, b: Section) -> PairView:
    """Matched clauses and shared phrases of two sections, with the link between them."""

    overlap = overlap_of(department, clustered=False)
    region = text_of(department.region)
    texts = region.corpus.texts
    evidence = similarity.evidence.explain_pair(
        region.corpus, texts[region.index[a.pk]], texts[region.index[b.pk]]
    )
    explained = overlap.similarity_blend.explain(evidence, a.pk, b.pk)
    return PairView(explained, overlap.similarity_blend, overlap.p50, overlap.p95)


def pair_evidence(
    department: Department, a: Section, b: Section
) -> similarity.evidence.PairEvidence:
    """The evidence alone of ``pair_view``."""
    return pair_view(department, a, b).evidence


def text_of(region: Region) -> RegionText:
    """The fitted texts of a region; kept while neither a text nor the phrase list changes."""
    rows, texts = texts_of(region)
    departments = tuple(department for _, department in rows)
    corpus, p50, p95 = _fitted(texts, departments, phrases_of(region))
    return RegionText(corpus, {pk: place for place, (pk, _) in enumerate(rows)}, p50, p95)


def texts_of(
    region: Region,
) -> tuple[list[tuple[int, int]], tuple[similarity.clauses.SectionText, ...]]:
    """The keys of all standing sections of a region with those of their departments, and their
    names and duties in the same order.
    """

    sections = Section.objects.standing().filter(
        department__region=region, department__standing="active"
    )
    in_force = FilteredRelation("duties", condition=Q(duties__ended_on=None))
    rows = (
        sections.annotate(duty=in_force)
        .order_by("department_id", "pk", "duty__position", "duty__pk")
        .values_list("pk", "department_id", "name", "duty__text")
    )
    found = [(key, [row[3] for row in own]) for key, own in groupby(rows, itemgetter(0, 1, 2))]
    texts = tuple(
        similarity.clauses.SectionText(name, tuple(text for text in duties if text is not None))
        for (_, _, name), duties in found
    )
    return [(pk, department) for (pk, department, _), _ in found], texts


def fit_region(
    texts: tuple[similarity.clauses.SectionText, ...],
    departments: tuple[int, ...],
    phrases: similarity.phrases.Boilerplate,
) -> tuple[similarity.overlap.Corpus, float, float]:
    """Fit the texts and take the quantiles over the pairs within each department, less hubs."""

    corpus = similarity.overlap.fit(texts, phrases=phrases)
    alone = (
        similarity.overlap.similarity(corpus, rows)
        for rows in places_of(departments)
        if len(rows) > 1
    )
    matrices = [
        similarity.hubs.less_hubs(matrix, similarity.hubs.hub_excess(matrix)) for matrix in alone
    ]
    p50, p95 = similarity.overlap.calibrate(matrices) if matrices else (0.0, 0.0)
    return corpus, p50, p95


def places_of(departments: tuple[int, ...]) -> list[list[int]]:
    """The places of each department's sections in a region's list."""
    places: dict[int, list[int]] = {}
    for place, department in enumerate(departments):
        places.setdefault(department, []).append(place)
    return list(places.values())


_fitted = lru_cache(maxsize=4)(fit_region)
