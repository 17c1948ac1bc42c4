# ruff: noqa: S608  the statements are made of names of ours
"""The audit trail cannot be changed or shortened, whoever holds the database connection."""

import pytest
from django.db import DatabaseError, connection, transaction

from bigsection.audit import chain, triggers
from bigsection.audit.models import AuditEvent, AuditSeal
from tests.factories import AuditEventFactory
from tests.factories.work import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

EVENT = "(id, at, verb, subject_type, subject_id, subject_label, region_code, reason, changes)"
OTHER = "(%s, '2026-01-01', 'x', 'x', '1', '别的', '', '', '{}')"


@pytest.fixture
def event() -> AuditEvent:
    """One sealed line of the trail, under the triggers as the migration installs them."""
    triggers.install(connection, *triggers.KEYS)
    event = AuditEventFactory.create(subject_label="人事科")
    chain.seal(at=NOON)
    connection.check_constraints()  # which otherwise wait for the end of the test
    return event


def refuses(statement: str, *values: object) -> None:
    with (
        pytest.raises(DatabaseError, match=r"append-only|unique"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_nothing_is_rewritten_or_removed(event: AuditEvent) -> None:
    for table in triggers.KEYS:
        refuses(f"DELETE FROM {table}")
    refuses(f"UPDATE {triggers.EVENTS} SET subject_label = '别的'")
    refuses(f"UPDATE {triggers.SEALS} SET hash = 'x'")
    event.refresh_from_db()
    assert event.subject_label == "人事科"
    assert AuditSeal.objects.filter(event=event).exists()


def test_no_row_takes_the_place_of_another(event: AuditEvent) -> None:
    if connection.vendor == "postgresql":
        refuses(f"INSERT INTO {triggers.EVENTS} {EVENT} VALUES {OTHER}", event.pk)
        for table in triggers.KEYS:
            refuses(f"TRUNCATE {table} CASCADE")
    else:
        refuses(f"INSERT OR REPLACE INTO {triggers.EVENTS} {EVENT} VALUES {OTHER}", event.pk)
        refuses(f"REPLACE INTO {triggers.EVENTS} {EVENT} VALUES {OTHER}", event.pk)
        seal = "(number, event_id, sealed_at, previous, hash)"
        for number, key in ((1, event.pk + 1), (2, event.pk)):
            refuses(
                f"REPLACE INTO {triggers.SEALS} {seal} VALUES (%s, %s, '2026-01-01', '', 'x')",
                number,
                key,
            )
    event.refresh_from_db()
    assert event.subject_label == "人事科"


def test_new_events_are_still_accepted(event: AuditEvent) -> None:
    later = AuditEventFactory.create(subject_label="宣传科")
    assert chain.seal(at=NOON) == 1
    assert AuditSeal.objects.get(event=later).number == 2


def test_a_trigger_that_was_dropped_is_missed(event: AuditEvent) -> None:
    assert triggers.missing(connection) == []
    triggers.remove(connection, triggers.SEALS)
    assert triggers.name_of(triggers.SEALS, "delete") in triggers.missing(connection)


def test_a_trigger_that_does_nothing_is_none_whatever_its_name(event: AuditEvent) -> None:
    name, table = triggers.name_of(triggers.EVENTS, "update"), triggers.EVENTS
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (false)"
                " EXECUTE FUNCTION audit_refuse()"
            )
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT 1; END")
    assert triggers.missing(connection) == [name]
