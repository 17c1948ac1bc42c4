"""Database triggers that make the audit trail append-only, on SQLite and on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_auditevent"
MESSAGE = "the audit trail is append-only"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS audit_no_{verb} BEFORE {VERB} ON audit_auditevent
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql
"""
_POSTGRES = """
CREATE TRIGGER audit_no_{verb} BEFORE {VERB} ON audit_auditevent
FOR EACH ROW EXECUTE FUNCTION audit_refuse()
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that refuse UPDATE and DELETE of audit events."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        template = _POSTGRES if connection.vendor == "postgresql" else _SQLITE
        for verb in ("update", "delete"):
            cursor.execute(template.format(verb=verb, VERB=verb.upper()))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers again (the reverse of the migration; tests that flush tables)."""
    suffix = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_no_{verb}{suffix}")
