"""The frozen structure of a department."""

import pytest

from departments.models import Department
from mergers.domain.snapshot import freeze
from tests.factories import SectionFactory

pytestmark = pytest.mark.both_databases


def test_sections_stand_in_the_order_of_the_department_whenever_they_were_made(
    department: Department,
) -> None:
    for position in (2, 0, 1):
        SectionFactory.create(department=department, name=f"{position}科", position=position)
    assert [section.name for section in freeze(department).sections] == ["0科", "1科", "2科"]
