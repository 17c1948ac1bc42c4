"""What the worker does with an import: read and compare, write, and clear old files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Conflict
from bigsection.web.id_numbers import mask_id_numbers, masked
from departments import importing
from departments.actions.structure_changes import structure_changed
from departments.hooks import AFTER_IMPORT
from departments.importing.differences import NEW, UPDATED
from departments.models import (
    ColumnMapping,
    Department,
    Duty,
    ImportJournal,
    ImportStatus,
    Region,
    Section,
    WorkbookImport,
)

Tick = Callable[[float, str], None]
EVENT_ROWS = 500


@importing.collector_paused()
def read(row: WorkbookImport, tick: Tick) -> None:
    """Read the file and compare it with the roster; ends in REVIEW or REFUSED."""
    reading, choices = _reading(row, tick)
    if reading.fatal:
        row.status, row.refusal = ImportStatus.REFUSED, reading.fatal
    else:
        tick(0.6, "与现有名册核对")
        comparison = importing.compare(reading, row.region, row.department, choices)
        row.review = _review(row, reading, comparison, choices)
        row.base_mark = importing.mark_of(comparison)
        row.status = ImportStatus.REVIEW
    WorkbookImport.objects.filter(pk=row.pk, status=ImportStatus.READING).update(
        status=row.status,
        refusal=row.refusal,
        review=row.review,
        base_mark=row.base_mark,
        marked="",  # the marks of another review are not these
    )


@importing.collector_paused()
def write(row: WorkbookImport, *, by: User, at: datetime, tick: Tick) -> None:
    """Write what was reviewed in one transaction.

    When the roster has changed since the review, nothing is written: the review is made anew and
    waits for a second look.
    """
    reading, choices = _reading(row, tick)
    if reading.fatal:
        raise Conflict(f"{reading.fatal}没有写入任何内容。")
    tick(0.3, "与现有名册核对并写入")
    with transaction.atomic():
        # The region's row is the lock: two imports into one region follow one another.
        region = Region.objects.select_for_update().get(pk=row.region_id)
        row = WorkbookImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.status != ImportStatus.APPLYING:
            return
        comparison = importing.compare(reading, region, row.department, choices)
        agreed = importing.mark_of(comparison) == row.base_mark
        if agreed:
            journal = take(comparison, reading, region, subject=row, by=by, at=at)
            ImportJournal.objects.create(workbook_import=row, content=journal.pack())
            row.status, row.applied_at = ImportStatus.APPLIED, at
        else:
            row.review = _review(row, reading, comparison, choices)
            row.base_mark = importing.mark_of(comparison)
            row.status = ImportStatus.REVIEW
        row.save(update_fields=["review", "base_mark", "status", "applied_at"])
    if not agreed:
        raise Conflict("核对之后名册有变动，没有写入任何内容。", hint="请重新核对后再确认导入。")


def _review(
    row: WorkbookImport,
    reading: importing.Reading,
    comparison: importing.Comparison,
    choices: importing.Choices,
) -> dict[str, object]:
    """The review; columns that the person of this import did not map are remembered ones."""
    own = importing.Choices.from_json(row.choices).mapping
    return importing.review_of(reading, comparison, choices, choices.mapping.keys() - own.keys())


def _reading(row: WorkbookImport, tick: Tick) -> tuple[importing.Reading, importing.Choices]:
    """The file as a person has corrected it; a reading with a reason when it is gone.

    Columns that were mapped in an earlier import of the place are mapped again; what a person
    says about this file wins.
    """

    def waiting() -> None:
        tick(0.05, "读取工作簿")

    waiting()
    choices = importing.Choices.from_json(row.choices)
    if not row.file:
        reason = f"文件已超过 {settings.UPLOAD_KEEP_DAYS} 天保存期并清除，请重新上传。"
        return importing.Reading(filename=row.file_name, fatal=reason), choices
    with row.file.open("rb") as file:
        data = file.read()
    reading = importing.read(data, row.file_name, row.department, choices, waiting, keep=True)
    remembered = _remembered(reading, row)
    if remembered.keys() - choices.mapping.keys():
        choices = replace(choices, mapping=remembered | choices.mapping)
        reading = importing.read(data, row.file_name, row.department, choices, waiting, keep=True)
    return reading, choices


def _remembered(
    reading: importing.Reading, row: WorkbookImport
) -> dict[tuple[str, str], str | None]:
    """What earlier imports of the same place say about columns that this reading maps otherwise.

    A sheet that is no table yet may be one of any kind.
    """
    known: dict[tuple[str, str], str | None] = {}
    for mapping in ColumnMapping.objects.for_import(row.region, row.department):
        known[mapping.table, mapping.header] = mapping.field or None
        known["unrecognised", mapping.header] = mapping.field or None
    return {
        (sheet.name or "", column.header): known[sheet.table, column.header]
        for sheet in reading.sheets
        for column in sheet.columns
        if (sheet.table, column.header) in known
        and (known[sheet.table, column.header] != column.field or not column.known)
    }


def write_at_once(
    comparison: importing.Comparison,
    reading: importing.Reading,
    region: Region,
    *,
    file_hash: str,
    at: datetime,
) -> WorkbookImport:
    """Write a comparison that nobody reviews, and keep its journal, so that it can be undone like
    any other import. Must run in a transaction.
    """
    row = WorkbookImport.objects.create(
        region=region,
        uploaded_at=at,
        file_name=reading.filename[-200:],
        file_hash=file_hash,
        status=ImportStatus.APPLIED,
        review=importing.review_of(reading, comparison),
        applied_at=at,
    )
    journal = take(comparison, reading, region, subject=row, by=None, at=at)
    ImportJournal.objects.create(workbook_import=row, content=journal.pack())
    return row


def take(
    comparison: importing.Comparison,
    reading: importing.Reading,
    region: Region,
    *,
    subject: WorkbookImport | Region,
    by: User | None,
    at: datetime,
) -> importing.Journal:
    """Write a comparison and record it; the journal of what it did. Must run in a transaction."""
    journal = importing.Journal()
    first = not _has_duties(region)
    importing.apply(comparison, region, journal, on=timezone.localtime(at).date())
    counts = importing.counts_of(comparison)
    changes = {"file": reading.filename, "counts": counts}
    record("import.apply", subject, by=by, at=at, of=region, changes=changes)
    touched = _record_departments(comparison, region, reading.filename, by, at)
    if _has_duties(region):
        for follow in AFTER_IMPORT:
            follow(region=region, at=at, first=first)
    structure_changed(touched)
    return journal


def _has_duties(region: Region) -> bool:
    """Whether any standing section of a region has a duty."""
    standing = Section.objects.standing().filter(department__region=region)
    return Duty.objects.filter(section__in=standing).exists()


def mark(row: WorkbookImport, tick: Tick) -> None:
    """Keep the workbook with its problems marked, until the review changes."""
    data = marked_file(row, tick)
    tick(0.95, "保存文件")
    row.marked.save(f"{row.pk}-marked.xlsx", ContentFile(data), save=False)
    try:
        WorkbookImport.objects.filter(pk=row.pk).update(marked=row.marked.name)
    except BaseException:
        row.marked.delete(save=False)
        raise


def marked_file(row: WorkbookImport, tick: Tick = lambda fraction, words: None) -> bytes:
    """The uploaded workbook with the problems of its review marked."""

    def waiting() -> None:
        tick(0.1, "标注问题单元格")

    waiting()
    with row.file.open("rb") as file:
        choices = importing.Choices.from_json(row.choices)
        return importing.marked_workbook(file.read(), row.review, choices, waiting)


def clear_old_files(*, before: datetime) -> int:
    """Delete the files of imports uploaded ``before``, and what was read out of files that are no
    more; the number of imports. Their record stays.
    """
    old = WorkbookImport.objects.filter(uploaded_at__lt=before).exclude(file="")
    for row in old:
        row.file.delete(save=False)
        row.marked.delete(save=False)
        WorkbookImport.objects.filter(pk=row.pk).update(file="", marked="")
    if read := importing.kept_readings.files():
        there = WorkbookImport.objects.filter(file_hash__in=read).exclude(file="")
        importing.kept_readings.forget({*read} - {*there.values_list("file_hash", flat=True)})
    return len(old)


def _record_departments(
    comparison: importing.Comparison, region: Region, file_name: str, by: User | None, at: datetime
) -> list[int]:
    """One event per department that an import touched, and their keys: new rows and those that are
    abolished by name, updates by field.
    """
    touched: dict[str, dict[str, list[object]]] = {}

    def add(department: str, changes: str, line: object) -> None:
        lines = touched.setdefault(department, {}).setdefault(changes, [])
        if len(lines) < EVENT_ROWS:
            lines.append(line)

    for table in comparison.tables():
        for row in table.having(NEW) + table.having(UPDATED):
            line = _line(row) if row.status == UPDATED else row.file.label
            add(row.file.department, f"{table.table}.{row.status}", line)
        for gone in table.abolished:
            add(gone.department, f"{table.table}.abolished", gone.label)
    departments = Department.objects.standing().filter(region=region, name__in=touched)
    for department in departments:
        record(
            "department.import",
            department,
            by=by,
            at=at,
            of=department,
            reason=file_name,
            changes=touched[department.name],
        )
    return [department.pk for department in departments]


def _line(row: importing.RowDifference) -> dict[str, object]:
    """One updated row: its label and each field's old and new value, ID numbers masked."""
    known = row.known.values if row.known else {}
    pairs = {name: [known.get(name), row.file.values[name]] for name in row.changed}
    for name, pair in pairs.items():
        if name == "id_number":
            pairs[name] = [masked(value or "") for value in pair]
        else:
            pairs[name] = [mask_id_numbers(v) if isinstance(v, str) else v for v in pair]
    return {"label": row.file.label, "changes": pairs}
