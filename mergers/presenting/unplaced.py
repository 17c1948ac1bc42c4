"""The sections of today that are in no big section of a plan: on the bench, or abolished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mergers.planning.fact_types import MemberFact

if TYPE_CHECKING:
    from mergers.planning.fact_types import PlanFacts, VerdictFact


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Those that wait for a place (待安置), and those that the plan ends outright (撤销), each with
    where its people go and why.
    """

    bench: tuple[MemberFact, ...] = ()
    abolished: tuple[tuple[MemberFact, VerdictFact], ...] = ()


def unplaced_of(
    problem: Mapping[str, Any], baseline: Mapping[str, Any], facts: PlanFacts
) -> Unplaced:
    """What is in no big section, in the order of the sections of today."""
    members = _members(problem, baseline)
    return Unplaced(
        bench=tuple(members[one.pk] for one in facts.verdicts if one.verdict == "待安置"),
        abolished=tuple((members[one.pk], one) for one in facts.verdicts if one.verdict == "撤销"),
    )


def _members(problem: Mapping[str, Any], baseline: Mapping[str, Any]) -> dict[int, MemberFact]:
    quotas = {item["id"]: item["quota"] for item in baseline.get("sections", ())}
    return {
        int(item["id"]): MemberFact(
            pk=int(item["id"]),
            name=item["name"],
            kind=item["kind"],
            lines=tuple(item["lines"]),
            people=int(item["people"]),
            quota=quotas.get(int(item["id"])),
            load_hours=item["load_hours"],
            posts=int(item["posts"]),
        )
        for item in problem.get("sections", ())
    }
