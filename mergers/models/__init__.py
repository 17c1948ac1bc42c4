"""The nouns of merging, one model per file."""

from mergers.models.big_section import BigSection
from mergers.models.decision import Decision, Verdict
from mergers.models.merge_plan import MergePlan, PlanMode, PlanStatus
from mergers.models.placement import Placement

__all__ = [
    "BigSection",
    "Decision",
    "MergePlan",
    "Placement",
    "PlanMode",
    "PlanStatus",
    "Verdict",
]
