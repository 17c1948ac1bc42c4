"""The comparison that keeps a query from never being run on PostgreSQL."""

from pathlib import Path

import pytest

from tests import queries_sent

LINE = "departments/queries/directory.py:31 SELECT departments_region"


def test_what_only_sqlite_was_sent_is_missing() -> None:
    assert queries_sent.never_sent({LINE: "a", "x.py:1 SELECT": "b"}, {LINE: "c"}) == {
        "x.py:1 SELECT": "b"
    }


def test_sql_that_is_written_for_one_database_is_not_asked_for() -> None:
    assert queries_sent.never_sent({f"{queries_sent.OF_ITS_OWN[0]}:3 INSERT": "a"}, {}) == {}


def test_the_processes_of_a_run_are_read_together(tmp_path: Path) -> None:
    for number, name in enumerate(("one", "other")):
        (tmp_path / f"{number}.json").write_text(f'{{"{name}": "test"}}', "utf-8")
    assert queries_sent.read(tmp_path) == {"one": "test", "other": "test"}


@pytest.mark.parametrize(
    ("sqlite", "postgres"),
    [
        (
            'SELECT 1 FROM "a" INNER JOIN "b" ON x WHERE "a"."n" LIKE %s ESCAPE',
            'SELECT 1 FROM "a" INNER JOIN "b" ON x WHERE UPPER("a"."n"::text) = UPPER(%s)',
        ),
        ('SELECT "id" FROM "a"', 'SELECT "id" FROM "a" FOR UPDATE'),
    ],
)
def test_one_query_is_described_alike_on_both(sqlite: str, postgres: str) -> None:
    assert queries_sent.described("SELECT", sqlite) == queries_sent.described("SELECT", postgres)


@pytest.mark.parametrize("other", ['SELECT 1 FROM "b"', 'SELECT 1 FROM "a" UNION SELECT 2'])
def test_other_tables_and_shapes_are_other_queries(other: str) -> None:
    one = 'SELECT 1 FROM "a"'
    assert queries_sent.described("SELECT", one) != queries_sent.described("SELECT", other)
