"""Two roles on PostgreSQL: one owns the tables, the one that the product runs as cannot undo history.

Who owns a table may switch its triggers off, drop them and empty it. The product therefore runs as
a role that owns nothing; only migrations run as the owner.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from bigsection.audit.triggers import EVENTS, SEALS


def grants(connection: BaseDatabaseWrapper, role: str) -> Iterator[str]:
    """What the owner says so that ``role`` can run the product: read and write all tables, those of
    later migrations included, and of the audit trail only read and append.
    """
    name = connection.ops.quote_name(role)
    rows = "SELECT, INSERT, UPDATE, DELETE"
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    yield f"REVOKE CREATE ON SCHEMA public FROM {name}, PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"
    yield f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {name}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"
    yield f"REVOKE UPDATE, DELETE ON {EVENTS}, {SEALS} FROM {name}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {name}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}"


def may_undo(connection: BaseDatabaseWrapper) -> str:
    """What the present role could do to the trail, in words; empty when it can do nothing."""
    if connection.vendor != "postgresql":
        return "SQLite: who can write the file can drop the triggers; keep exported heads elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, pg_has_role(tableowner, 'MEMBER') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename = %s",
            [EVENTS],
        )
        user, owns = cursor.fetchone()
    if not owns:
        return ""
    return f"{user} owns the trail and could drop its triggers; see grant_app_role"
