"""What people do with an import: upload, choose, confirm, abandon, undo."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.audit.seen import check_seen
from bigsection.errors import ChangedSince, Conflict, Invalid, Missing
from bigsection.jobs import running
from bigsection.jobs.models import OPEN, Job
from departments import importing, permissions
from departments.actions import column_mappings
from departments.actions.structure_changes import structure_changed
from departments.models import (
    Department,
    ImportStatus,
    Region,
    WorkbookImport,
)
from departments.queries.undo_obstacles import Obstacle, obstacles_of


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
    try:
        with transaction.atomic():
            row.job_id = _start("read_import", "读取", row, by, at).pk
            row.save()
    except BaseException:
        row.file.delete(save=False)  # no row would lead to it
        raise
    return row


@transaction.atomic
def confirm(
    *, workbook_import: WorkbookImport, by: User, at: datetime, seen: str | None = None
) -> WorkbookImport:
    """Have the reviewed changes written, as one transaction of the worker.

    ``seen`` is the version of the review that the person has seen; ChangedSince when another person
    has changed it since.
    """
    row = _locked(workbook_import, by)
    _check_seen(row, seen)
    row.status = ImportStatus.APPLYING
    who = {"by_pk": by.pk, "moment": at.isoformat()}
    row.job_id = _start("apply_import", "导入", row, by, at, **who).pk
    row.save(update_fields=["status", "job_id"])
    column_mappings.remember(row, by=by, at=at)
    return row


@transaction.atomic
def abandon(
    *, workbook_import: WorkbookImport, by: User, at: datetime, seen: str | None = None
) -> WorkbookImport:
    """Give an import up before it is written; ChangedSince when somebody decided more meanwhile."""
    row = _locked(workbook_import, by)
    _check_seen(row, seen)
    row.status = ImportStatus.ABANDONED
    row.save(update_fields=["status"])
    record("import.abandon", row, by=by, at=at, of=row.department or row.region)
    return row


@transaction.atomic
def choose(
    *, workbook_import: WorkbookImport, choices: importing.Choices, by: User, at: datetime
) -> WorkbookImport:
    """Take over a person's decisions about rows, names and cells, and have the file reviewed anew."""
    return revise(workbook_import=workbook_import, change=lambda _: choices, by=by, at=at)


@transaction.atomic
def revise(
    *,
    workbook_import: WorkbookImport,
    change: Callable[[importing.Choices], importing.Choices],
    by: User,
    at: datetime,
    seen: str | None = None,
) -> WorkbookImport:
    """Change the decisions as they are now (another person may have made some), and have the file
    reviewed anew; nothing happens when ``change`` changes nothing. ``seen`` is for what is decided
    as a whole, as the columns are.
    """
    row = _locked(workbook_import, by)
    _check_seen(row, seen)
    before = importing.Choices.from_json(row.choices)
    choices = change(before)
    if choices == before and row.choices:
        return row
    row.choices = choices.to_json()
    row.status = ImportStatus.READING
    row.job_id = _start("read_import", "核对", row, by, at).pk
    row.save(update_fields=["choices", "status", "job_id"])
    return row


@transaction.atomic
def start_undo(
    *, workbook_import: WorkbookImport, by: User, at: datetime, seen: str | None = None
) -> WorkbookImport:
    """Have an import undone by a worker; ``undo`` says when that is refused."""
    row = _locked_applied(workbook_import, by)
    _check_seen(row, seen)
    who = {"by_pk": by.pk, "moment": at.isoformat()}
    row.job_id = _start("undo_import", "撤销导入", row, by, at, **who).pk
    row.save(update_fields=["job_id"])
    return row


@transaction.atomic
def start_marking(*, workbook_import: WorkbookImport, by: User, at: datetime) -> Job:
    """Have the problems marked in the person's own workbook by a worker."""
    row = WorkbookImport.objects.select_for_update(of=("self",)).get(pk=workbook_import.pk)
    permissions.check_import(by, row.region, row.department)
    if not row.file or not row.review:
        raise Missing("这次导入的文件已不在服务器上。", hint="请使用您手中的原文件，或重新上传。")
    return _start("mark_import", "标注", row, by, at)


@transaction.atomic
def undo(*, workbook_import: WorkbookImport, by: User, at: datetime) -> WorkbookImport:
    """Restore exactly what was before an import; drafts over it become outdated.

    Raises Conflict, naming rows and what stands in the way, when something of it has changed or is
    in use since, or when a plan over it waits for approval; nothing is restored then.
    """
    region = WorkbookImport.objects.values_list("region", flat=True).get(pk=workbook_import.pk)
    Region.objects.select_for_update().get(pk=region)
    locked = _locked_applied(workbook_import, by, working=False)
    obstacles = obstacles_of(locked)
    if any(one.forbids for one in obstacles):
        raise _in_the_way("", [one for one in obstacles if one.forbids])
    try:
        counts, touched = importing.undo(bytes(locked.journal.content))
    except importing.ChangedSince as changed:
        names = "、".join(changed.labels)
        words = f"导入之后有 {changed.number} 处已变动或已被使用：{names}。"
        raise _in_the_way(words, obstacles) from changed
    locked.status, locked.undone_at = ImportStatus.UNDONE, at
    locked.save(update_fields=["status", "undone_at"])
    of = locked.department or locked.region
    record("import.undo", locked, by=by, at=at, of=of, changes={"counts": counts})
    structure_changed(touched)
    return locked


def _in_the_way(words: str, obstacles: Sequence[Obstacle]) -> Conflict:
    """The refusal to undo an import, with what can really be done."""
    told = "".join(f"{one.words}。" for one in obstacles)
    if any(one.forbids for one in obstacles):
        hint = "请先撤回这个方案，或等待审批结果。"
    elif any(one.undo_first for one in obstacles):
        hint = "请先撤销后来的导入，再撤销这一次。"
    else:
        hint = "需要更正的，请改好文件后重新导入：有变化的行会更新。"
    return Conflict(words + told, hint=hint)


def _start(
    kind: str, words: str, row: WorkbookImport, by: User, at: datetime, **more: object
) -> Job:
    title = f"{words} {row.file_name}"
    return running.start(kind, title=title, by=by, at=at, pk=str(row.pk), **more)


def _check_seen(row: WorkbookImport, seen: str | None) -> None:
    """Refuse a decision on a review, or on decisions about it, that the person has not seen."""
    check_seen(
        seen,
        row.version,
        lambda: ChangedSince(
            "您打开页面之后，核对结果有变化，没有写入任何内容。",
            hint="请刷新页面，重新核对后再办理。",
        ),
    )


def _locked_applied(row: WorkbookImport, by: User, *, working: bool = True) -> WorkbookImport:
    """Lock a finished import that can be undone; with ``working``, Conflict while a job is at it."""
    locked = WorkbookImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    permissions.check_import(by, locked.region, locked.department)
    if locked.status != ImportStatus.APPLIED:
        raise Conflict(
            f"这次导入现在是“{locked.get_status_display()}”，不能撤销。", hint="请刷新页面查看。"
        )
    if not hasattr(locked, "journal"):
        raise Conflict(
            "这次导入没有留下撤销所需的记录，不能撤销。",
            hint="需要更正的，请改好文件后重新导入：有变化的行会更新。",
        )
    if working and Job.objects.filter(pk__in=[locked.job_id], status__in=OPEN).exists():
        raise Conflict("这次导入正在撤销。", hint="请稍候刷新页面查看结果。")
    return locked


def _locked(row: WorkbookImport, by: User) -> WorkbookImport:
    """Lock an import that waits for a person; then check permission, then the status.

    One whose writing ended without a result (its worker died) waits for a person again.
    """
    locked = WorkbookImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    permissions.check_import(by, locked.region, locked.department)
    working = Job.objects.filter(pk__in=[locked.job_id], status__in=OPEN).exists()
    stranded = locked.status == ImportStatus.APPLYING and not working
    if locked.status != ImportStatus.REVIEW and not stranded:
        hint = "请刷新页面查看最新状态。"
        if locked.status == ImportStatus.READING:
            hint = "文件正在重新核对，可能有人刚作了修改；请稍候刷新页面再操作。"
        raise Conflict(f"这次导入现在是“{locked.get_status_display()}”，不能再操作。", hint=hint)
    return locked
