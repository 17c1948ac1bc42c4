"""The audit trail cannot be changed or shortened, whoever holds the database connection."""

from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from bigsection.audit.models import AuditEvent
from tests.factories import AuditEventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event() -> AuditEvent:
    """One line of the trail, under the triggers as the migration installs them."""
    migration = import_module("bigsection.audit.migrations.0002_append_only")
    migration.install(None, connection.schema_editor())
    return AuditEventFactory.create(subject_label="人事科")


def test_an_event_cannot_be_rewritten(event: AuditEvent) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(subject_label="别的")
    event.refresh_from_db()
    assert event.subject_label == "人事科"


def test_an_event_cannot_be_removed(event: AuditEvent) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()
    assert AuditEvent.objects.filter(subject_label="人事科").exists()


def test_new_events_are_still_accepted(event: AuditEvent) -> None:
    later = AuditEventFactory.create(subject_label="宣传科")
    assert AuditEvent.objects.filter(pk=later.pk).exists()
