"""Checks of people's places: sections that are gone, no section, past retirement age."""

import pytest

from departments.models import LifecycleStatus, Post, PostLevel
from tests.factories import SectionFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_people_in_a_section_that_is_gone_or_anothers_are_found(run, department) -> None:
    gone = SectionFactory.create(department=department, standing=LifecycleStatus.ABOLISHED)
    here = SectionFactory.create(department=department)
    lost = StaffMemberFactory.create(section=gone)
    strayed = StaffMemberFactory.create(section=SectionFactory.create(), department=department)
    StaffMemberFactory.create(section=here)
    StaffMemberFactory.create(section=None, department=department)
    details = {found.person: found.detail for found in run("person_misplaced")}
    assert set(details) == {lost.name, strayed.name}
    assert details[lost.name].endswith("已撤销。")
    assert details[strayed.name].endswith("属于其他部门。")


def test_without_a_section_only_leaders_are_in_order(run, department) -> None:
    leader, clerk = (
        StaffMemberFactory.create(section=None, department=department) for _ in range(2)
    )
    for person, level in ((leader, PostLevel.LEADER), (clerk, PostLevel.MEMBER)):
        Post.objects.create(department=department, holder=person, title="职务", level=level)
    StaffMemberFactory.create(section=SectionFactory.create(department=department))
    assert [found.person for found in run("person_without_section")] == [clerk.name]


# On 2026-11-22, men born up to 1966-04 retired in 2026-08 at 60 years and 4 months.
@pytest.mark.parametrize(
    ("born", "facts", "due"),
    [
        ("1966-04-30", {"gender": "男"}, "2026-08"),
        ("1966-05", {"gender": "男"}, "2026-10"),
        ("1966-06-01", {"gender": "男"}, None),  # retires this very month
        ("1971-05-31", {"gender": "女"}, "2026-10"),
        ("1971-06-01", {"gender": "女"}, None),
        ("1971-05-31", {"gender": "女", "rank": "四级调研员"}, None),
        ("1966-05-31", {"gender": "女", "rank": "四级调研员"}, "2026-10"),
        ("1975-11-30", {"gender": "女", "quota_type": "工勤"}, "2026-05"),
        ("1976-01-01", {"gender": "女", "quota_type": "工勤"}, "2026-08"),
        ("1976-04-01", {"gender": "女", "quota_type": "工勤"}, None),
        ("1976-01-01", {"gender": "女"}, None),
        ("1950-01-01", {"gender": "男", "employment": "退休"}, None),
        ("1950-01-01", {"gender": "", "id_number": ""}, None),  # nobody knows
        ("", {"gender": "男", "id_number": ""}, None),
    ],
)
def test_who_is_past_retirement_age_is_found_to_the_month(run, born, facts, due) -> None:
    StaffMemberFactory.create(birth_date=born, **facts)
    found = run("past_retirement")
    assert [one.detail.split("应于 ")[1][:7] for one in found] == ([due] if due else [])


def test_the_id_number_tells_what_the_roster_leaves_out(run) -> None:
    StaffMemberFactory.create(birth_date="", gender="", id_number="990000196001010017")
    (found,) = run("past_retirement")
    assert found.detail.startswith("男，1960-01-01 出生，应于 2020-01 退休")


def test_a_title_of_a_worker_is_enough_for_the_earlier_age(run) -> None:
    person = StaffMemberFactory.create(birth_date="1975-06-01", gender="女")
    assert run("past_retirement") == []
    Post.objects.create(
        department=person.department, holder=person, title="工勤人员", level=PostLevel.MEMBER
    )
    (found,) = run("past_retirement")
    assert "女职工 50→55 岁" in found.detail
