"""Regions, departments, sections, duties and people."""

import factory
from factory.django import DjangoModelFactory

from departments.models import (
    Department,
    Duty,
    Region,
    Section,
    SectionKind,
    StaffMember,
)
from departments.pinyin import initials_of


class RegionFactory(DjangoModelFactory[Region]):
    """The sample region; asked twice it is the same one."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "990100"
    name = "示例市"


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"示例{n}局")
    initials = factory.LazyAttribute(lambda made: initials_of(made.name))
    kind = "government"
    quota = 20


class SectionFactory(DjangoModelFactory[Section]):
    class Meta:
        model = Section

    department = factory.SubFactory(DepartmentFactory)
    name = factory.Sequence(lambda n: f"业务{n}科")
    initials = factory.LazyAttribute(lambda made: initials_of(made.name))
    kind = SectionKind.BUSINESS
    quota = 4
    headcount = 3
    chief_posts = 1
    deputy_posts = 1
    position = factory.Sequence(int)


class DutyFactory(DjangoModelFactory[Duty]):
    class Meta:
        model = Duty

    section = factory.SubFactory(SectionFactory)
    text = factory.Sequence(lambda n: f"承担第{n}项工作的组织实施和监督检查")
    position = factory.Sequence(int)


class StaffMemberFactory(DjangoModelFactory[StaffMember]):
    """A person on the roster; the ID number's region prefix 990000 belongs to no place."""

    class Meta:
        model = StaffMember

    section = factory.SubFactory(SectionFactory)
    department = factory.SelfAttribute("section.department")
    name = factory.Sequence(lambda n: f"张{n}")
    initials = factory.LazyAttribute(lambda made: initials_of(made.name))
    id_number = factory.Sequence(lambda n: f"99000019800101{n:04d}")
    birth_date = "1980-01-01"
    quota_type = "行政"
    employment = "在职"
    position = factory.Sequence(int)
