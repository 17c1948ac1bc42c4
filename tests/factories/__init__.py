"""Objects for tests, one factory per noun; figures are small and stated."""

from tests.factories.crossing import Crossing, make_crossing
from tests.factories.mergers import DecisionFactory, DutyRulingFactory, MergePlanFactory
from tests.factories.organisation import (
    DepartmentFactory,
    DutyFactory,
    RegionFactory,
    SectionFactory,
    StaffMemberFactory,
)
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.work import AuditEventFactory, JobFactory, WorkbookImportFactory

__all__ = [
    "AuditEventFactory",
    "Crossing",
    "DecisionFactory",
    "DepartmentFactory",
    "DutyFactory",
    "DutyRulingFactory",
    "JobFactory",
    "MembershipFactory",
    "MergePlanFactory",
    "RegionFactory",
    "SectionFactory",
    "StaffMemberFactory",
    "UserFactory",
    "WorkbookImportFactory",
    "make_crossing",
]
