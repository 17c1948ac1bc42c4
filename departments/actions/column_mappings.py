"""Remembering what a person said about columns of a workbook, and forgetting it."""

from datetime import datetime

from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from departments import importing, permissions
from departments.models import ColumnMapping, WorkbookImport


def remember(row: WorkbookImport, *, by: User, at: datetime) -> None:
    """Keep what was said about columns of a confirmed import for the next file of the same place:
    its department, or the region where the file was one of the whole region. Must run in the
    transaction of the confirmation.
    """
    tables = {sheet["name"] or "": sheet["table"] for sheet in row.review["sheets"]}
    place = {"region": row.region, "department": row.department}
    changes = {}
    for (sheet, header), field in importing.Choices.from_json(row.choices).mapping.items():
        if sheet not in tables:
            continue
        column = {**place, "table": tables[sheet], "header": header[:120]}
        before = ColumnMapping.objects.filter(**column).first()
        if before is None or before.field != (field or ""):
            said = {"field": field or "", "by": by, "at": at}
            after, _ = ColumnMapping.objects.update_or_create(**column, defaults=said)
            changes[header] = [before and meaning(before), meaning(after)]
    if changes:
        of = row.department or row.region
        record("columns.remember", row, by=by, at=at, of=of, changes=changes)


@transaction.atomic
def forget(*, mapping: ColumnMapping, by: User, at: datetime) -> None:
    """Take a mapping back: files read from now on are asked about again.

    Raises NotAllowed for that of a whole region to all but its officers.
    """
    permissions.check_import(by, mapping.region, mapping.department)
    of = mapping.department or mapping.region
    changes = {mapping.header: [meaning(mapping), None]}
    record("columns.forget", mapping, by=by, at=at, of=of, changes=changes)
    mapping.delete()


def meaning(mapping: ColumnMapping) -> str:
    """What the column stands for, in words."""
    return importing.column_words(mapping.field) if mapping.field else "忽略"
