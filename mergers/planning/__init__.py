"""The only place that knows both the database and the planner."""

from mergers.planning.fact_types import PlanFacts
from mergers.planning.facts import plan_facts
from mergers.planning.overlap import Overlap, overlap_of, pair_evidence
from mergers.planning.problems import problem_of
from mergers.planning.request import PlanRequest, usual_rules
from mergers.planning.solving import (
    Infeasible,
    is_settled,
    refuse_infeasible,
    renamed,
    solve_object,
)

__all__ = [
    "Infeasible",
    "Overlap",
    "PlanFacts",
    "PlanRequest",
    "is_settled",
    "overlap_of",
    "pair_evidence",
    "plan_facts",
    "problem_of",
    "refuse_infeasible",
    "renamed",
    "solve_object",
    "usual_rules",
]
