"""Undoes an import from its journal: restores exactly what was, unless rows changed since."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import PROTECT, SET_NULL, ManyToOneRel, ProtectedError

from departments.importing.journal import CHUNK, MODELS, columns_of, fingerprint, rows_of, unpack
from departments.importing.writing import give_up
from departments.models import Department, Section

LISTED = 10
DEPARTMENT = {
    "department": "pk",
    "section": "department",
    "quota": "department",
    "duty": "section__department",
    "workitem": "section__department",
    "sectionlink": "department",
    "staffmember": "department",
    "post": "department",
}
"""For every kind of row, how its department is found."""
Journal = dict[str, Any]


class ChangedSince(Exception):
    """Rows of the import were changed or are used by others; ``labels`` names the first of them."""

    def __init__(self, labels: list[str], number: int) -> None:
        super().__init__(f"{number} rows changed since")
        self.labels = labels
        self.number = number


def undo(packed: bytes) -> tuple[dict[str, int], set[int]]:
    """Restore what was before the import; the numbers of rows removed and restored, and the keys of
    the departments that it had written to.

    A department that something else has to do with (a draft, a study, an account) stays, without
    what the import brought. Must run in a transaction. Raises ChangedSince, having written nothing that stays, when a row
    of the import is no longer as the import left it, or something else depends on it now.
    """
    journal = unpack(packed)
    written = {name: model for name, model in MODELS.items() if name in journal["columns"]}
    known = {name: columns_of(model) for name, model in written.items()}
    if journal["columns"] != known:
        raise ChangedSince(["导入之后系统升级，数据结构已改变"], 1)
    _check_untouched(journal, written)
    touched = departments_in(journal)
    counts = {"removed": 0, "restored": 0}
    # What was moved to a row that goes must go back before it, and needs no row that comes again.
    for name in reversed(written):
        counts["removed"] += _remove(written[name], journal["made"][name][0], journal)
        counts["restored"] += _restore(written[name], journal["before"][name])
    for name, model in written.items():
        counts["restored"] += _make_again(model, journal["removed"][name])
    return counts, touched


def _check_untouched(journal: Journal, written: dict[str, type[models.Model]]) -> None:
    """Compare every row that the import made or changed with its mark."""
    touched: list[str] = []
    for name, model in written.items():
        pks, marks = journal["made"][name]
        marked = dict(zip(pks, marks, strict=True)) | dict(journal["after"][name])
        present = {row[0]: row for row in rows_of(model, marked)}
        for pk, mark in marked.items():
            row = present.get(pk)
            if row is None or fingerprint(row[1:]) != mark:
                touched.append(_label(model, pk, present=row is not None))
    if touched:
        raise ChangedSince(touched[:LISTED], len(touched))


def departments_in(journal: Journal) -> set[int]:
    """The keys of the departments to which an import wrote, as far as its rows are still there, or
    what those belonged to that it removed.
    """
    found: set[int] = set()
    keys = {name: _keys(journal, name) for name in DEPARTMENT}
    for name, rows in journal["removed"].items():
        if rows:
            owner = DEPARTMENT[name].partition("__")[0]
            place = journal["columns"][name].index(f"{owner}_id")
            keys[owner] |= {row[place] for row in rows}
    for name, path in DEPARTMENT.items():
        pks = sorted(keys[name])
        for start in range(0, len(pks), CHUNK):
            there = MODELS[name]._base_manager.filter(pk__in=pks[start : start + CHUNK])
            found.update(there.values_list(path, flat=True))
    return found


def touches(journal: Journal, other: Journal) -> bool:
    """Whether two imports wrote to the same row."""
    return any(_keys(journal, name) & _keys(other, name) for name in MODELS)


def _keys(journal: Journal, name: str) -> set[int]:
    """The rows of one kind that an import made, changed or removed."""
    made = journal["made"].get(name, [[]])[0]
    rows = [*journal["before"].get(name, ()), *journal["removed"].get(name, ())]
    return {*made, *(row[0] for row in rows)}


def _remove(model: type[models.Model], pks: list[int], journal: Journal) -> int:
    """Delete rows that the import made, some hundreds at a time."""
    removed = 0
    for start in range(0, len(pks), CHUNK):
        part = pks[start : start + CHUNK]
        kept = _in_use(part) if model is Department else set()
        gone = [pk for pk in part if pk not in kept]
        _check_unused(model, gone, journal)
        try:
            model._base_manager.filter(pk__in=gone).delete()
        except ProtectedError as error:
            users = [str(user) for user in list(error.protected_objects)[:LISTED]]
            raise ChangedSince(users, len(error.protected_objects)) from error
        removed += len(gone)
    return removed


def _in_use(departments: list[int]) -> set[int]:
    """The departments that rows of another kind than an import writes have to do with."""
    found: set[int] = set()
    for relation in Department._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model not in MODELS.values():
            name = relation.field.attname
            users = relation.related_model._base_manager.filter(**{f"{name}__in": departments})
            found.update(users.order_by().values_list(name, flat=True))
    return found


def _check_unused(model: type[models.Model], pks: list[int], journal: Journal) -> None:
    """Refuse when rows made since would silently go together with these.

    What the import itself hung on them is gone already, and what it moved to them goes back. A key
    without a constraint, and one of another application that may become NULL, is of a row that
    stands without: plans hold by their snapshot, rulings by text.
    """
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.on_delete is PROTECT:
            continue
        user = relation.related_model
        alone = relation.on_delete is SET_NULL and user not in MODELS.values()
        if alone or not getattr(relation.field, "db_constraint", True):
            continue
        others = list(user._base_manager.filter(**{f"{relation.field.attname}__in": pks}))
        if others:
            moved = dict(journal["after"].get(user._meta.model_name, ()))
            others = [row for row in others if row.pk not in moved]
        if others:
            raise ChangedSince([str(row) for row in others[:LISTED]], len(others))


def _restore(model: type[models.Model], before: list[list[Any]]) -> int:
    """Write back the rows that the import changed."""
    changed = _objects(model, before)
    if model is Section:
        for field in ("name", "code"):
            give_up(field, [row.pk for row in changed])
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._base_manager.bulk_update(changed, names, batch_size=CHUNK // 5)
    return len(changed)


def _make_again(model: type[models.Model], removed: list[list[Any]]) -> int:
    """Make the rows again that the import removed."""
    return len(model._base_manager.bulk_create(_objects(model, removed), batch_size=CHUNK))


def _objects(model: type[models.Model], rows: list[list[Any]]) -> list[models.Model]:
    columns = columns_of(model)
    return [model(**dict(zip(columns, row, strict=True))) for row in rows]


def _label(model: type[models.Model], pk: int, *, present: bool) -> str:
    kind = str(model._meta.verbose_name)
    if not present:
        return f"{kind}（已删除）"
    return f"{kind}“{model._base_manager.get(pk=pk)}”"
