"""The frozen structure: in the order in which people keep their sections, on either database."""

from typing import Any

import pytest
from django.db.models.signals import post_init

from departments.models import Department, Duty, Section, StaffMember, WorkItem
from mergers.domain.snapshot import Snapshot, freeze
from tests.factories import SectionFactory, StaffMemberFactory

pytestmark = pytest.mark.both_databases


@pytest.fixture
def shuffled(department: Department) -> list[str]:
    """Forty sections whose keys run against their places."""
    names = [f"{number:02}科" for number in range(40)]
    for position, name in reversed(list(enumerate(names))):
        SectionFactory.create(department=department, name=name, position=position)
    Section.objects.filter(position__lt=20).update(quota=3)  # moves rows within the table
    return names


def test_sections_stand_in_their_own_order(department: Department, shuffled: list[str]) -> None:
    assert [section.name for section in freeze(department).sections] == shuffled


def test_a_snapshot_is_the_same_after_it_was_stored(
    department: Department, sections: dict[str, Section]
) -> None:
    frozen = freeze(department)
    assert Snapshot.from_json(frozen.to_json()) == frozen
    assert frozen.changes_to(freeze(department)) == []


def test_unknown_load_stays_unknown(department: Department, sections: dict[str, Section]) -> None:
    frozen = freeze(department)
    assert {section.load_hours() for section in frozen.sections} == {None}
    assert {section.for_planner()["load_hours"] for section in frozen.sections} == {None}


def test_what_is_only_counted_or_read_is_never_a_model_object(
    department: Department, sections: dict[str, Section], django_assert_num_queries: Any
) -> None:
    office = sections["办公室"]
    for duty in office.duties.all():
        WorkItem.objects.create(
            section=office, duty=duty, matter="办文", counts={"2025": 4}, hours_per_unit=2.5
        )
    away = StaffMemberFactory.create(section=office, employment="挂职")
    Section.objects.filter(pk=office.pk).update(headcount=None)
    made: list[type] = []

    def note(sender: type, **_: Any) -> None:
        made.append(sender)

    post_init.connect(note)
    try:
        with django_assert_num_queries(4):
            frozen = freeze(department).by_id()[office.pk]
    finally:
        post_init.disconnect(note)
    assert not {StaffMember, Duty, WorkItem} & set(made)
    assert frozen.staff[-1] == away.pk
    assert frozen.people == len(frozen.staff) - 1
    assert frozen.items == tuple((duty, 10.0) for duty, _ in frozen.duties)
