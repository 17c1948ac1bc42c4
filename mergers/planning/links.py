"""The links between the sections of a department, and what they do to its similarities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from departments.models import Department, SectionLink
from departments.models.standing import Standing
from mergers.posts import rule_set_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mergers.planner.evidence import PairEvidence


@dataclass(frozen=True, slots=True)
class Link:
    """How strong (0 to 1) and what is handed over."""

    strength: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a department by pair of section keys, smaller first, and their weight λ.

    Without any link nothing is blended and ``weight`` is 0.
    """

    weight: float
    between: Mapping[tuple[int, int], Link]

    def of(self, a: int, b: int) -> Link | None:
        """The link between two sections, in whatever order; None when there is none."""
        return self.between.get((min(a, b), max(a, b)))

    def blend(self, matrix: NDArray[np.float64], keys: Iterable[int]) -> NDArray[np.float64]:
        """(1 − λ)·text + λ·link for every pair; ``keys`` are the sections of rows and columns."""
        import numpy as np

        from mergers.planner import overlap

        row = {key: place for place, key in enumerate(keys)}
        pairs = [
            (row[a], row[b], link.strength)
            for (a, b), link in self.between.items()
            if a in row and b in row
        ]
        if pairs or not self.between:
            return overlap.blend(matrix, pairs, self.weight)
        scaled = (1.0 - self.weight) * matrix  # links there are, but none among these sections
        np.fill_diagonal(scaled, 1.0)
        return scaled

    def quantiles(self, p50: float, p95: float) -> tuple[float, float]:
        """The region's quantiles on the scale of the blended similarities (ADR 0015).

        They are scaled like the text is, so that a link raises the closeness of its own pair and
        changes that of no other.
        """
        return (1.0 - self.weight) * p50, (1.0 - self.weight) * p95

    def explain(self, evidence: PairEvidence, a: int, b: int) -> PairEvidence:
        """The evidence of a pair's texts with its link, or the lack of one, blended in."""
        from mergers.planner.evidence import with_link

        link = self.of(a, b)
        return with_link(evidence, link.strength if link else 0.0, self.weight)

    def to_json(self) -> dict[str, Any]:
        """Plain values, kept with the problem of a plan."""
        pairs = [
            [str(a), str(b), link.strength, link.note] for (a, b), link in self.between.items()
        ]
        return {"weight": self.weight, "pairs": pairs}


NO_LINKS = Links(0.0, {})


def links_of(department: Department) -> Links:
    """The links between standing sections, with the weight that the region's rule set gives."""
    found = {
        (link.a_id, link.b_id): Link(link.strength, link.note)
        for link in SectionLink.objects.filter(
            department=department, a__standing=Standing.ACTIVE, b__standing=Standing.ACTIVE
        )
    }
    return Links(rule_set_of(department.region).link_weight, found) if found else NO_LINKS


def links_from_json(stored: dict[str, Any] | None) -> Links:
    """The links kept with a plan by ``to_json``; none for a plan made without."""
    if stored is None:
        return NO_LINKS
    between = {(int(a), int(b)): Link(strength, note) for a, b, strength, note in stored["pairs"]}
    return Links(stored["weight"], between)
