"""The figures at the head of a plan, for everybody who has to judge it at a glance."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mergers.presenting.unplaced import Unplaced

if TYPE_CHECKING:
    from mergers.planning.fact_types import PlanFacts, PlannedSectionFacts

ALL_PLACED = Unplaced()


@dataclass(frozen=True, slots=True)
class Headline:
    """Figures before and after; ``new_heads`` is the number of people who get a new head.

    ``merges`` join sections of today, ``kept`` are sections that stay, perhaps by another name, ``receiving``
    stay too and get duties or people of others, ``founded`` have no section of today in them.
    ``modes`` counts the merges by the word for how their members come together.
    """

    posts_before: int
    posts_after: int
    people: int
    new_heads: int
    merges: tuple[PlannedSectionFacts, ...]
    receiving: tuple[PlannedSectionFacts, ...]
    kept: tuple[PlannedSectionFacts, ...]
    founded: tuple[PlannedSectionFacts, ...]
    modes: tuple[tuple[str, int], ...]
    broken_rules: int
    lost_duties: int

    @property
    def receiving_count(self) -> int:
        """How many sections stay and get more to do."""
        return len(self.receiving)

    @property
    def merging(self) -> bool:
        """Whether any section of today ends by being merged into another."""
        return any(big.mode == "merge" for big in self.merges)

    @property
    def keeping(self) -> bool:
        """Whether any sections of today are joined and go on with their names and posts."""
        return any(big.mode != "merge" for big in self.merges)


def headline(facts: PlanFacts, unplaced: Unplaced = ALL_PLACED) -> Headline:
    """Sum up the big sections of a plan; what waits on the bench keeps its people and posts, what
    is abolished had posts before.
    """
    planned_sections = facts.big_sections
    alone = [big for big in planned_sections if len(big.members) == 1]
    merges = tuple(big for big in planned_sections if len(big.members) > 1)
    waiting = sum(member.posts for member in unplaced.bench)
    ended = sum(member.posts for member, _ in unplaced.abolished)
    return Headline(
        posts_before=sum(big.posts_before for big in planned_sections) + waiting + ended,
        posts_after=sum(big.posts_after for big in planned_sections) + waiting,
        people=sum(big.people for big in planned_sections) + sum(m.people for m in unplaced.bench),
        new_heads=sum(big.new_heads for big in planned_sections),
        merges=merges,
        receiving=tuple(big for big in alone if gets_more(big)),
        kept=tuple(big for big in alone if not gets_more(big)),
        founded=tuple(big for big in planned_sections if not big.members),
        modes=tuple(Counter(big.mode_label for big in merges).most_common()),
        broken_rules=sum(not rule.passed for rule in facts.rules),
        lost_duties=sum(destination.kind == "nowhere" for destination in facts.destinations),
    )


def gets_more(big: PlannedSectionFacts) -> bool:
    """Whether duties or people of other sections come into a big section."""
    return bool(big.incoming or big.arriving)


def at_most(gap: float | None) -> str:
    """A gap in points, rounded up so that the promise holds: 0.0312 is ``0.04``."""
    return "" if gap is None else f"{math.ceil(gap * 100 - 1e-9) / 100:.2f}"
