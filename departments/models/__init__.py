"""The nouns of the organisation, one model per file."""

from departments.models.column_mapping import ColumnMapping
from departments.models.department import Department, DepartmentKind
from departments.models.duty import Duty, DutyKind
from departments.models.health_findings import HealthFindings, HealthMatch
from departments.models.health_result import HealthMark, HealthResult
from departments.models.lifecycle_status import LifecycleStatus
from departments.models.membership import Membership, Role
from departments.models.phrase_list import PhraseList
from departments.models.post import Post, PostLevel
from departments.models.quota import Quota
from departments.models.region import Region
from departments.models.region_calibration import CalibrationOccasion, RegionCalibration
from departments.models.rule_set import RuleSet
from departments.models.section import Section, SectionKind
from departments.models.section_group import GroupMode, SectionGroup
from departments.models.section_link import SectionLink
from departments.models.staff_member import StaffMember
from departments.models.succession import Succession
from departments.models.work_item import WorkItem
from departments.models.workbook_import import ImportJournal, ImportStatus, WorkbookImport

__all__ = [
    "CalibrationOccasion",
    "ColumnMapping",
    "Department",
    "DepartmentKind",
    "Duty",
    "DutyKind",
    "GroupMode",
    "HealthFindings",
    "HealthMark",
    "HealthMatch",
    "HealthResult",
    "ImportJournal",
    "ImportStatus",
    "LifecycleStatus",
    "Membership",
    "PhraseList",
    "Post",
    "PostLevel",
    "Quota",
    "Region",
    "RegionCalibration",
    "Role",
    "RuleSet",
    "Section",
    "SectionGroup",
    "SectionKind",
    "SectionLink",
    "StaffMember",
    "Succession",
    "WorkItem",
    "WorkbookImport",
]
