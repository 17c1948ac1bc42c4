"""Checks of headcounts: figures reported against the roster."""

import pytest

from departments.models import LifecycleStatus
from tests.factories import DepartmentFactory, SectionFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_section_whose_figure_is_not_its_roster_is_found(run, department) -> None:
    short = SectionFactory.create(department=department, headcount=3)
    long = SectionFactory.create(department=department, headcount=1)
    agreeing = SectionFactory.create(department=department, headcount=2)
    unstated = SectionFactory.create(department=department, headcount=None)
    for section in (short, short, long, long, agreeing, agreeing, unstated):
        StaffMemberFactory.create(section=section)
    StaffMemberFactory.create(section=agreeing, standing=LifecycleStatus.ABOLISHED)
    details = {found.section_id: found.detail for found in run("section_headcount")}
    assert details == {
        short.pk: "填报实有 3 人，名册 2 人，名册少 1 人。",
        long.pk: "填报实有 1 人，名册 2 人，名册多 1 人。",
    }


def test_without_a_roster_only_its_absence_is_a_finding(run, department) -> None:
    department.headcount = 12
    department.save()
    SectionFactory.create(department=department, headcount=3)
    assert [found.department for found in run("roster_missing")] == [department.name]
    assert run("section_headcount") == []
    assert run("department_headcount") == []


def test_a_department_whose_figure_is_not_its_roster_is_found(run) -> None:
    wrong, right = DepartmentFactory.create(headcount=5), DepartmentFactory.create(headcount=1)
    for department in (wrong, right):
        StaffMemberFactory.create(section=None, department=department)
    (found,) = run("department_headcount")
    assert found.department == wrong.name
    assert found.detail == "填报实有 5 人，名册 1 人，名册少 4 人。"
    assert run("roster_missing") == []
