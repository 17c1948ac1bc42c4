"""Checks of sections: chief, people, kind, line and names."""

import pytest

from departments.models import LifecycleStatus, Post, PostLevel, Section
from tests.factories import DepartmentFactory, RegionFactory, SectionFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def chief(section: Section, level: str = PostLevel.CHIEF, **holder) -> Post:
    person = StaffMemberFactory.create(section=section, **holder)
    return Post.objects.create(
        department=section.department, section=section, holder=person, title="科长", level=level
    )


def test_a_section_that_nobody_leads_is_found(run, department) -> None:
    led, deputy_only, left, none_wanted = (
        SectionFactory.create(department=department, chief_posts=n) for n in (1, 1, None, 0)
    )
    chief(led)
    chief(deputy_only, PostLevel.DEPUTY)
    chief(left, standing=LifecycleStatus.ABOLISHED)
    elsewhere = SectionFactory.create()  # no post is recorded in its department
    details = {found.section_id: found.detail for found in run("section_without_chief")}
    assert details == {
        deputy_only.pk: "核定正职 1 名，名册中没有正职。",
        left.pk: "名册中没有正职。",
    }
    assert none_wanted.pk not in details
    assert elsewhere.pk not in details


def test_sections_of_no_one_and_two_people_are_told_apart(run, department) -> None:
    empty, unknown, one, two, three = (
        SectionFactory.create(department=department, headcount=n) for n in (0, None, 1, 2, 3)
    )
    listed = SectionFactory.create(department=department, headcount=None)
    StaffMemberFactory.create(section=listed)
    nobody = {found.section_id: found.detail for found in run("section_without_people")}
    assert nobody == {
        empty.pk: "实有人数为 0，编制 4 名。",
        unknown.pk: "实有人数未填，名册中也没有人员，编制 4 名。",
    }
    assert {found.section_id for found in run("one_person_section")} == {one.pk, listed.pk}
    assert [found.section_id for found in run("two_person_section")] == [two.pk]
    assert three.headcount == 3


def test_sections_without_kind_or_line_are_found(run, department) -> None:
    bare = SectionFactory.create(department=department, kind="", lines=[])
    SectionFactory.create(department=department, kind="party", lines=["党建"])
    assert [found.section_id for found in run("section_kind_missing")] == [bare.pk]
    assert [found.section_id for found in run("section_line_missing")] == [bare.pk]


def test_section_names_that_differ_by_blanks_or_brackets_are_one_finding(run, department) -> None:
    for name in ("人事科（老干科）", "人事科 (老干科)", "人事科", "财务科"):
        SectionFactory.create(department=department, name=name)
    SectionFactory.create(name="人事 科")  # another department
    (found,) = run("section_names_alike")
    assert found.department == department.name
    assert found.detail == "“人事科（老干科）”、“人事科 (老干科)”只差空格或括号。"


def test_department_names_are_compared_inside_a_region(run, region) -> None:
    first = DepartmentFactory.create(region=region, name="示例市体育局(文物局)")
    second = DepartmentFactory.create(region=region, name="示例市体育局（文物局）")
    elsewhere = RegionFactory.create(code="990200", name="邻市")
    other = DepartmentFactory.create(region=elsewhere, name="示例市体育局【文物局】")
    (found,) = run("department_names_alike")
    assert (found.department_id, found.department) == (first.pk, first.name)
    (found,) = run("department_names_alike", second)
    assert found.department_id == second.pk
    assert first.name in found.detail
    assert run("department_names_alike", other) == []
