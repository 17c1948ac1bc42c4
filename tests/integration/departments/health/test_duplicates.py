"""Checks for one person on two rosters."""

import pytest

from departments.models import LifecycleStatus, Post, PostLevel
from tests.factories import DepartmentFactory, SectionFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NUMBER = "990000198001010017"


def test_an_id_number_in_two_departments_is_one_finding(run) -> None:
    here, there = SectionFactory.create(name="办公室"), SectionFactory.create(name="人事科")
    first = StaffMemberFactory.create(section=here, id_number=NUMBER)
    second = StaffMemberFactory.create(section=there, id_number=NUMBER)
    StaffMemberFactory.create_batch(2, id_number="")
    (found,) = run("same_id_number")
    assert (found.department, found.person) == (here.department.name, first.name)
    assert found.detail == (
        f"同一身份证号 99**************17 还登记在{there.department.name}人事科。"
    )
    (found,) = run("same_id_number", there.department)
    assert (found.department, found.person) == (there.department.name, second.name)
    assert run("same_id_number", DepartmentFactory.create()) == []


def test_somebody_who_left_one_department_is_not_there_twice(run) -> None:
    StaffMemberFactory.create(id_number=NUMBER)
    StaffMemberFactory.create(id_number=NUMBER, standing=LifecycleStatus.ABOLISHED)
    assert run("same_id_number") == []


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (("", ""), ["身份证号不全"]),
        ((NUMBER, ""), ["身份证号不全"]),
        ((NUMBER, "990000198001010025"), ["身份证号不同"]),
        ((NUMBER, NUMBER), []),  # found by the number
    ],
)
def test_a_name_with_a_birth_date_in_two_departments_is_found(run, numbers, words) -> None:
    for number in numbers:
        StaffMemberFactory.create(name="王伟", birth_date="1980-01-01", id_number=number)
    found = run("same_name_and_birth")
    assert [word for one, word in zip(found, words, strict=True) if word in one.detail] == words


def test_a_birth_date_that_only_the_id_number_tells_is_compared(run) -> None:
    StaffMemberFactory.create(name="王伟", birth_date="", id_number=NUMBER)
    StaffMemberFactory.create(name="王伟", birth_date="1980-01-01", id_number="")
    StaffMemberFactory.create(name="王伟", birth_date="1981-01-01", id_number="")
    (found,) = run("same_name_and_birth")
    assert "同为 1980-01-01 出生" in found.detail


def test_a_name_without_birth_date_is_no_finding_across_departments(run) -> None:
    for _ in range(2):
        StaffMemberFactory.create(name="王伟", birth_date="", id_number="")
    assert run("same_name_and_birth") == []


def test_two_rows_of_one_person_in_a_department_are_found(run, department) -> None:
    for name in ("办公室", "人事科"):
        section = SectionFactory.create(department=department, name=name)
        StaffMemberFactory.create(section=section, name="王伟", id_number="")
        StaffMemberFactory.create(section=section)
    StaffMemberFactory.create(name="王伟", id_number="")  # in another department
    (found,) = run("twice_in_department")
    assert (found.section, found.person) == ("办公室", "王伟")
    assert found.detail == (
        f"同名且同为 1980-01-01 出生（身份证号不全），还登记在{department.name}人事科。"
    )


@pytest.mark.parametrize("marked_by", ["post", "remark"])
def test_a_concurrent_post_is_no_second_person(run, department, marked_by) -> None:
    one, other = SectionFactory.create_batch(2, department=department)
    StaffMemberFactory.create(section=one, name="王伟", id_number="")
    second = StaffMemberFactory.create(section=other, name="王伟", id_number="")
    assert len(run("twice_in_department")) == 1
    if marked_by == "post":
        Post.objects.create(
            department=department,
            section=other,
            holder=second,
            title="科长",
            level=PostLevel.CHIEF,
            concurrent=True,
        )
    else:
        second.remark = "兼任"
        second.save()
    assert run("twice_in_department") == []
