"""Taking a workbook in: upload, confirm, abandon; and what the worker does in between."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.errors import Conflict, Invalid
from bigsection.jobs import running
from bigsection.jobs.models import OPEN, Job
from departments import importing, permissions
from departments.importing.differences import NEW, UPDATED
from departments.importing.review import masked
from departments.models import Department, ImportStatus, Region, WorkbookImport

Tick = Callable[[float, str], None]
EVENT_ROWS = 500


@transaction.atomic
def upload(
    *,
    file_name: str,
    data: bytes,
    region: Region,
    department: Department | None,
    by: User,
    at: datetime,
) -> WorkbookImport:
    """Keep a file and have it read; nothing of the roster changes yet.

    Raises NotAllowed outside the person's scope, Invalid for an empty or too large file.
    """
    permissions.check_import(by, region, department)
    if not data:
        raise Invalid(f"“{file_name}”是空文件。", hint="请检查后重新选择文件。")
    if len(data) > settings.UPLOAD_MAX_MB * 1_000_000:
        raise Invalid(
            f"“{file_name}”超过 {settings.UPLOAD_MAX_MB} MB。",
            hint="请删去无关的工作表或图片，或按部门拆分后再导入。",
        )
    row = WorkbookImport(
        region=region,
        department=department,
        uploaded_by=by,
        uploaded_at=at,
        file_name=file_name[-200:],
        file_hash=hashlib.sha256(data).hexdigest(),
    )
    row.file.save(f"{row.pk}.bin", ContentFile(data), save=False)
    job = running.start("read_import", title=f"读取 {file_name}", by=by, at=at, pk=str(row.pk))
    row.job_id = job.pk
    row.save()
    return row


@transaction.atomic
def confirm(*, workbook_import: WorkbookImport, by: User, at: datetime) -> WorkbookImport:
    """Have the reviewed changes written, as one transaction of the worker."""
    row = _locked(workbook_import, by)
    row.status = ImportStatus.APPLYING
    job = running.start(
        "apply_import",
        title=f"导入 {row.file_name}",
        by=by,
        at=at,
        pk=str(row.pk),
        by_pk=by.pk,
        moment=at.isoformat(),
    )
    row.job_id = job.pk
    row.save(update_fields=["status", "job_id"])
    return row


@transaction.atomic
def abandon(*, workbook_import: WorkbookImport, by: User, at: datetime) -> WorkbookImport:
    """Give an import up before it is written."""
    row = _locked(workbook_import, by)
    row.status = ImportStatus.ABANDONED
    row.save(update_fields=["status"])
    _note("import.abandon", row, by, at, {})
    return row


def read(row: WorkbookImport, tick: Tick) -> None:
    """Read the file and compare it with the roster; ends in REVIEW or REFUSED."""
    tick(0.05, "读取工作簿")
    with row.file.open("rb") as file:
        reading = importing.read(file.read(), row.file_name, row.department)
    if reading.fatal:
        row.status, row.refusal = ImportStatus.REFUSED, reading.fatal
    else:
        tick(0.6, "与现有名册核对")
        comparison = importing.compare(reading, row.region, row.department)
        row.review = importing.review_of(reading, comparison)
        row.base_mark = importing.mark_of(comparison)
        row.status = ImportStatus.REVIEW
    WorkbookImport.objects.filter(pk=row.pk, status=ImportStatus.READING).update(
        status=row.status, refusal=row.refusal, review=row.review, base_mark=row.base_mark
    )


def write(row: WorkbookImport, *, by: User, at: datetime, tick: Tick) -> None:
    """Write what was reviewed in one transaction.

    When the roster has changed since the review, nothing is written: the review is made anew and
    waits for a second look.
    """
    tick(0.05, "读取工作簿")
    with row.file.open("rb") as file:
        reading = importing.read(file.read(), row.file_name, row.department)
    tick(0.3, "与现有名册核对")
    with transaction.atomic():
        # The region's row is the lock: two imports into one region follow one another.
        region = Region.objects.select_for_update().get(pk=row.region_id)
        row = WorkbookImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.status == ImportStatus.APPLIED:
            return
        comparison = importing.compare(reading, region, row.department)
        if importing.mark_of(comparison) != row.base_mark:
            row.review = importing.review_of(reading, comparison)
            row.base_mark = importing.mark_of(comparison)
            row.status = ImportStatus.REVIEW
            row.save(update_fields=["review", "base_mark", "status"])
            changed = True
        else:
            take(comparison, reading, region, subject=row, by=by, at=at)
            row.status, row.applied_at = ImportStatus.APPLIED, at
            row.save(update_fields=["status", "applied_at"])
            changed = False
    if changed:
        raise Conflict("核对之后名册有变动，没有写入任何内容。", hint="请重新核对后再确认导入。")


def take(
    comparison: importing.Comparison,
    reading: importing.Reading,
    region: Region,
    *,
    subject: WorkbookImport | Region,
    by: User | None,
    at: datetime,
) -> dict[str, int]:
    """Write a comparison and record it; the counts. Must run in a transaction."""
    importing.apply(comparison, region)
    counts = importing.counts_of(comparison, reading)
    record(
        "import.apply",
        subject,
        by=by,
        at=at,
        region_code=region.code,
        changes={"file": reading.filename, "counts": counts},
    )
    _record_departments(comparison, region, reading.filename, by, at)
    return counts


def clear_old_files(*, before: datetime) -> int:
    """Delete the files of imports uploaded ``before``; the number of them. The record stays."""
    old = WorkbookImport.objects.filter(uploaded_at__lt=before).exclude(file="")
    for row in old:
        row.file.delete(save=False)
        WorkbookImport.objects.filter(pk=row.pk).update(file="")
    return len(old)


def _record_departments(
    comparison: importing.Comparison, region: Region, file_name: str, by: User | None, at: datetime
) -> None:
    """One event per department that an import touched: new rows by name, updates by field."""
    touched: dict[str, dict[str, list[object]]] = {}
    for table in comparison.tables():
        for row in table.having(NEW) + table.having(UPDATED):
            entry = touched.setdefault(row.file.department, {})
            lines = entry.setdefault(f"{table.table}.{row.status}", [])
            if len(lines) < EVENT_ROWS:
                lines.append(_line(row) if row.status == UPDATED else row.file.label)
    departments = Department.objects.standing().filter(region=region, name__in=touched)
    for department in departments:
        record(
            "department.import",
            department,
            by=by,
            at=at,
            region_code=region.code,
            department_id=department.pk,
            reason=file_name,
            changes=touched[department.name],
        )


def _line(row: importing.RowDifference) -> dict[str, object]:
    """One updated row: its label and each field's old and new value, ID numbers masked."""
    known = row.known.values if row.known else {}
    pairs = {name: [known.get(name), row.file.values[name]] for name in row.changed}
    if "id_number" in pairs:
        pairs["id_number"] = [masked(value or "") for value in pairs["id_number"]]
    return {"label": row.file.label, "changes": pairs}


def _locked(row: WorkbookImport, by: User) -> WorkbookImport:
    """Lock an import that waits for a person; then check permission, then the status.

    One whose writing ended without a result (its worker died) waits for a person again.
    """
    locked = WorkbookImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    permissions.check_import(by, locked.region, locked.department)
    working = Job.objects.filter(pk__in=[locked.job_id], status__in=OPEN).exists()
    stranded = locked.status == ImportStatus.APPLYING and not working
    if locked.status != ImportStatus.REVIEW and not stranded:
        raise Conflict(
            f"这次导入现在是“{locked.get_status_display()}”，不能再操作。",
            hint="请刷新页面查看最新状态。",
        )
    return locked


def _note(
    verb: str, row: WorkbookImport, by: User, at: datetime, changes: dict[str, object]
) -> None:
    record(
        verb,
        row,
        by=by,
        at=at,
        region_code=row.region.code,
        department_id=row.department_id,
        changes=changes,
    )
