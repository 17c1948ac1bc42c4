"""The nouns of merging, one model per file."""

from mergers.models.big_section import BigSection
from mergers.models.decision import Decision, Verdict
from mergers.models.duty_move import DutyMove
from mergers.models.duty_ruling import DutyRuling, RulingVerdict
from mergers.models.merge_plan import OPEN_STATUSES, MergePlan, PlanMode, PlanStatus
from mergers.models.people_move import PeopleMove
from mergers.models.placement import Placement
from mergers.models.plan_answer import PlanAnswer
from mergers.models.plan_edit import PlanEdit
from mergers.models.region_study import RegionStudy, StudyLine

__all__ = [
    "OPEN_STATUSES",
    "BigSection",
    "Decision",
    "DutyMove",
    "DutyRuling",
    "MergePlan",
    "PeopleMove",
    "Placement",
    "PlanAnswer",
    "PlanEdit",
    "PlanMode",
    "PlanStatus",
    "RegionStudy",
    "RulingVerdict",
    "StudyLine",
    "Verdict",
]
