"""Checks of duties: missing ones and repeated ones."""

import pytest

from departments.models import LifecycleStatus
from tests.factories import DutyFactory, SectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CLAUSE = "承担机关财务和资产管理工作"


def test_a_section_without_duties_is_found(run, department) -> None:
    idle = SectionFactory.create(department=department)
    DutyFactory.create(section=SectionFactory.create(department=department))
    SectionFactory.create(department=department, standing=LifecycleStatus.ABOLISHED)
    assert [found.section_id for found in run("section_without_duties")] == [idle.pk]


def test_a_clause_in_two_sections_of_a_department_is_one_finding(run, department) -> None:
    names = ("办公室", "财务科", "资产科")
    for name in names:
        section = SectionFactory.create(department=department, name=name)
        DutyFactory.create(section=section, text=CLAUSE)
    gone = SectionFactory.create(
        department=department, name="旧科", standing=LifecycleStatus.ABOLISHED
    )
    DutyFactory.create(section=gone, text=CLAUSE)
    (found,) = run("duty_repeated")
    assert found.department == department.name
    assert found.detail == f"办公室、财务科、资产科都有“{CLAUSE}”。"


def test_a_clause_twice_in_one_section_or_in_two_departments_is_in_order(run, department) -> None:
    section = SectionFactory.create(department=department)
    DutyFactory.create_batch(2, section=section, text=CLAUSE)
    DutyFactory.create(text=CLAUSE)
    assert run("duty_repeated") == []
