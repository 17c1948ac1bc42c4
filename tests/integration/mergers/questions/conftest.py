"""A department of seven sections with work to weigh, and a proven plan of four big sections."""

import pytest

from bigsection.accounts.models import User
from departments.models import Department, Section
from mergers.actions import plans
from mergers.models import MergePlan
from mergers.planning import PlanRequest
from mergers.questions import registry
from tests.factories import DutyFactory, SectionFactory
from tests.integration.mergers.conftest import NOON

DUTIES = {
    "预算科": (3, ["编制年度市级预算草案", "审核部门预算并批复"]),
    "预算审核科": (2, ["审核部门预算草案", "编制年度预算审核意见"]),
    "国库科": (4, ["办理财政资金拨付", "管理国库集中收付"]),
    "国库支付科": (1, ["办理国库集中支付", "财政资金拨付审核"]),
    "会计科": (2, ["管理会计人员继续教育", "组织会计专业技术资格考试"]),
    "监督科": (3, ["监督检查会计信息质量", "组织财政监督检查"]),
    "办公室": (5, ["负责文电运转和会务", "负责机关后勤保障"]),
}
QUESTIONS = tuple(registry.QUESTIONS)


@pytest.fixture
def seven(department: Department) -> dict[str, Section]:
    """Seven sections by name; 办公室 is the general office, all others business."""
    made = {}
    for position, (name, (people, duties)) in enumerate(DUTIES.items()):
        kind = "general" if name == "办公室" else "business"
        section = SectionFactory.create(
            department=department,
            name=name,
            position=position,
            kind=kind,
            headcount=people,
            quota=people + 1,
        )
        for place, text in enumerate(duties):
            DutyFactory.create(section=section, text=text, position=place)
        made[name] = section
    return made


@pytest.fixture
def asked(department: Department, seven: dict[str, Section], clerk: User) -> MergePlan:
    """The clerk's proven plan 7 → 4; 预算科 stays away from 国库科 by a wish."""
    request = PlanRequest(
        count=4,
        separate_kinds=True,
        max_people=9,
        must_apart=((seven["预算科"].pk, seven["国库科"].pk),),
    )
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]


@pytest.fixture
def pair(seven: dict[str, Section]) -> dict[str, str]:
    """Two sections that the plan does not join, as arguments of why-not."""
    return {"a": str(seven["预算科"].pk), "b": str(seven["会计科"].pk)}
