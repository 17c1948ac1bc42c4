"""Where every duty of a department lands, as the tab 职责去向 lists it: by section of today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mergers.domain.completeness import DutyDestination
    from mergers.planning.fact_types import PeopleMoveFact, PlanFacts, VerdictFact

SHOWS = {"all": "全部", "moved": "有划转", "nowhere": "未落实", "ended": "终止"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties there are, and how many of them land in which way."""

    total: int
    along: int
    moved: int
    elsewhere: int
    ended: int
    nowhere: int

    def shown(self, show: str) -> int:
        """How many duties a filter lets through."""
        counts = {"all": self.total, "moved": self.moved + self.elsewhere}
        counts |= {"ended": self.ended, "nowhere": self.nowhere}
        return counts[show]

    @property
    def words(self) -> str:
        """The count that must add up, as one sentence."""
        away = f"（其中 {self.elsewhere} 项到其他部门）" if self.elsewhere else ""
        return (
            f"{self.total} 项职责：{self.along} 随科室，{self.moved + self.elsewhere} 划转{away}，"
            f"{self.ended} 终止，{self.nowhere} 未落实"
        )


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty with its destination."""

    destination: DutyDestination

    @property
    def kind(self) -> str:
        """``along`` (with its section), ``moved``, ``elsewhere``, ``ended`` or ``nowhere``."""
        return kind_of(self.destination)


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """One section of today: its verdict, its duties on show, and people who leave it with them."""

    verdict: VerdictFact
    rows: tuple[DutyRow, ...]
    total: int
    leaving: tuple[PeopleMoveFact, ...]

    @property
    def itself(self) -> tuple[str, ...]:
        """The targets of a section that goes nowhere: they need not be told."""
        return (self.verdict.name,)


def kind_of(destination: DutyDestination) -> str:
    """How a duty lands, told apart by whether it goes with its section."""
    if destination.kind == "big":
        return "moved" if destination.moved else "along"
    return destination.kind


def tally(destinations: Iterable[DutyDestination]) -> Tally:
    """Count the duties by how they land."""
    kinds = [kind_of(destination) for destination in destinations]
    return Tally(
        total=len(kinds),
        along=kinds.count("along"),
        moved=kinds.count("moved"),
        elsewhere=kinds.count("elsewhere"),
        ended=kinds.count("ended"),
        nowhere=kinds.count("nowhere"),
    )


def shown(kind: str, show: str) -> bool:
    """Whether a duty of this kind passes the filter; 有划转 is all that leaves its section."""
    if show == "moved":
        return kind in ("moved", "elsewhere")
    return show == "all" or kind == show


def duty_groups(facts: PlanFacts, show: str) -> tuple[DutyGroup, ...]:
    """The sections in the order of the plan's verdicts, each with the duties that pass the filter.

    With a filter on, sections without such duties are left out.
    """
    groups = []
    for verdict in facts.verdicts:
        mine = [
            destination for destination in facts.destinations if destination.origin == verdict.pk
        ]
        rows = tuple(
            DutyRow(destination) for destination in mine if shown(kind_of(destination), show)
        )
        if rows or show == "all":
            leaving = tuple(move for move in facts.people_moves if move.section == verdict.pk)
            groups.append(DutyGroup(verdict, rows, len(mine), leaving))
    return tuple(groups)
