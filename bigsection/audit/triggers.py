"""Database triggers that make the audit trail append-only, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS = "audit_auditevent"
SEALS = "audit_auditseal"
KEYS = {EVENTS: ("id",), SEALS: ("number", "event_id", "hash")}
"""What no two rows of a table share: INSERT OR REPLACE would put one in the place of another."""
MESSAGE = "the audit trail is append-only"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql
"""


def name_of(table: str, verb: str) -> str:
    """How the trigger of a table is called that refuses a verb."""
    return f"{table.replace('audit_audit', 'audit_')}_no_{verb}"


def install(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Create the triggers that refuse to change, remove and replace rows of ``tables``, and on
    PostgreSQL to empty them (SQLite knows no TRUNCATE, PostgreSQL no REPLACE).
    """
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute(_FUNCTION)
        for table in tables:
            for statement in _postgres(table) if postgres else _sqlite(table):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Drop the triggers again (the reverse of the migration; tests that flush tables)."""
    with connection.cursor() as cursor:
        for table in tables:
            suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
            for verb in ("update", "delete", "truncate", "replace"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name_of(table, verb)}{suffix}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that the database should have and has not, or has switched off."""
    postgres = connection.vendor == "postgresql"
    wanted = {
        name_of(table, verb)
        for table in KEYS
        for verb in ("update", "delete", "truncate" if postgres else "replace")
    }
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def _postgres(table: str) -> Iterator[str]:
    for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        yield (
            f"CREATE TRIGGER {name_of(table, verb)} BEFORE {verb.upper()} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION audit_refuse()"
        )


def _sqlite(table: str) -> Iterator[str]:
    refuse = f"SELECT RAISE(ABORT, '{MESSAGE}')"
    for verb in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {name_of(table, verb)} BEFORE {verb.upper()} ON {table} "
            f"BEGIN {refuse}; END"
        )
    taken = " OR ".join(f"{key} = NEW.{key}" for key in KEYS[table])
    same = f"SELECT 1 FROM {table} WHERE {taken}"  # noqa: S608  names of ours
    yield (
        f"CREATE TRIGGER {name_of(table, 'replace')} BEFORE INSERT ON {table} "
        f"BEGIN {refuse} WHERE EXISTS ({same}); END"
    )
