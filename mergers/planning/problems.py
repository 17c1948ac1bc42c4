"""Turns the sections of a department into the problem object of the planner's file interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from departments.models import Department, RegionCalibration, RuleSet
from mergers.domain.assessment import not_assessed, weights_without
from mergers.domain.snapshot import SectionSnapshot, Snapshot
from mergers.lazy import similarity
from mergers.models import MergePlan
from mergers.planning import transfers
from mergers.planning.overlap import Overlap, overlap_of
from mergers.planning.request import PlanRequest
from mergers.planning.settings_fingerprint import SETTINGS, settings_fingerprint_of
from mergers.planning.similarity import with_texts

RULE_SET = "rule_set"
"""Where a problem object keeps what its page of rules says of the rule set."""
TOLD_OF_RULES = ("name", "source", "max_members", "max_people")


def problem_of(
    department: Department,
    request: PlanRequest,
    snapshot: Snapshot,
    calibration: RegionCalibration | None = None,
) -> dict[str, Any]:
    """The problem object (docs/planner.md, file interface) of a department as it stands now,
    measured against the calibration in force, or the one that is given.

    Sections stand in the order of the snapshot, ids as strings; similarity (with all that is mixed in) and quantiles
    are written out, so that a stored problem can be solved and verified again on its own. What the
    similarity_blend is stands beside, for the pages that explain it, and which settings were in force.
    Parts that nothing is known about have weight 0. What the rule set says of itself is kept for the
    page of the rules.
    """
    overlap = overlap_of(department, clustered=False, calibration=calibration)
    rules = RuleSet.objects.of(department.region)
    given = transfers.all_given(request.rulings, snapshot)
    gone = transfers.duties_of(given)
    sections = [section.for_planner(gone) for section in snapshot.sections]
    return {
        "sections": sections,
        "overlap": _similarities(overlap, snapshot.sections, gone),
        "calibration": {"p50": overlap.p50, "p95": overlap.p95},
        "rules": request.rules(),
        "posts_rule": rules.posts_rule,
        "weights": weights_without(request.weights or rules.weights, not_assessed(sections)),
        "mode": request.mode,
        "alternatives": request.alternatives,
        "mixture": overlap.similarity_blend.to_json(),
        RULE_SET: {name: getattr(rules, name) for name in TOLD_OF_RULES},
        SETTINGS: settings_fingerprint_of(department, request.weights),
        **({transfers.TRANSFERS: transfers.to_json(given)} if given else {}),
    }


def rule_set_of(plan: MergePlan) -> RuleSet:
    """The rule set that a plan was made under, as far as its page tells of it; for a plan of before
    that was kept, the region's of today.
    """
    kept = plan.problem.get(RULE_SET)
    return RuleSet(**kept) if kept else RuleSet.objects.of(plan.department.region)


def _similarities(
    overlap: Overlap,
    sections: Sequence[SectionSnapshot],
    gone: frozenset[int],
) -> list[list[float]]:
    """The matrix, worked out anew for sections that give duties away."""
    matrix = overlap.similarity
    if gone:
        left = [section.texts(gone) for section in sections]
        matrix = with_texts(
            overlap.measure,
            overlap.similarity_blend,
            matrix,
            [
                similarity.clauses.SectionText(section.name, texts)
                for section, texts in zip(sections, left, strict=True)
            ],
            [section.id for section in sections],
            [len(texts) == len(one.duties) for one, texts in zip(sections, left, strict=True)],
        )
    return [[float(value) for value in row] for row in matrix]
