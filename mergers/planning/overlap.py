"""How alike the sections of a department are, against the background of its region."""

from __future__ import annotations

from dataclasses import dataclass

from departments.models import Department, RegionCalibration, Section
from mergers.lazy import Floats, similarity
from mergers.planning import calibrations
from mergers.planning.similarity_blend import SimilarityBlend, similarity_blend_of

ADVISED = 0.2
"""A new calibration is advised when it does not know a larger part of a department's bigrams."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """The matrix of a department: ``similarity`` S and ``closeness`` q in the order of
    ``sections``; ``p50`` and ``p95`` are the quantiles that count as 0 and 1.

    ``text`` is the similarity of the texts alone; ``similarity_blend`` says what else is in S, and has
    scaled the region's quantiles with it. It was measured against ``measure``, which is that of
    ``calibration`` (None: of the region's texts of now); ``texts`` are what was read, by section.
    """

    sections: list[Section]
    calibration: RegionCalibration | None
    measure: similarity.calibration.Calibration
    texts: dict[int, similarity.clauses.SectionText]
    similarity: Floats
    closeness: Floats
    p50: float
    p95: float
    text: Floats
    similarity_blend: SimilarityBlend


def overlap_of(
    department: Department,
    *,
    clustered: bool = True,
    calibration: RegionCalibration | None = None,
) -> Overlap:
    """The overlap matrix of the standing sections, like sections side by side if ``clustered``;
    measured against the calibration in force, or the one that is given.
    """
    standing = department.sections.standing()
    sections = list(standing.select_related("group"))
    keys = [section.pk for section in sections]
    if calibration is None:
        calibration = RegionCalibration.objects.in_force(department.region)
    measure = calibrations.calibration_from(department.region, calibration)
    places, found = calibrations.texts_of(standing)
    by_key = dict(zip((key for key, _ in places), found, strict=True))
    texts = tuple(by_key[key] for key in keys)
    alone = similarity.overlap.similarity(measure.corpus, texts)
    similarity_blend = similarity_blend_of(department, alone, keys)
    matrix = similarity_blend.blend(alone, keys)
    if clustered and len(sections) > 2:
        order = list(similarity.overlap.cluster_order(matrix))
        sections = [sections[i] for i in order]
        alone, matrix = alone[order][:, order], matrix[order][:, order]
    p50, p95 = similarity_blend.quantiles(measure.p50, measure.p95)
    closeness = similarity.overlap.normalise(matrix, p50, p95)
    return Overlap(
        sections=sections,
        similarity=matrix,
        closeness=closeness,
        p50=p50,
        p95=p95,
        text=alone,
        similarity_blend=similarity_blend,
        calibration=calibration,
        measure=measure,
        texts=by_key,
    )


@dataclass(frozen=True, slots=True)
class Age:
    """What of a department its calibration does not know: ``newer`` sections that were added or
    changed since, and ``unknown`` of its ``bigrams``, which weigh like those of a single section.
    """

    newer: int
    unknown: int
    bigrams: int

    @property
    def advised(self) -> bool:
        """Whether so much is unknown that calibrating anew is advised."""
        return self.unknown > ADVISED * self.bigrams


def age_of(overlap: Overlap) -> Age:
    """How far a department has gone on since the calibration that it was measured against."""
    texts = overlap.texts.values()
    unknown = similarity.calibration.unknown_bigrams(overlap.measure.corpus, texts)
    return Age(sum(map(overlap.measure.is_new, texts)), *unknown)


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
    evidence = calibrations.evidence_of(overlap.measure, overlap.texts[a.pk], overlap.texts[b.pk])
    explained = overlap.similarity_blend.explain(evidence, a.pk, b.pk)
    return PairView(explained, overlap.similarity_blend, overlap.p50, overlap.p95)


def pair_evidence(
    department: Department, a: Section, b: Section
) -> similarity.evidence.PairEvidence:
    """The evidence alone of ``pair_view``."""
    return pair_view(department, a, b).evidence
