"""A department with a few sections, duties and people to look at."""

import pytest

from departments.models import Department, Post, PostLevel, Section, StaffMember
from tests.factories import DutyFactory, SectionFactory, StaffMemberFactory


@pytest.fixture
def section(department: Department) -> Section:
    """人事科: four posts authorised, three people at work."""
    made: Section = SectionFactory.create(department=department, name="人事科", initials="rsk")
    DutyFactory.create(section=made, text="负责机关和所属单位的人事管理工作")
    return made


@pytest.fixture
def lonely_section(department: Department) -> Section:
    """A section whose only person is its chief."""
    made: Section = SectionFactory.create(
        department=department, name="机关党委", kind="party", headcount=None, quota=2
    )
    chief = StaffMemberFactory.create(section=made, name="赵一人")
    Post.objects.create(
        department=department, section=made, holder=chief, title="书记", level=PostLevel.CHIEF
    )
    return made


@pytest.fixture
def person(section: Section) -> StaffMember:
    """A person of 人事科 with an ID number that must not be shown."""
    made: StaffMember = StaffMemberFactory.create(
        section=section, name="孙小美", initials="sxm", id_number="990000198505051234"
    )
    return made
