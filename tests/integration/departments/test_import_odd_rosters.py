"""Any roster can be imported, imported again and undone, however odd its rows are."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import transaction

from departments import importing
from departments.importing.differences import NEW, UPDATED
from departments.models import Department, Duty, Post, Region, Section, StaffMember
from departments.workbook.records import Reading, Row, Source
from tests import odd_rosters
from tests.factories.organisation import RegionFactory

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[Any]]:
    """Every row that a roster writes."""
    models = (Department, Section, Duty, StaffMember, Post)
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def imported(reading: Reading, region: Region) -> tuple[importing.Comparison, bytes]:
    """What an import of the reading changed, and its journal."""
    comparison, journal = importing.compare(reading, region), importing.Journal()
    with transaction.atomic():
        importing.apply(comparison, region, journal, on=date(2026, 3, 1))
    return comparison, journal.pack()


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 201, 295, 387])
def test_any_two_versions_of_a_roster_are_imported_once_and_undone(seed: int) -> None:
    dice, region = Random(seed), RegionFactory()  # noqa: S311 - reproducible rosters, no secret
    rows = odd_rosters.people(dice)
    journals, states = [], [everything()]
    for version in (rows, odd_rosters.changed(dice, rows)):
        reading = odd_rosters.reading_of(dice, version)
        comparison, journal = imported(reading, region)
        taken = Counter(row.known.pk for row in comparison.staff.having(UPDATED) if row.known)
        assert max(taken.values(), default=1) == 1
        journals.append(journal)
        states.append(everything())
        again = importing.counts_of(importing.compare(reading, region))
        assert (again[NEW], again[UPDATED]) == (0, 0)
        imported(reading, region)
        assert everything() == states[-1]
    for journal in reversed(journals):
        assert everything() == states.pop()
        importing.undo(journal)
    assert everything() == states.pop()


@pytest.mark.both_databases
def test_sections_that_exchange_their_names_or_give_them_to_new_ones_keep_apart() -> None:
    region = RegionFactory()
    states, journals = [], []
    for names in ({"1": "甲科", "2": "乙科"}, {"1": "乙科", "2": "丙科", "3": "甲科"}):
        for version in (names, dict(zip(names, reversed(names.values()), strict=True))):
            rows = [
                Row(Source("科室", place), "示例市财政局", {"section": name, "code": code})
                for place, (code, name) in enumerate(version.items())
            ]
            states.append(everything())
            reading = Reading("", departments=[rows[0]._replace(values={})], sections=rows)
            journals.append(imported(reading, region)[1])
            assert dict(Section.objects.values_list("code", "name")) == version
    for journal in reversed(journals):
        importing.undo(journal)
        assert everything() == states.pop()


@pytest.mark.parametrize(
    ("rows", "written"),
    [
        ([("甲科", "1"), ("丙科", "9"), ("丁科", "9")], {"甲科": "1", "乙科": "2", "丙科": "9"}),
        ([("甲科", "2"), ("乙科", None)], {"甲科": "1", "乙科": "2"}),
        ([("甲科", "2"), ("乙科", "3")], {"甲科": "2", "乙科": "3"}),
    ],
)
def test_a_code_that_another_section_has_is_refused(
    rows: list[tuple[str, str | None]], written: dict[str, str]
) -> None:
    region = RegionFactory()
    for version in ([("甲科", "1"), ("乙科", "2")], rows):
        sections = [
            Row(Source("科室", place), "示例市财政局", {"section": name, "code": code})
            for place, (name, code) in enumerate(version)
        ]
        departments = [sections[0]._replace(values={})]
        imported(Reading("", departments=departments, sections=sections), region)
    assert dict(Section.objects.values_list("name", "code")) == written
