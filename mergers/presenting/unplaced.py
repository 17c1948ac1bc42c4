"""The sections of today that are in no big section of a plan: on the bench, or abolished."""

from __future__ import annotations

from dataclasses import dataclass

from mergers.models import MergePlan
from mergers.planning.fact_types import MemberFact, PlanFacts, VerdictFact
from mergers.planning.facts import members_of


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Those that wait for a place (待安置), and those that the plan ends outright (撤销), each with
    where its people go and why.
    """

    bench: tuple[MemberFact, ...] = ()
    abolished: tuple[tuple[MemberFact, VerdictFact], ...] = ()


def unplaced_of(plan: MergePlan, facts: PlanFacts) -> Unplaced:
    """What is in no big section, in the order of the sections of today."""
    members = members_of(plan)
    return Unplaced(
        bench=tuple(members[one.pk] for one in facts.verdicts if one.verdict == "待安置"),
        abolished=tuple((members[one.pk], one) for one in facts.verdicts if one.verdict == "撤销"),
    )
