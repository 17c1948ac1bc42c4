"""No room left on the disk: said in words, and nothing half-written stays behind."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from bigsection.errors import NoRoom
from bigsection.jobs.models import Job, JobStatus
from departments.models import ImportStatus, WorkbookImport, workbook_import
from tests.integration.departments.test_import_actions import WORKBOOK, upload

pytestmark = pytest.mark.django_db


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process may grow beyond ``size`` bytes: the kernel refuses to write more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def send(client: Any, region: Any) -> Any:
    file = SimpleUploadedFile("组织部.xlsx", WORKBOOK.read_bytes())
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post("/imports/", {"place": f"region-{region.pk}", "files": file})


def test_an_upload_that_does_not_fit_leaves_nothing(log_in, officer, region, uploads) -> None:
    client = log_in(officer)
    with room_for(1000):
        response = send(client, region)
    assert response.status_code == NoRoom.status
    assert NoRoom().message in response.text
    assert files(uploads) == []
    assert not WorkbookImport.objects.exists()
    assert not Job.objects.exists()
    assert send(client, region).status_code == 302


def test_a_file_whose_row_cannot_be_written_is_taken_back(
    officer, region, uploads, monkeypatch
) -> None:
    def fail(*args: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WorkbookImport, "save", fail)
    with pytest.raises(OSError, match="No space"):
        upload(officer, region)
    assert files(uploads) == []


def test_marks_that_do_not_fit_end_the_job_and_can_be_asked_for_again(
    log_in, officer, region, uploads, monkeypatch
) -> None:
    monkeypatch.setattr(workbook_import, "LARGE_BYTES", 10)
    row, client = upload(officer, region), log_in(officer)
    before = files(uploads)
    with room_for(1000), TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("import_mark", args=[row.pk]))
    job = Job.objects.get(kind="mark_import")
    assert (job.status, job.message) == (JobStatus.FAILED, str(NoRoom()))
    assert files(uploads) == before
    row.refresh_from_db()
    assert (row.status, row.marked.name) == (ImportStatus.REVIEW, "")
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("import_mark", args=[row.pk]))
    assert client.get(reverse("import_marked", args=[row.pk])).status_code == 200
