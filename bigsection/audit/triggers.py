"""Database triggers that make the audit trail append-only, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS = "audit_auditevent"
SEALS = "audit_auditseal"
KEYS = {EVENTS: ("id",), SEALS: ("number", "event_id", "hash")}
"""What no two rows of a table share: INSERT OR REPLACE would put one in the place of another."""
MESSAGE = "the audit trail is append-only"

_BODY = f"""
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END """
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger AS $${_BODY}$$ LANGUAGE plpgsql
"""
_THERE_POSTGRES = (
    "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true) FROM pg_trigger"
    " JOIN pg_proc ON pg_proc.oid = tgfoid"
    " WHERE tgenabled IN ('O', 'A') AND prosrc = %s",
    [_BODY],
)
_THERE_SQLITE = ("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", None)
"""Names and definitions of the triggers that work."""


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
    """The triggers that the database should have and has not, has switched off, or has in name only:
    one that does something else than ours is none.
    """
    postgres = connection.vendor == "postgresql"
    wanted = {
        statement.split()[2]: statement
        for table in KEYS
        for statement in (_postgres(table) if postgres else _sqlite(table))
    }
    with connection.cursor() as cursor:
        cursor.execute(*(_THERE_POSTGRES if postgres else _THERE_SQLITE))
        found = {name for name, made_by in cursor.fetchall() if wanted.get(name) == made_by}
    return sorted(wanted.keys() - found)


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
