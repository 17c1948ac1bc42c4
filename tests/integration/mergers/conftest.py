"""A department of four sections whose best merge is plain to see."""

from datetime import UTC, datetime

import pytest

from bigsection.accounts.models import User
from departments.models import Department, Section
from mergers.actions import plans
from mergers.models import MergePlan
from mergers.planning import PlanRequest
from tests.factories import DutyFactory, SectionFactory, StaffMemberFactory

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai

DUTIES = {
    "预算科": ["编制年度市级预算草案", "审核部门预算并批复"],
    "预算审核科": ["审核部门预算草案", "编制年度预算审核意见"],
    "会计科": ["管理会计人员继续教育", "组织会计专业技术资格考试"],
    "办公室": ["负责文电运转和会务", "负责机关后勤保障"],
}


@pytest.fixture
def sections(department: Department) -> dict[str, Section]:
    """Four sections with two people each; 预算科 and 预算审核科 do nearly the same."""
    made = {}
    for position, (name, duties) in enumerate(DUTIES.items()):
        section = SectionFactory.create(
            department=department, name=name, position=position, headcount=2, quota=3
        )
        for place, text in enumerate(duties):
            DutyFactory.create(section=section, text=text, position=place)
        StaffMemberFactory.create_batch(2, section=section)
        made[name] = section
    return made


@pytest.fixture
def plan(department: Department, sections: dict[str, Section], clerk: User) -> MergePlan:
    """The clerk's proven plan of three big sections, by merging."""
    request = PlanRequest(count=3)
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]
