"""Background work of the departments application: imports, and clearing old uploads."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit import chain
from bigsection.jobs.housekeeping import chore
from bigsection.jobs.progress import Progress
from bigsection.jobs.registry import BEHIND, Parts, job
from departments import search_index
from departments.actions import data_checks, import_runs, imports
from departments.models import WorkbookImport


@job("read_import")
def run_read(progress: Progress, pk: str) -> dict[str, Any]:
    """Read an uploaded file and compare it with the roster; safe to run twice."""
    import_runs.read(WorkbookImport.objects.get(pk=pk), progress)
    return {}


@job("apply_import")
def run_apply(progress: Progress, pk: str, by_pk: int, moment: str) -> dict[str, Any]:
    """Write a reviewed import in one transaction; safe to run twice."""
    row = WorkbookImport.objects.get(pk=pk)
    by = User.objects.get(pk=by_pk)
    import_runs.write(row, by=by, at=datetime.fromisoformat(moment), tick=progress)
    return {}


@job("mark_import")
def run_mark(progress: Progress, pk: str) -> dict[str, Any]:
    """Write an uploaded workbook anew with its problems marked; safe to run twice."""
    import_runs.mark(WorkbookImport.objects.get(pk=pk), progress)
    return {}


@job("undo_import")
def run_undo(progress: Progress, pk: str, by_pk: int, moment: str) -> dict[str, Any]:
    """Take a finished import back in one transaction; refused when something changed since."""
    progress(0.1, "核对导入之后的变动并恢复")
    imports.undo(
        workbook_import=WorkbookImport.objects.get(pk=pk),
        by=User.objects.get(pk=by_pk),
        at=datetime.fromisoformat(moment),
    )
    return {}


@job(data_checks.KIND, priority=BEHIND)
def run_check(
    progress: Progress,
    departments: list[int] | None = None,
    parts: list[dict[str, Any]] | None = None,
) -> dict[str, Any] | Parts:
    """Check the data of departments, of all that were changed where none are named; many of them in
    parts, between which other short work is done. Safe to run twice.
    """
    if parts is not None:
        return {"checked": sum(part["checked"] for part in parts)}
    at = timezone.now()
    todo = data_checks.to_check(departments, at)
    if len(todo) <= data_checks.IN_ONE_JOB:
        return {"checked": data_checks.check(todo, at=at, tick=progress)}
    return data_checks.parts_of(todo)


@job(data_checks.PART, priority=BEHIND)
def run_check_part(progress: Progress, departments: list[int]) -> dict[str, Any]:
    """Check the data of some departments; safe to run twice."""
    return {"checked": data_checks.check(departments, at=timezone.now(), tick=progress)}


@chore
def check_what_was_changed(at: datetime) -> None:
    """Have the data of departments checked that were changed, or never checked."""
    data_checks.ask_for_changed(at=at)


@chore
def clear_old_uploads(at: datetime) -> int:
    """Delete uploaded files that have been kept long enough; their record stays."""
    return import_runs.clear_old_files(before=at - timedelta(days=settings.UPLOAD_KEEP_DAYS))


@chore
def index_names(at: datetime) -> int:
    """Index the names of the last seconds for the search."""
    return search_index.index_waiting(connection)


@chore
def seal_audit_trail(at: datetime) -> int:
    """Seal the events of the last seconds; in the first minute of every hour look for any that
    became visible very late.
    """
    return chain.seal(at=at, whole=at.minute == 0)
