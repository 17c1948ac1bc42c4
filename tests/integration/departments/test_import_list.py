"""Uploading workbooks from the browser, and the list of imports."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from departments.models import Section, WorkbookImport
from departments.queries.directory import OFFERED_AT_MOST
from tests.factories import DepartmentFactory, WorkbookImportFactory

URL = "/imports/"
WORKBOOKS = Path(__file__).parents[2] / "data" / "workbooks"


def workbook(name: str = "组织部.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (WORKBOOKS / name).read_bytes())


@pytest.fixture
def whole_region(region) -> str:
    return f"region-{region.pk}"


def test_one_file_leads_to_its_review(
    log_in, officer, whole_region, django_capture_on_commit_callbacks
):
    client = log_in(officer)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(URL, {"place": whole_region, "files": workbook()})
    made = WorkbookImport.objects.get()
    assert response.url == reverse("import_detail", args=[made.pk])
    assert (made.file_name, made.uploaded_by, made.status) == ("组织部.xlsx", officer, "review")
    assert not Section.objects.exists()


def test_several_files_are_taken_at_once(log_in, officer, whole_region):
    files = [workbook(), workbook("人社局人员花名册.xlsx")]
    response = log_in(officer).post(URL, {"place": whole_region, "files": files})
    assert response.url == URL
    assert WorkbookImport.objects.count() == 2


def test_a_clerk_imports_into_the_own_department_only(log_in, clerk, department, whole_region):
    client = log_in(clerk)
    place = f"department-{department.pk}"
    assert client.post(URL, {"place": place, "files": workbook()}).status_code == 302
    assert WorkbookImport.objects.get().department == department
    refused = client.post(URL, {"place": whole_region, "files": workbook()})
    assert refused.status_code == 422
    assert WorkbookImport.objects.count() == 1


@pytest.mark.parametrize("role", ["leader", "auditor", "administrator"])
def test_those_who_only_read_cannot_upload(request, log_in, role, whole_region):
    client = log_in(request.getfixturevalue(role))
    assert "上传并核对" not in client.get(URL).text
    response = client.post(URL, {"place": whole_region, "files": workbook()})
    assert response.status_code == 403
    assert not WorkbookImport.objects.exists()


def test_a_file_over_the_limit_is_refused_in_words(log_in, officer, whole_region, settings):
    settings.UPLOAD_MAX_MB = 1
    large = SimpleUploadedFile("大表.xlsx", b"x" * 1_000_001)
    response = log_in(officer).post(URL, {"place": whole_region, "files": large})
    assert response.status_code == 422
    assert "“大表.xlsx”超过 1 MB" in response.text
    assert not WorkbookImport.objects.exists()


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["照片.png", "说明.docx", "科室.xlsx.exe"])
def test_other_kinds_of_file_are_refused_in_words(log_in, officer, whole_region, name):
    response = log_in(officer).post(
        URL, {"place": whole_region, "files": SimpleUploadedFile(name, b"abc")}
    )
    assert response.status_code == 422
    assert f"“{name}”不是 Excel 工作簿或 CSV 文件" in response.text


def test_an_empty_file_and_no_file_are_refused_in_words(log_in, officer, whole_region):
    client = log_in(officer)
    empty = SimpleUploadedFile("空.xlsx", b"")
    assert "是空的" in client.post(URL, {"place": whole_region, "files": empty}).text
    assert client.post(URL, {"place": whole_region}).status_code == 422
    assert not WorkbookImport.objects.exists()


@pytest.mark.both_databases
def test_lists_imports_of_the_scope_newest_first(log_in, clerk, department, region):
    WorkbookImportFactory.create(file_name="全市.xlsx", region=region)
    WorkbookImportFactory.create(file_name="本局.xlsx", region=region, department=department)
    shown = log_in(clerk).get(URL).context["page"]
    assert [row.file_name for row in shown] == ["本局.xlsx"]


def test_an_outsider_sees_no_import_of_ours(log_in, outsider, department):
    WorkbookImportFactory.create(file_name="本局.xlsx", department=department)
    assert "本局.xlsx" not in log_in(outsider).get(URL).text


def test_refuses_other_methods(log_in, officer):
    assert log_in(officer).put(URL).status_code == 405


def test_queries_do_not_grow_with_imports(log_in, officer, region, django_assert_max_num_queries):
    WorkbookImportFactory.create_batch(20, region=region)
    client = log_in(officer)
    with django_assert_max_num_queries(14):
        client.get(URL)


@pytest.mark.both_databases
def test_a_department_of_very_many_is_named_in_a_field(log_in, officer, region, department):
    DepartmentFactory.create_batch(OFFERED_AT_MOST, region=region)
    client = log_in(officer)
    page = client.get(URL)
    assert f'value="department-{department.pk}"' not in page.text
    assert page.text.count('role="combobox"') == 4  # one to import into, three to take data out of
    sent = {"place": f"region-{region.pk}", "department": "没有的局", "files": workbook()}
    refused = client.post(URL, sent)
    assert refused.status_code == 422
    assert 'value="没有的局"' in refused.text  # to be put right, and what is wrong is said once
    assert refused.text.count('class="field-error"') == 1
    client.post(URL, sent | {"department": f"{department}（{region}）", "files": workbook()})
    assert WorkbookImport.objects.get().department == department
    client.post(
        URL, sent | {"place": f"department-{department.pk}", "department": "", "files": workbook()}
    )
    assert WorkbookImport.objects.filter(department=department).count() == 2
