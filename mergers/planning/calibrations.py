"""What the similarities of a region are measured against: the calibration in force, and a plan's own."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from bigsection.kept import kept
from departments.models import LifecycleStatus, Region, RegionCalibration, Section
from mergers.lazy import similarity
from mergers.models import MergePlan
from mergers.planning.phrase_lists import phrases_of


def calibration_in_force(region: Region) -> similarity.calibration.Calibration:
    """What a region is measured against today; before its first calibration, its texts of now."""
    stored = RegionCalibration.objects.in_force(region)
    return calibration_from(region, stored)


def calibration_from(
    region: Region, stored: RegionCalibration | None
) -> similarity.calibration.Calibration:
    """A stored calibration ready to measure with; without one, that of the texts of now."""
    return read(stored) if stored is not None else fresh(region)


def calibration_of_plan(plan: MergePlan) -> similarity.calibration.Calibration:
    """What a plan was measured against.

    A plan of the time before calibrations were stored takes the first of its region: that, too,
    never changes.
    """
    region = plan.department.region
    first = RegionCalibration.objects.light().filter(region=region).order_by("number")
    return calibration_from(region, plan.calibration or first.first())


@kept(lambda stored: stored.hash)
def read(stored: RegionCalibration) -> similarity.calibration.Calibration:
    """The calibration of a row, whose content is read once in a process."""
    return similarity.calibration.from_json(stored.content)


def fresh(
    region: Region, phrases: similarity.phrases.Boilerplate | None = None
) -> similarity.calibration.Calibration:
    """The calibration that the texts of today give, with the region's phrase list or another."""
    rows, texts = texts_of(sections_of(region))
    departments = [department for _, department in rows]
    return of_texts(texts, departments, phrases_of(region) if phrases is None else phrases)


def name_of(*texts: object) -> bytes:
    """A short name of frozen values, by which `kept` finds what was made of them."""
    return sha256(repr(texts).encode("utf-8", "surrogatepass")).digest()


@kept(lambda *given: name_of(*given))
def of_texts(
    texts: Sequence[similarity.clauses.SectionText],
    departments: Sequence[int],
    phrases: similarity.phrases.Boilerplate,
) -> similarity.calibration.Calibration:
    """The calibration that these texts of departments (keys) give; worked out once in a process."""
    return similarity.calibration.of_region(texts, departments, phrases=phrases)


@kept(lambda calibration, a, b: (calibration.hash, name_of(a, b)))
def evidence_of(
    calibration: similarity.calibration.Calibration,
    a: similarity.clauses.SectionText,
    b: similarity.clauses.SectionText,
) -> similarity.evidence.PairEvidence:
    """Why two texts are alike against a calibration; worked out once in a process."""
    return similarity.evidence.explain_pair(calibration.corpus, a, b)


def sections_of(region: Region) -> QuerySet[Section]:
    """The standing sections of the standing departments of a region."""
    standing = LifecycleStatus.ACTIVE
    return Section.objects.standing().filter(
        department__region=region, department__standing=standing
    )


def texts_of(
    sections: QuerySet[Section],
) -> tuple[list[tuple[int, int]], tuple[similarity.clauses.SectionText, ...]]:
    """The keys of sections with those of their departments, and their names and duties in force in
    the same order.
    """
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


def values_of(calibration: similarity.calibration.Calibration) -> dict[str, Any]:
    """The columns of a RegionCalibration in which a calibration is kept."""
    return {
        "sections": calibration.sections,
        "p50": calibration.p50,
        "p95": calibration.p95,
        "hash": calibration.hash,
        "content": calibration.to_json(),
    }
