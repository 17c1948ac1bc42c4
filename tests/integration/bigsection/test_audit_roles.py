"""The role that the product runs as on PostgreSQL cannot undo history; SQLite has no roles."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from bigsection.audit import chain, triggers
from bigsection.audit.models import AuditSeal
from bigsection.audit.roles import may_undo
from tests.factories import AuditEventFactory
from tests.factories.work import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

EVENTS, SEALS = triggers.EVENTS, triggers.SEALS
FORBIDDEN = [
    *(f"TRUNCATE {table} CASCADE" for table in (EVENTS, SEALS, "accounts_user")),
    *(f"DELETE FROM {table}" for table in (EVENTS, SEALS)),  # noqa: S608  of ours
    f"UPDATE {EVENTS} SET reason = 'x'",  # noqa: S608  of ours
    f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL",
    f"DROP TRIGGER {triggers.name_of(EVENTS, 'update')} ON {EVENTS}",
    f"DROP TABLE {SEALS}",
    "DROP FUNCTION audit_refuse CASCADE",
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger AS 'BEGIN RETURN NEW; END'"
    " LANGUAGE plpgsql",
    "SET session_replication_role = replica",
    "SET ROLE audit_owner",
]
REFUSED = r"permission denied|must be owner of"


def test_the_role_of_the_product_reads_and_appends_and_no_more() -> None:
    if connection.vendor != "postgresql":
        with pytest.raises(CommandError, match="no roles"):
            call_command("grant_app_role", "app")
        assert "file" in may_undo(connection)
        return
    triggers.install(connection, EVENTS, SEALS)
    AuditEventFactory.create()
    connection.check_constraints()  # which otherwise wait for the end of the test
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE audit_owner; CREATE ROLE audit_app LOGIN")
        for kind, name in (("TABLE", EVENTS), ("TABLE", SEALS), ("FUNCTION", "audit_refuse")):
            cursor.execute(f"ALTER {kind} {name} OWNER TO audit_owner")
        assert "owns" in may_undo(connection)  # a superuser may everything
        call_command("grant_app_role", "audit_app")
        cursor.execute("SET LOCAL SESSION AUTHORIZATION audit_app")
        assert may_undo(connection) == ""
        for statement in FORBIDDEN:
            with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
                cursor.execute(statement)
        AuditEventFactory.create()
        assert chain.seal(at=NOON) == 2
        assert AuditSeal.objects.count() == 2
        assert triggers.missing(connection) == []
        cursor.execute("RESET SESSION AUTHORIZATION")
