"""The index of the search: it only makes it fast, whatever people are called and asked for."""

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bigsection.jobs.housekeeping import CHORES
from departments import search_index
from departments.jobs import index_names
from departments.models import Role, StaffMember
from departments.queries import directory
from tests.factories import (
    DepartmentFactory,
    MembershipFactory,
    RegionFactory,
    SectionFactory,
    StaffMemberFactory,
    UserFactory,
)
from tests.factories.work import NOON

pytestmark = pytest.mark.both_databases

# Few, so that words are found: han, beyond the basic plane, letters of both cases and scripts whose
# cases differ in length, digits, and every sign that LIKE, FTS5 or a quotation could trip over.
SIGNS = "王小明龘𠮷abAB·éÉßİΣσς1９%_\\'\"*^:()-+.{},;\x7f\u200d\ufffd"
TEXT = st.text(st.sampled_from(SIGNS), max_size=9)
NAMES = st.lists(
    st.tuples(st.text(st.sampled_from(SIGNS), min_size=1, max_size=9), TEXT), max_size=6
)
WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=6)


class AnyNames(TestCase):
    """Names and initials that need have nothing to do with each other, and any words."""

    @classmethod
    def setUpTestData(cls) -> None:
        region = RegionFactory.create()
        cls.department = DepartmentFactory.create(region=region)
        cls.officer = UserFactory.create()
        MembershipFactory.create(user=cls.officer, role=Role.OFFICER, region=region)

    @given(NAMES, st.lists(WORDS, min_size=1, max_size=2), st.integers(0, 6))
    @example([("王小明", "wxm")], ["王"], 1)
    @example([("王小明", "wxm")], ["小明"], 1)
    @example([("王小明", "wxm")], ["XM"], 1)
    @example([("Ab%_c", "")], ["B%_"], 1)
    @example([("阿依古丽·买买提", "aygl·mmt")], ["gl·m"], 1)
    @example([("王", "AB")], ["ab"], 1)
    @example([("王小", "wx")], ["王明"], 1)
    def test_finds_exactly_what_comparing_every_name_finds(
        self, people: list[tuple[str, str]], words: list[str], indexed: int
    ) -> None:
        for number, (name, initials) in enumerate(people):
            if number == indexed:
                search_index.index_waiting(connection)
            StaffMember.objects.create(department=self.department, name=name, initials=initials)
        asked = " ".join(words)
        found = directory.search(self.officer, asked).people
        assert list(found) == list(StaffMember.objects.filter(directory.matching(asked)))


def found(user, words: str) -> list[str]:
    return [person.name for person in directory.search(user, words).people]


def test_who_is_renamed_is_found_by_the_new_name_and_who_is_gone_not_at_all(officer, department):
    staff = [
        StaffMemberFactory.create(department=department, name=name) for name in ("甲乙", "甲丙")
    ]
    search_index.index_waiting(connection)
    StaffMember.objects.filter(pk=staff[0].pk).update(name="丁戊", initials="dw")
    staff[1].delete()
    for _indexed in (False, True):
        assert found(officer, "丁戊") == found(officer, "dw") == ["丁戊"]
        assert found(officer, "甲") == []
        assert index_names in CHORES
        index_names(NOON)


def test_a_word_that_many_bear_is_found_too(officer, department, monkeypatch):
    monkeypatch.setattr(search_index, "FEW", 1)
    for name in ("甲乙", "甲丙"):
        StaffMemberFactory.create(department=department, name=name)
    search_index.index_waiting(connection)
    assert search_index.may_match(["甲"]) is None
    assert found(officer, "甲") == ["甲乙", "甲丙"]
    assert search_index.may_match(["甲", "丙"]) is not None
    assert found(officer, "甲 丙") == ["甲丙"]


def test_a_word_longer_than_any_name_is_found_nowhere(officer, department):
    StaffMemberFactory.create(department=department, name="甲" * 60)
    assert found(officer, "甲" * 60_000) == []
    assert list(directory.departments_for_list(officer, words="a" * 60_000)) == []


def plan_of(query: str, *, without: str = "enable_seqscan") -> str:
    """How the database would go about a query."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL {without} = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{query}")
        return " ".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("word", ["王", "王小", "wxm", "阿依古丽"])
def test_the_database_asks_its_index_and_never_reads_all_people(
    db, django_assert_num_queries, word
):
    with django_assert_num_queries(1) as sent:
        assert search_index.may_match([word]) == []
    plan = plan_of(sent[0]["sql"])
    index = search_index.WORDS if connection.vendor == "postgresql" else "VIRTUAL TABLE INDEX"
    assert index in plan
    assert f"SCAN {search_index.PEOPLE}" not in plan


def test_people_of_a_department_and_of_sections_are_counted_and_listed_along_an_index(
    department, django_assert_num_queries
):
    own = SectionFactory.create(department=department)
    elsewhere = [SectionFactory.create() for _ in range(40)]
    StaffMember.objects.bulk_create(
        StaffMember(department=section.department, section=section, name="王", position=number)
        for section in (own, *elsewhere)
        for number in range(25)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the answer hangs on what an earlier test left behind
    people = department.staff.standing()
    with django_assert_num_queries(3) as sent:
        list(people.order_by("position", "pk")[:1])
        people.count()
        StaffMember.objects.standing().filter(section=own).count()
    listed, counted, of_section = (plan_of(query["sql"]) for query in sent)
    assert "staff_of_department" in listed
    assert "TEMP B-TREE" not in listed
    assert "staff_of_department" in counted
    assert "staff_of_section" in of_section
