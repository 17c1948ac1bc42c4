"""Checks of quotas: each finds what it should, and nothing else."""

import pytest

from departments.models import Department, LifecycleStatus, Quota, Section
from tests.factories import DepartmentFactory, SectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def quota(
    department: Department, kind: str, number: int | None, section: Section | None = None, **more
) -> Quota:
    return Quota.objects.create(
        department=department, section=section, quota_type=kind, authorised=number, **more
    )


def test_a_department_with_more_people_than_quota_is_found(run) -> None:
    over = DepartmentFactory.create(quota=20, headcount=23)
    DepartmentFactory.create(quota=20, headcount=20)
    DepartmentFactory.create(quota=None, headcount=50)
    (found,) = run("department_over_quota")
    assert found.department == over.name
    assert found.detail == "核定编制 20 名，实有 23 人，超编 3 人。"


def test_a_quota_that_nobody_stated_is_found_and_zero_is_not(run) -> None:
    without = DepartmentFactory.create(quota=None)
    zero = DepartmentFactory.create(quota=0)
    SectionFactory.create(department=zero, quota=0)
    open_section = SectionFactory.create(department=zero, quota=None)
    SectionFactory.create(department=zero, quota=None, standing=LifecycleStatus.ABOLISHED)
    assert [found.department for found in run("department_quota_missing")] == [without.name]
    assert [found.section_id for found in run("section_quota_missing")] == [open_section.pk]


def test_section_quotas_over_the_departments_are_found_and_less_is_in_order(run) -> None:
    over, under = DepartmentFactory.create(quota=7), DepartmentFactory.create(quota=9)
    for department in (over, under):
        SectionFactory.create_batch(2, department=department, quota=4)
        SectionFactory.create(department=department, quota=30, standing=LifecycleStatus.ABOLISHED)
    (found,) = run("section_quotas_over")
    assert found.department == over.name
    assert found.detail == "各科室编制合计 8 名，部门核定 7 名，多 1 名。"


def test_types_that_do_not_add_up_to_the_total_are_found(run, department) -> None:
    section = SectionFactory.create(department=department, quota=4)
    agreeing = SectionFactory.create(department=department, quota=4)
    unfinished = SectionFactory.create(department=department, quota=4)
    untotalled = SectionFactory.create(department=department, quota=None)
    quota(department, "行政", 18)
    quota(department, "工勤", 1)
    quota(department, "行政", 5, section)
    quota(department, "行政", 3, agreeing)
    quota(department, "工勤", 1, agreeing)
    quota(department, "行政", 3, unfinished)
    quota(department, "工勤", None, unfinished)
    quota(department, "行政", 3, untotalled)
    whole, part = sorted(run("quota_types_differ"), key=lambda found: found.section)
    assert (whole.section, whole.detail) == ("", "分类编制合计 19 名，核定编制 20 名。")
    assert (part.section, part.detail) == (section.name, "分类编制合计 5 名，核定编制 4 名。")


def test_quotas_without_a_document_are_counted_per_department(run, department) -> None:
    quota(department, "行政", 18)
    quota(department, "工勤", 2, document_number="示编〔2026〕3号")
    documented = DepartmentFactory.create()
    quota(documented, "行政", 20, document_number="示编〔2026〕4号")
    DepartmentFactory.create()
    (found,) = run("document_number_missing")
    assert found.department == department.name
    assert found.detail == "2 条编制记录中有 1 条没有文号。"
