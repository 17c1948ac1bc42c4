"""What every link of a department does to the similarity of its two sections."""

from __future__ import annotations

from dataclasses import dataclass

from departments.link_strengths import word_of
from departments.models import Department, Section, SectionLink
from mergers.planning.overlap import overlap_of


@dataclass(frozen=True, slots=True)
class LinkEffect:
    """A link with the similarity of its sections in points: of the texts, and with the link; and
    how near they count, 0 to 1.
    """

    link: SectionLink
    word: str
    text: float
    blended: float
    closeness: float


@dataclass(frozen=True, slots=True)
class LinkEffects:
    """The links of a department, strongest first, their weight λ, and its standing sections."""

    rows: tuple[LinkEffect, ...]
    weight: float
    sections: tuple[Section, ...]


def link_effects(department: Department) -> LinkEffects:
    """The links between standing sections and what they do; about six queries."""
    overlap = overlap_of(department, clustered=False)
    place = {section.pk: row for row, section in enumerate(overlap.sections)}
    links = SectionLink.objects.filter(department=department).select_related("a", "b", "department")
    rows = [
        LinkEffect(
            link=link,
            word=word_of(link.strength),
            text=100 * float(overlap.text[place[link.a_id], place[link.b_id]]),
            blended=100 * float(overlap.similarity[place[link.a_id], place[link.b_id]]),
            closeness=float(overlap.closeness[place[link.a_id], place[link.b_id]]),
        )
        for link in links
        if link.a_id in place and link.b_id in place
    ]
    return LinkEffects(tuple(rows), overlap.similarity_blend.weight, tuple(overlap.sections))
