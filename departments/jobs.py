"""Background work of the departments application: reading and writing an import."""

from datetime import datetime
from typing import Any

from bigsection.accounts.models import User
from bigsection.jobs.progress import Progress
from bigsection.jobs.registry import job
from departments.actions import imports
from departments.models import WorkbookImport


@job("read_import")
def run_read(progress: Progress, pk: str) -> dict[str, Any]:
    """Read an uploaded file and compare it with the roster; safe to run twice."""
    imports.read(WorkbookImport.objects.get(pk=pk), progress)
    return {}


@job("apply_import")
def run_apply(progress: Progress, pk: str, by_pk: int, moment: str) -> dict[str, Any]:
    """Write a reviewed import in one transaction; safe to run twice."""
    row = WorkbookImport.objects.get(pk=pk)
    by = User.objects.get(pk=by_pk)
    imports.write(row, by=by, at=datetime.fromisoformat(moment), tick=progress)
    return {}
