"""Scores a plan that was changed by hand, and says what its old proof is still worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mergers.domain.arrangement import Arrangement
from mergers.lazy import planner
from mergers.models import BigSection, MergePlan
from mergers.planning.reasons import PHRASES, kept_phrases
from mergers.planning.solving import RULE_NAMES
from mergers.planning.split_sections import (
    PIECE,
    UNITS,
    SplitSections,
    split_sections_of,
    stored_split_sections,
)

MOVED = "手工划转职责，未与最优比较"
BENCH = "有科室待安置，没有可比的最优上限"
MIXED = "部分大科室改了整合方式，未与最优比较"
FEWER = "一人科、两人科比求解时更少，没有可比的最优上限"
NAMED = 3
"""So many broken rules are named; the rest is counted."""

RESCORED = [
    "score",
    "objective",
    "bound",
    "proven",
    "no_bound",
    "certificate",
    "outcome",
    "sections_after",
    "standing_after",
]
KEPT_PROOF = "proof"
"""Key of ``MergePlan.outcome`` under which the proof waits while no certificate can be made."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A plan in units with its score, and score and parts of the sections as they are today."""

    split_sections: SplitSections
    plan: planner.api.PlanResult
    today_score: float
    today_parts: Mapping[str, float]
    rules: tuple[planner.rulecheck.RuleOutcome, ...]

    @property
    def model(self) -> planner.model.Model:
        """The planner's model that all of it was worked out with."""
        return self.split_sections.model

    @property
    def before(self) -> planner.problem.Problem:
        """The problem that was solved, in whole sections."""
        return self.split_sections.before

    @property
    def is_allowed(self) -> bool:
        """Whether the plan keeps every rule of its problem."""
        return all(rule.passed for rule in self.rules)


def score(plan: MergePlan, arrangement: Arrangement) -> Scored:
    """Work out score, parts and rules of a plan as it is arranged; builds one model.

    What the sections score today was stored with the plan when it was made.
    """
    units = split_sections_of(plan, arrangement)
    groups = planner.scoring.indices_of(units.model, units.groups)
    today = plan.outcome["today"]
    return Scored(
        units,
        planner.scoring.score_groups(units.model, groups),
        today["score"],
        today["parts"],
        _rules_of(units, groups, fewest_of(plan)),
    )


def fewest_of(plan: MergePlan) -> tuple[int, int] | None:
    """How few big sections of one and of two people the planner found possible, if it was asked."""
    small = plan.outcome.get("small")
    return None if small is None else (small["ones"], small["twos"])


def _rules_of(
    units: SplitSections, groups: Sequence[Sequence[int]], fewest: tuple[int, int] | None
) -> tuple[planner.rulecheck.RuleOutcome, ...]:
    """Which rules the plan keeps. How many sections a big section has counts sections, not the
    parts of others that come to it.
    """
    outcomes = planner.rulecheck.rule_outcomes(units.model, groups, fewest)
    limit = units.before.rules.max_members
    if not units.changed or limit is None:
        return outcomes
    whole = [tuple(sorted(pk for pk in group if PIECE not in pk)) for group in units.groups]
    beyond = tuple(sorted(group for group in whole if len(group) > limit))
    figures = {"limit": float(limit), "worst": float(max(map(len, whole)))}
    own = planner.rulecheck.RuleOutcome("max_members", not beyond, beyond, figures)
    return tuple(own if outcome.rule == own.rule else outcome for outcome in outcomes)


def rescore(plan: MergePlan, arrangement: Arrangement) -> Scored:
    """Score the plan as it is arranged now: its fields RESCORED, to be saved by the caller, and the
    parts of its big sections.

    The bound of the solved problem holds for every arrangement of whole sections that keeps its
    rules; for any other it says nothing, whichever of the two is worth more. It waits in
    ``outcome["bound"]``, the proof under KEPT_PROOF, and both come back with such an arrangement.
    """
    scored = score(plan, arrangement)
    proof = plan.certificate or plan.outcome.get(KEPT_PROOF)
    plan.no_bound = why_no_bound(plan, scored, arrangement)
    bound = None if plan.no_bound else plan.outcome.get("bound")
    objective = scored.plan.objective
    plan.score = scored.plan.score
    plan.objective = objective
    plan.bound = bound if bound is not None and bound >= objective else None
    plan.proven = plan.bound == objective
    bounded = plan.bound is not None
    plan.certificate = (
        certificate_of(proof, scored.plan, scored.model) if proof and bounded else None
    )
    plan.outcome = {k: value for k, value in plan.outcome.items() if k not in (KEPT_PROOF, UNITS)}
    if proof and plan.certificate is None:
        plan.outcome[KEPT_PROOF] = proof
    if units := stored_split_sections(scored.split_sections):
        plan.outcome[UNITS] = units
    whole = [[pk for pk in group if PIECE not in pk] for group in scored.split_sections.groups]
    plan.outcome[PHRASES] = kept_phrases(plan, scored.split_sections.problem, whole)
    plan.sections_after = len(scored.split_sections.groups)
    plan.standing_after = plan.sections_after + arrangement.beside()
    _store_parts((big.pk for big in arrangement.planned_sections), scored)
    return scored


def why_no_bound(plan: MergePlan, scored: Scored, arrangement: Arrangement) -> str:
    """Why the bound of the problem says nothing about a plan, in words; empty when it does.

    The problem was solved in one mode: where a big section of several has another, other posts
    are kept than the score and the bound reckon with.
    """
    if scored.split_sections.changed:
        return MOVED
    if arrangement.bench():
        return BENCH
    if any(
        big.mode != plan.mode and len(arrangement.members(big.pk)) > 1
        for big in arrangement.planned_sections
    ):
        return MIXED
    limit, fewest = scored.before.rules.fewest_small, fewest_of(plan)
    if limit and fewest and scored.plan.small[:limit] < fewest[:limit]:
        return FEWER
    return words_of_broken(scored.rules)


def words_of_broken(rules: Sequence[planner.rulecheck.RuleOutcome]) -> str:
    """That a plan has no bound since it breaks these of its rules; empty when it breaks none."""
    broken = [RULE_NAMES.get(rule.rule, rule.rule) for rule in rules if not rule.passed]
    if not broken:
        return ""
    names = "、".join(f"“{name}”" for name in broken[:NAMED])
    more = f"等 {len(broken)} 条" if len(broken) > NAMED else ""
    return f"不符合规则{names}{more}，没有可比的最优上限"


def certificate_of(
    proof: dict[str, Any], scored: planner.api.PlanResult, model: planner.model.Model
) -> dict[str, Any]:
    """The proof file of another partition of the same problem: the bound's proof does not depend
    on the groups.
    """

    groups = [list(group.members) for group in scored.groups]
    value = planner.scoring.plan_value(model, scored)
    content = {key: value for key, value in proof.items() if key != "sha256"} | {
        "groups": groups,
        "score": scored.score,
        "objective": scored.objective,
        "certificate": proof["certificate"] | {"plan": groups, "objective": value},
    }
    return content | {"sha256": planner.certificate.input_hash(content)}


def _store_parts(bigs: Iterable[int], scored: Scored) -> None:
    """Keep each big section's share of the parts; one in which nothing lands has none."""
    parts = {frozenset(group.members): dict(group.parts) for group in scored.plan.groups}
    shares = {
        big: parts[frozenset(group)]
        for big, group in zip(
            scored.split_sections.planned_sections, scored.split_sections.groups, strict=True
        )
    }
    rows = [BigSection(pk=big, parts=shares.get(big, {})) for big in bigs]
    BigSection.objects.bulk_update(rows, ["parts"])
