"""Pages that are found by a row: every row is on one page, in the order of the list."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bigsection.audit.models import AuditEvent
from bigsection.web.keyset import KeysetPage, keyset_page
from tests.factories import AuditEventFactory
from tests.factories.work import NOON

pytestmark = pytest.mark.both_databases


class AnyList(TestCase):
    """Whatever rows share a moment, and however many stand on a page."""

    @given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 5), st.booleans())
    def test_leafing_through_from_either_end_shows_every_row_once(
        self, minutes: list[int], size: int, rising: bool
    ) -> None:
        AuditEvent.objects.bulk_create(
            AuditEvent(at=NOON.replace(minute=minute), verb="x.y") for minute in minutes
        )
        events = AuditEvent.objects.order_by(*(("at", "pk") if rising else ("-at", "-pk")))
        expected = list(events)

        def leaf(asked: str, way: str) -> list[list[AuditEvent]]:
            pages: list[KeysetPage[AuditEvent]] = [keyset_page(events, asked, size)]
            while getattr(pages[-1], f"has_{way}"):
                pages.append(keyset_page(events, getattr(pages[-1], way), size))
            return [page.object_list for page in pages]

        forth, back = leaf("", "next"), leaf("last", "previous")
        assert [row for page in forth for row in page] == expected
        assert all(len(page) == size for page in forth[:-1])
        assert {row.pk for page in back for row in page} == {row.pk for row in expected}
        assert back[-1] == forth[0]


@pytest.mark.parametrize("asked", [None, "2", "after-", "after-x", f"before-{10**30}", "after-0"])
def test_what_names_no_row_gives_the_first_page(db, asked):
    AuditEventFactory.create_batch(3)
    page = keyset_page(AuditEvent.objects.all(), asked, 2)
    assert page.object_list == list(AuditEvent.objects.all()[:2])
    assert not page.has_previous


@pytest.mark.parametrize(
    ("narrowed", "index"),
    [({}, "audit_newest"), ({"department_id": 1}, "audit_of_department")],
)
@pytest.mark.parametrize("asked", ["", "after", "before", "last"])
def test_every_page_of_the_trail_is_read_along_an_index_without_sorting(
    db, narrowed, index, asked, django_assert_num_queries
):
    events = AuditEventFactory.create_batch(5, department_id=1)
    key = f"-{events[2].pk}" if asked in ("after", "before") else ""
    with django_assert_num_queries(2 if key else 1) as sent:
        keyset_page(AuditEvent.objects.filter(**narrowed), asked + key, 1)
    query = sent[-1]["sql"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN '}{query}"
        )
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert " Sort" not in plan
