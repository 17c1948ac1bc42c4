"""Undoes an import from its journal: restores exactly what was, unless rows changed since."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import ProtectedError

from departments.importing.journal import CHUNK, MODELS, columns_of, fingerprint, rows_of, unpack

LISTED = 10


class ChangedSince(Exception):
    """Rows of the import were changed or are used by others; ``labels`` names the first of them."""

    def __init__(self, labels: list[str], number: int) -> None:
        super().__init__(f"{number} rows changed since")
        self.labels = labels
        self.number = number


def undo(packed: bytes) -> dict[str, int]:
    """Restore what was before the import; the numbers of rows removed and restored.

    Must run in a transaction. Raises ChangedSince, having written nothing that stays, when a row
    of the import is no longer as the import left it, or something else depends on it now.
    """
    journal = unpack(packed)
    for name, model in MODELS.items():
        if journal["columns"][name] != columns_of(model):
            raise ChangedSince(["导入之后系统升级，数据结构已改变"], 1)
    _check_untouched(journal)
    counts = {"removed": 0, "restored": 0}
    for name in reversed(MODELS):
        counts["removed"] += _remove(MODELS[name], journal["made"][name][0])
    for name, model in MODELS.items():
        counts["restored"] += _restore(model, journal["before"][name], journal["removed"][name])
    return counts


def _check_untouched(journal: dict[str, Any]) -> None:
    """Compare every row that the import made or changed with its mark."""
    touched: list[str] = []
    for name, model in MODELS.items():
        pks, marks = journal["made"][name]
        marked = dict(zip(pks, marks, strict=True)) | dict(journal["after"][name])
        present = {row[0]: row for row in rows_of(model, marked)}
        for pk, mark in marked.items():
            row = present.get(pk)
            if row is None or fingerprint(row[1:]) != mark:
                touched.append(_label(model, pk, present=row is not None))
    if touched:
        raise ChangedSince(touched[:LISTED], len(touched))


def _remove(model: type[models.Model], pks: list[int]) -> int:
    """Delete rows that the import made, some hundreds at a time."""
    for start in range(0, len(pks), CHUNK):
        chosen = model._default_manager.filter(pk__in=pks[start : start + CHUNK])
        try:
            chosen.delete()
        except ProtectedError as error:
            users = [str(user) for user in list(error.protected_objects)[:LISTED]]
            raise ChangedSince(users, len(error.protected_objects)) from error
    return len(pks)


def _restore(model: type[models.Model], before: list[list[Any]], removed: list[list[Any]]) -> int:
    """Write back the rows that the import changed, and make again those that it removed."""
    columns = columns_of(model)
    changed = [model(**dict(zip(columns, row, strict=True))) for row in before]
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_update(changed, names, batch_size=CHUNK // 5)
    again = [model(**dict(zip(columns, row, strict=True))) for row in removed]
    model._default_manager.bulk_create(again, batch_size=CHUNK)
    return len(changed) + len(again)


def _label(model: type[models.Model], pk: int, *, present: bool) -> str:
    kind = str(model._meta.verbose_name)
    if not present:
        return f"{kind}（已删除）"
    return f"{kind}“{model._default_manager.get(pk=pk)}”"
