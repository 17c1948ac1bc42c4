"""What goes into the similarity of two sections beside their texts: links and the hubs' excess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from departments.models import Department, RuleSet, SectionLink
from departments.models.lifecycle_status import LifecycleStatus
from mergers.lazy import Floats, np, similarity


@dataclass(frozen=True, slots=True)
class Link:
    """How strong (0 to 1) and what is handed over."""

    strength: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class SimilarityBlend:
    """How the similarities of one department come from those of its texts (ADR 0015).

    First the excess of its ``hubs`` (by section key) is taken off, see planner/hubs.py; then its
    links, ``between`` pairs of section keys with the smaller first, are blended in with their
    ``weight`` λ. Without any link λ is 0; without either the texts are all there is.
    """

    weight: float = 0.0
    between: Mapping[tuple[int, int], Link] = field(default_factory=dict)
    hubs: Mapping[int, float] = field(default_factory=dict)

    def of(self, a: int, b: int) -> Link | None:
        """The link between two sections, in whatever order; None when there is none."""
        return self.between.get((min(a, b), max(a, b)))

    def excess(self, a: int, b: int) -> float:
        """What is taken off the similarity of two sections: the excess of the greater hub."""
        return max(self.hubs.get(a, 0.0), self.hubs.get(b, 0.0))

    def blend(self, text: Floats, keys: Iterable[int]) -> Floats:
        """The similarities, from those of the texts; ``keys`` are the sections of the rows."""

        rows = {key: place for place, key in enumerate(keys)}
        matrix = similarity.hubs.less_hubs(
            text, np.array([self.hubs.get(key, 0.0) for key in rows])
        )
        pairs = [
            (rows[a], rows[b], link.strength)
            for (a, b), link in self.between.items()
            if a in rows and b in rows
        ]
        if pairs or not self.between:
            return similarity.overlap.blend(matrix, pairs, self.weight)
        scaled = (1.0 - self.weight) * matrix  # links there are, but none among these sections
        np.fill_diagonal(scaled, 1.0)
        return scaled

    def quantiles(self, p50: float, p95: float) -> tuple[float, float]:
        """The region's quantiles on the scale of the blended similarities.

        They are scaled like the text is, so that a link raises the closeness of its own pair and
        changes that of no other.
        """
        return (1.0 - self.weight) * p50, (1.0 - self.weight) * p95

    def explain(
        self, evidence: similarity.evidence.PairEvidence, a: int, b: int
    ) -> similarity.evidence.PairEvidence:
        """The evidence of a pair's texts with everything else mixed in."""

        link = self.of(a, b)
        settled = similarity.evidence.less_hub(evidence, self.excess(a, b))
        return similarity.evidence.with_link(settled, link.strength if link else 0.0, self.weight)

    def to_json(self) -> dict[str, Any]:
        """Plain values, kept with the problem of a plan."""
        pairs = [
            [str(a), str(b), link.strength, link.note] for (a, b), link in self.between.items()
        ]
        hubs = [[str(key), excess] for key, excess in self.hubs.items()]
        return {"weight": self.weight, "links": pairs, "hubs": hubs}


def similarity_blend_of(department: Department, text: Floats, keys: list[int]) -> SimilarityBlend:
    """The hubs among the standing sections, found in the similarities of their texts, and the links
    between them, with the weight that the region's rule set gives.
    """

    links = {
        (link.a_id, link.b_id): Link(link.strength, link.note)
        for link in SectionLink.objects.filter(
            department=department,
            a__standing=LifecycleStatus.ACTIVE,
            b__standing=LifecycleStatus.ACTIVE,
        )
    }
    excess = zip(keys, similarity.hubs.hub_excess(text).tolist(), strict=True)
    hubs = {key: value for key, value in excess if value > 0}
    return SimilarityBlend(
        RuleSet.objects.of(department.region).link_weight if links else 0.0, links, hubs
    )


def similarity_blend_from_json(stored: dict[str, Any] | None) -> SimilarityBlend:
    """What was blended into the similarities, kept with a plan by ``to_json``; texts alone for a plan
    that kept none.
    """
    if stored is None:
        return SimilarityBlend()
    links = {(int(a), int(b)): Link(strength, note) for a, b, strength, note in stored["links"]}
    return SimilarityBlend(
        stored["weight"], links, {int(key): excess for key, excess in stored["hubs"]}
    )
