"""How large a structure is, counted both ways: in sections, and in units that work as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StructureSize:
    """``sections`` (科室) that stand, and ``units`` that they work in: sections of one big section by
    合署 or 统筹 are one unit (大科室).
    """

    sections: int
    units: int

    @property
    def grouped(self) -> bool:
        """Whether any sections work as one, so that the two ways of counting differ."""
        return self.sections != self.units


NOTHING = StructureSize(0, 0)


def total_of(sizes: Iterable[StructureSize]) -> StructureSize:
    """All structures together."""
    counted = list(sizes)
    return StructureSize(sum(one.sections for one in counted), sum(one.units for one in counted))


def change_words(before: StructureSize, after: StructureSize) -> str:
    """From one structure to another in words, both ways where they differ."""
    if not (before.grouped or after.grouped):
        return f"科室 {before.sections} → {after.sections}"
    kept = before.sections == after.sections
    sections = f"{after.sections}（不变）" if kept else f"{before.sections} → {after.sections}"
    return f"科室 {sections}，大科室 {before.units} → {after.units}"
