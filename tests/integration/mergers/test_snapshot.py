"""The frozen structure: in the order in which people keep their sections, on either database."""

import pytest

from departments.models import Department, Section
from mergers.domain.snapshot import Snapshot, freeze
from tests.factories import SectionFactory

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
