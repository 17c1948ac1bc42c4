"""Step 完成: taking an import back, and the present data as a workbook."""

import io
import re

import openpyxl
import pytest
from django.test import TestCase
from django.urls import reverse

from bigsection.audit.models import AuditEvent
from departments.models import ImportStatus, Section, WorkbookImport
from tests.factories import DepartmentFactory, JobFactory
from tests.integration.departments.wizard import Wizard

FINANCE = "财政局内设机构编制情况表.xlsx"


@pytest.fixture
def finance(log_in, officer, region) -> Wizard:
    """An import that has been written."""
    wizard = Wizard(log_in(officer), officer, region, FINANCE)
    wizard.post("confirm")
    assert wizard.row.status == ImportStatus.APPLIED
    return wizard


@pytest.mark.both_databases
def test_an_import_is_undone_from_its_page(finance):
    assert "撤销这次导入" in finance.get().text
    assert finance.post("undo").url == finance.url()
    assert not Section.objects.exists()
    assert finance.post("undo").status_code == 409


@pytest.mark.both_databases
def test_an_undo_that_is_refused_says_which_rows_have_changed(finance):
    Section.objects.filter(name="预算科").update(quota=99)
    finance.post("undo")
    assert finance.row.status == ImportStatus.APPLIED
    text = finance.get().text
    assert "没有撤销" in text
    assert "预算科" in text
    assert Section.objects.count() == 23


def test_an_import_whose_worker_died_is_taken_up_again_with_what_its_page_sends(finance):
    finance.post("undo")
    finance.row.journal.delete()  # nothing was written
    row = WorkbookImport.objects.filter(pk=finance.row.pk)
    row.update(status=ImportStatus.APPLYING, job_id=None)
    seen = re.findall(r'name="seen" value="([^"]+)"', finance.get().text)
    assert seen == 2 * [finance.row.version]  # taking it up, and giving it up
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = finance.client.post(finance.url("confirm"), {"seen": seen[0]})
    assert (response.status_code, row.get().status) == (302, ImportStatus.APPLIED)


def test_while_it_is_undone_the_progress_is_shown_and_no_second_undo_starts(finance):
    with TestCase.captureOnCommitCallbacks():
        finance.client.post(finance.url("undo"), {"seen": finance.row.version})
    assert 'hx-trigger="every 1s"' in finance.get().text
    assert finance.post("undo").status_code == 409


def test_others_see_that_somebody_is_at_it_and_the_page_comes_by_itself(
    finance, log_in, officer, leader, htmx
):
    job = JobFactory.create(owner=officer)
    WorkbookImport.objects.filter(pk=finance.row.pk).update(
        status=ImportStatus.READING, job_id=job.pk
    )
    client = log_in(leader)
    assert "waiting=1" in client.get(finance.url()).text
    WorkbookImport.objects.filter(pk=finance.row.pk).update(status=ImportStatus.REVIEW)
    assert client.get(finance.url(), {"waiting": "1"}, headers=htmx).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("outsider", 404)])
def test_only_those_who_may_import_undo(finance, log_in, request, who, status):
    client = log_in(request.getfixturevalue(who))
    assert client.post(finance.url("undo")).status_code == status
    assert Section.objects.exists()


URL = "/imports/present.xlsx"


def cells(response) -> set[str]:
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return {str(cell.value) for page in book for row in page.iter_rows() for cell in row}


def test_present_data_leave_out_id_numbers_unless_asked_for(log_in, clerk, department, person):
    client = log_in(clerk)
    without = cells(client.post(URL, {"department": department.pk}))
    assert {"人事科", "孙小美"} <= without
    assert person.id_number not in without
    asked = {"department": department.pk, "id_numbers": "1"}
    assert person.id_number in cells(client.post(URL, asked))
    events = AuditEvent.objects.filter(verb="department.export", department_id=department.pk)
    assert [event.changes["id_number"] for event in events.order_by("pk")] == ["不含", "含"]


def test_present_data_of_several_departments_come_in_one_workbook(finance, region):
    imported = Section.objects.first().department
    department = DepartmentFactory.create(region=region, name="示例市民政局")
    response = finance.client.post(URL, {"department": [imported.pk, department.pk]})
    assert {imported.name, department.name} <= cells(response)


def test_present_data_are_for_editors_in_their_scope(log_in, leader, outsider, department):
    asked = {"department": department.pk}
    assert log_in(leader).post(URL, asked).status_code == 403
    assert log_in(outsider).post(URL, asked).status_code == 404
    assert log_in(outsider).get(URL).status_code == 405
    assert not AuditEvent.objects.filter(verb="department.export").exists()


def test_present_data_of_no_department_are_refused_in_words(log_in, clerk):
    assert log_in(clerk).post(URL, {"department": "没有的局"}).status_code == 422
    response = log_in(clerk).post(URL)
    assert response.status_code == 422
    assert "没有选择部门" in response.text


def test_the_department_page_offers_its_data_to_editors(log_in, clerk, leader, department, section):
    page = reverse("department_detail", args=[department.pk])
    assert "导出数据" in log_in(clerk).get(page).text
    assert "导出数据" not in log_in(leader).get(page).text
