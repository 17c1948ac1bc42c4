"""A large workbook is marked by a worker before it is downloaded; a small one at once."""

import io

import openpyxl
import pytest
from django.test import TestCase
from django.urls import reverse

from bigsection.jobs.models import Job
from departments.models import WorkbookImport, workbook_import
from tests.integration.departments.test_import_actions import choose, edited, upload

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one."""
    monkeypatch.setattr(workbook_import, "LARGE_BYTES", 10)


def ask(client, row: WorkbookImport):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse("import_mark", args=[row.pk]))


@pytest.mark.usefixtures("large")
def test_the_marked_file_is_there_when_the_job_has_ended(officer, region, log_in):
    row, client = upload(officer, region, edited(F2="若干")), log_in(officer)
    page = client.get(reverse("import_detail", args=[row.pk])).content.decode()
    assert reverse("import_mark", args=[row.pk]) in page
    assert client.get(reverse("import_marked", args=[row.pk])).status_code == 409
    answer = ask(client, row)
    job = Job.objects.get(kind="mark_import")
    assert answer["Location"].startswith(reverse("job_status", args=[job.pk]))
    data = client.get(reverse("import_marked", args=[row.pk])).content
    texts = {
        str(cell.value)
        for line in openpyxl.load_workbook(io.BytesIO(data))["科室"]
        for cell in line
    }
    assert any("若干" in text and "不是数字" in text for text in texts)


@pytest.mark.usefixtures("large")
def test_a_changed_review_needs_new_marks(officer, region, log_in):
    row, client = upload(officer, region, edited(F2="若干")), log_in(officer)
    ask(client, row)
    row = choose(row, officer, corrections={("科室", 2, 6): "8"})
    assert not row.marked
    assert client.get(reverse("import_marked", args=[row.pk])).status_code == 409


def test_a_small_file_comes_at_once(officer, region, log_in):
    row, client = upload(officer, region, edited(F2="若干")), log_in(officer)
    assert client.get(reverse("import_marked", args=[row.pk])).status_code == 200
    assert not Job.objects.filter(kind="mark_import").exists()


def test_others_cannot_have_it_marked(officer, leader, outsider, region, log_in):
    row = upload(officer, region, edited(F2="若干"))
    assert ask(log_in(leader), row).status_code in (403, 404)
    assert ask(log_in(outsider), row).status_code == 404
    assert log_in(officer).get(reverse("import_mark", args=[row.pk])).status_code == 405
