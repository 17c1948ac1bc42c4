"""What an import wrote, kept so that it can be undone exactly."""

from __future__ import annotations

import hashlib
import json
import marshal
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from departments.models import (
    Department,
    Duty,
    Post,
    Quota,
    Section,
    SectionLink,
    StaffMember,
    WorkItem,
)

# In the order in which rows may be made; undone in reverse.
MODELS: dict[str, type[models.Model]] = {
    model._meta.model_name or "": model
    for model in (Department, Section, Quota, Duty, WorkItem, SectionLink, StaffMember, Post)
}
CHUNK = 500


def columns_of(model: type[models.Model]) -> list[str]:
    """The concrete columns of a model (foreign keys as ids), the primary key first."""
    names = [field.attname for field in model._meta.concrete_fields]
    return ["id", *(name for name in names if name != "id")]


def fingerprint(values: Sequence[Any]) -> str:
    """A short mark of a row's values without its key, equal whenever all of them are equal."""
    row = tuple(values)
    try:
        # Version 2 of marshal has no references, so equal values give equal bytes.
        content = marshal.dumps(row, 2)
    except ValueError:  # a date, which only rows of few have: repr takes twice the time
        content = repr(row).encode()
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def rows_of(model: type[models.Model], pks: Iterable[int]) -> list[tuple[Any, ...]]:
    """The present values of rows, by ``columns_of``, in chunks that any database takes; also of
    rows that a model's own manager hides, such as duties that ended.
    """
    wanted = list(pks)
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(wanted), CHUNK):
        chosen = model._base_manager.filter(pk__in=wanted[start : start + CHUNK])
        found += chosen.order_by("pk").values_list(*columns_of(model))
    return found


class Journal:
    """Notes of one import while it writes: what was made, changed and removed."""

    def __init__(self) -> None:
        self.made: dict[str, dict[int, str]] = {name: {} for name in MODELS}
        self.before: dict[str, dict[int, list[Any]]] = {name: {} for name in MODELS}
        self.after: dict[str, dict[int, str]] = {name: {} for name in MODELS}
        self.removed: dict[str, list[list[Any]]] = {name: [] for name in MODELS}
        self._unmarked: dict[str, list[int]] = {name: [] for name in MODELS}

    def note_made(self, model: type[models.Model], pks: Iterable[int]) -> None:
        """Rows that were inserted; their mark is taken when the import has ended."""
        self._unmarked[model._meta.model_name or ""] += pks

    def note_inserted(
        self, model: type[models.Model], keys: Iterable[int], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Rows that were inserted with all their values in the order of ``columns_of``."""
        made = self.made[model._meta.model_name or ""]
        made.update(zip(keys, map(fingerprint, rows), strict=True))

    def note_change(self, model: type[models.Model], pks: Iterable[int]) -> None:
        """Rows that are about to be changed."""
        before = self.before[model._meta.model_name or ""]
        for row in rows_of(model, (pk for pk in pks if pk not in before)):
            before[row[0]] = list(row)

    def note_removal(self, rows: models.QuerySet[Any]) -> None:
        """Rows that are about to be deleted."""
        name = rows.model._meta.model_name or ""
        self.removed[name] += [list(row) for row in rows.values_list(*columns_of(rows.model))]

    def pack(self) -> bytes:
        """Everything as compressed JSON; takes the marks that are still open."""
        for name, model in MODELS.items():
            for row in rows_of(model, self._unmarked[name]):
                self.made[name][row[0]] = fingerprint(row[1:])
            for row in rows_of(model, self.before[name]):
                self.after[name][row[0]] = fingerprint(row[1:])
        content = {
            "made": {n: [list(pks), list(pks.values())] for n, pks in self.made.items()},
            "before": {n: list(rows.values()) for n, rows in self.before.items()},
            "after": {n: list(marks.items()) for n, marks in self.after.items()},
            "removed": self.removed,
            "columns": {name: columns_of(model) for name, model in MODELS.items()},
        }
        return zlib.compress(json.dumps(content, default=str).encode(), level=1)


def unpack(data: bytes) -> dict[str, Any]:
    """The content that ``Journal.pack`` made."""
    content: dict[str, Any] = json.loads(zlib.decompress(data))
    return content
