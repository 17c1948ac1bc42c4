"""A department of four sections whose best merge is plain to see."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client, TestCase

from bigsection.accounts.models import User
from departments.models import Department, Region, Section
from mergers.actions import plans, studies
from mergers.domain.arrangement import read
from mergers.domain.plan_version import version_of
from mergers.models import MergePlan, RegionStudy, StudyLine
from mergers.planning import PlanRequest
from mergers.planning.radar import DutyPair, radar_of
from tests.factories import (
    Crossing,
    DepartmentFactory,
    DutyFactory,
    SectionFactory,
    StaffMemberFactory,
    make_crossing,
)
from tests.factories.crossing import ACCIDENTS

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai

DUTIES = {
    "预算科": ["编制年度市级预算草案", "审核部门预算并批复"],
    "预算审核科": ["审核部门预算草案", "编制年度预算审核意见"],
    "会计科": ["管理会计人员继续教育", "组织会计专业技术资格考试"],
    "办公室": ["负责文电运转和会务", "负责机关后勤保障"],
}


KINDS = (("business",), ("enforcement",), ("general", "party"))


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
def crossing(region: Region) -> Crossing:
    """Three departments; 住房和城乡建设局 and 应急管理局 both investigate accidents."""
    return make_crossing(region)


@pytest.fixture
def pair(crossing: Crossing) -> DutyPair:
    """The pair that the radar finds among them."""
    found = radar_of(crossing.region)
    assert found is not None
    (pair,) = (pair for pair in found.pairs if {pair.a.text, pair.b.text} == {ACCIDENTS})
    return pair


@pytest.fixture
def plan(department: Department, sections: dict[str, Section], clerk: User) -> MergePlan:
    """The clerk's proven plan of three big sections, by merging."""
    request = PlanRequest(count=3)
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]


def seen(plan: MergePlan) -> dict[str, str]:
    """What the forms of its page send along, were it opened now: the version of the plan."""
    now = MergePlan.objects.get(pk=plan.pk)
    return {"seen": version_of(now, read(now))}


class _Forms(Client):
    """A client whose edits of a plan name the version that its page shows, as the forms do, unless
    they name one.
    """

    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        edited = re.match(r"/plans/(\d+)/(?:edit|big-sections)/", path)
        plan = MergePlan.objects.filter(pk=edited[1]).first() if edited else None
        if plan is not None and "seen" not in (data or {}):
            data = seen(plan) | (data or {})
        return super().post(path, data, *args, **kwargs)


@pytest.fixture
def client() -> Client:
    return _Forms()


@pytest.fixture
def neighbours(department: Department, sections: dict[str, Section]) -> list[Department]:
    """The departments of the region with sections: of four, of three, and of a single one."""
    made = [department]
    for name, size in (("示例市审计局", 3), ("示例市档案局", 1)):
        made.append(DepartmentFactory.create(region=department.region, name=name))
        for position in range(size):
            section = SectionFactory.create(
                department=made[-1], name=f"审计{position}科", position=position, headcount=2
            )
            DutyFactory.create(section=section, text=f"审计第{position}类单位的财务收支")
    return made


def participants_of(departments: list[Department]) -> list[StudyLine]:
    """All of them with all their sections, and no limits."""
    counts = {each: each.sections.standing().count() for each in departments}
    return [StudyLine(department=each, sections=count) for each, count in counts.items()]


@pytest.fixture
def study(neighbours: list[Department], officer: User) -> RegionStudy:
    """A finished study: 8 sections of three departments shall become 6."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = studies.start(
            region=neighbours[0].region,
            title="示例市全域测算",
            total=6,
            request=PlanRequest(kind_groups=KINDS, fewest_small=1),
            participants=participants_of(neighbours),
            by=officer,
            at=NOON,
        )
    return RegionStudy.objects.get(pk=made.pk)
