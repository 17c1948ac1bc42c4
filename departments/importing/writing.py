"""How rows of any model are made and changed by an import: in bulk, and noted in its journal."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.db.models.functions import Cast, Concat

from departments.importing.differences import NEW, UPDATED, RowDifference, TableDifference
from departments.importing.journal import Journal
from departments.models import Section

BATCH = 500
Names = dict[tuple[str, str], int]
"""The primary keys of sections by department and name."""


def given(row: RowDifference, fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields about which the file says something."""
    values = row.file.values
    return {name: values[name] for name in fields if values.get(name) is not None}


def changed(row: RowDifference, fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields that differ from the database."""
    return {name: row.file.values[name] for name in row.changed if name in fields}


def known_pk(row: RowDifference) -> int:
    """The primary key of the row in the database that the file's row means."""
    assert row.known is not None  # noqa: S101 -- an updated row always has one
    return row.known.pk


def create(model: type[models.Model], rows: list[Any], journal: Journal) -> None:
    """Make rows and note their keys."""
    made = model._default_manager.bulk_create(rows, batch_size=BATCH)
    journal.note_made(model, [row.pk for row in made])


def write(
    model: type[models.Model],
    table: TableDifference,
    fields: tuple[str, ...],
    others: Callable[[RowDifference], dict[str, Any]],
    journal: Journal,
) -> None:
    """Make the new rows of a table, with the values of ``others`` where the file is silent, and
    change those that differ.
    """
    create(model, [model(**others(row) | given(row, fields)) for row in table.having(NEW)], journal)
    updates = {known_pk(row): changed(row, fields) for row in table.having(UPDATED)}
    write_updates(model, updates, journal)


def write_updates(
    model: type[models.Model], updates: dict[int, dict[str, Any]], journal: Journal
) -> None:
    """Change rows of one model: as many statements as there are sets of changed fields."""
    updates = {pk: values for pk, values in updates.items() if values}
    journal.note_change(model, updates)
    by_fields: dict[tuple[str, ...], list[models.Model]] = {}
    for pk, values in updates.items():
        by_fields.setdefault(tuple(values), []).append(model(pk=pk, **values))
    for fields, rows in by_fields.items():
        model._base_manager.bulk_update(rows, fields, batch_size=BATCH)


def remove(rows: "models.QuerySet[Any]", journal: Journal) -> None:
    """Delete rows, keeping what they were; nothing else may hang on them."""
    journal.note_removal(rows)
    rows.delete()


def give_up(field: str, pks: Sequence[int]) -> None:
    """Put the key in the place of a unique text of sections that are about to get another, which
    may be that of one of them: databases look at every row as it is written.
    """
    placeholder = Concat(models.Value("→"), Cast("pk", models.CharField()))
    for start in range(0, len(pks), BATCH):
        some = pks[start : start + BATCH]
        Section._base_manager.filter(pk__in=some).update(**{field: placeholder})
