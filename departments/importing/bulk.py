"""Inserts very many rows of one model: some in a statement on SQLite, COPY on PostgreSQL.

``bulk_create`` builds an object and a statement of parameters per row; for a hundred thousand
people that takes longer than reading their workbook.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

COPY_ROWS = 20_000


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> range | list[int]:
    """Insert ``rows`` (values in the order of ``columns``, database column names without the key);
    the primary keys they get. Must run in a transaction. Values are text, numbers, booleans, None.
    """
    if not rows:
        return []
    table = model._meta.db_table
    pk = "id"
    names = ", ".join(connection.ops.quote_name(name) for name in (pk, *columns))
    keys: range | list[int]
    if connection.vendor == "postgresql":
        keys = _next_keys_postgresql(table, pk, len(rows))
        _copy(model, names, keys, rows)
        if len(rows) >= COPY_ROWS:  # or the next comparison goes by what the table was before
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
        return keys
    keys = _next_keys_sqlite(table, len(rows))
    _insert(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ", keys, rows)  # noqa: S608
    return keys


def _insert(beginning: str, keys: range, rows: Sequence[Sequence[Any]]) -> None:
    """Send the rows, as many in a statement as parameters are allowed: before each of them SQLite
    makes sure that it can take back what the triggers of the table do.
    """
    columns = len(rows[0]) + 1
    marks = f"({', '.join(['%s'] * columns)})"
    most = (connection.features.max_query_params or columns) // columns
    whole = len(rows) // most * most
    with connection.cursor() as cursor:
        for start, end, size in ((0, whole, most), (whole, len(rows), 1)):
            parts: Any = (
                [value for n in range(at, at + size) for value in (keys[n], *rows[n])]
                for at in range(start, end, size)
            )
            cursor.executemany(beginning + ", ".join([marks] * size), parts)


def _next_keys_sqlite(table: str, number: int) -> range:
    """Keys above any that was ever used; safe because the transaction holds the write lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    start = (found[0] if found else 0) + 1
    return range(start, start + number)


def _next_keys_postgresql(table: str, pk: str, number: int) -> list[int]:
    """Keys taken from the table's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, pk, number],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy(
    model: type[models.Model], names: str, keys: Sequence[int], rows: Sequence[Sequence[Any]]
) -> None:
    """Send the rows in COPY's CSV format, some thousands at a time.

    The csv module writes None and "" alike; FORCE_NULL makes both NULL where NULL is allowed, and
    elsewhere both are the empty text.
    """
    nullable = [str(field.column) for field in model._meta.concrete_fields if field.null]
    quote = connection.ops.quote_name
    force = f", FORCE_NULL ({', '.join(quote(name) for name in nullable)})" if nullable else ""
    statement = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN WITH (FORMAT csv{force})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), COPY_ROWS):
            text = io.StringIO()
            part = slice(start, start + COPY_ROWS)
            writer = csv.writer(text, quoting=csv.QUOTE_ALL)
            writer.writerows((key, *row) for key, row in zip(keys[part], rows[part], strict=True))
            text.seek(0)
            cursor.cursor.copy_expert(statement, text)
