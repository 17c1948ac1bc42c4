"""The page of an import in each of its states, and its steps forward and back."""

import uuid

import pytest
from django.urls import reverse

from bigsection.jobs.models import JobStatus
from departments.models import ImportJournal, ImportStatus, Section, WorkbookImport
from tests.factories import JobFactory, WorkbookImportFactory


def row(status: str, label: str, **more: object) -> dict[str, object]:
    place = {"sheet": "科室", "row": 5, "department": "示例市财政局"}
    return {"status": status, "label": label, "changes": [], "reason": "", **place, **more}


REVIEW = {
    "sheets": [
        {
            "name": "科室",
            "table": "sections",
            "header_rows": [1],
            "columns": [
                {"index": 0, "header": "科室名称", "field": "section"},
                {"index": 1, "header": "餐卡号", "field": None},
            ],
            "ignored_columns": ["餐卡号"],
        }
    ],
    "counts": {"new": 1, "updated": 1, "unchanged": 7, "rejected": 1},
    "tables": [
        {
            "table": "sections",
            "title": "科室",
            "counts": {"new": 1, "updated": 1, "unchanged": 7, "rejected": 1},
            "missing": [{"pk": 7, "department": "示例市财政局", "label": "老干部科"}],
            "rows": [
                row("new", "法规科"),
                row(
                    "updated",
                    "人事科",
                    changes=[{"field": "quota", "label": "核定编制", "old": "4", "new": "5"}],
                ),
                row("rejected", "信息科", reason="与第 3 行重名"),
            ],
            "more": 0,
        }
    ],
    "problems": [
        {
            "severity": "error",
            "sheet": "科室",
            "row": 9,
            "column": "核定编制",
            "code": "bad_number",
            "value": "-1",
            "message": "编制不能是负数。",
        }
    ],
    "not_sections": ["局领导"],
    "row_total": 10,
}


def url(found: WorkbookImport, step: str = "detail") -> str:
    return reverse(f"import_{step}", args=[found.pk])


@pytest.fixture
def review(department, clerk) -> WorkbookImport:
    """An import of the clerk's that waits for its review."""
    return WorkbookImportFactory.create(
        department=department, uploaded_by=clerk, review=REVIEW, status=ImportStatus.REVIEW
    )


@pytest.fixture
def reading(department, clerk) -> WorkbookImport:
    """An import whose file is being read."""
    job = JobFactory.create(owner=clerk)
    return WorkbookImportFactory.create(
        department=department, uploaded_by=clerk, status=ImportStatus.READING, job_id=job.pk
    )


def test_while_it_is_read_the_progress_is_shown_and_asked_again(log_in, clerk, reading):
    text = log_in(clerk).get(url(reading)).text
    assert '<progress max="100" value="40"' in text
    assert f"/jobs/{reading.job_id}/" in text
    assert 'hx-trigger="every 1s"' in text


@pytest.mark.both_databases
def test_others_of_the_scope_do_not_ask_for_the_progress(log_in, officer, reading):
    assert f"/jobs/{reading.job_id}/" not in log_in(officer).get(url(reading)).text


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.CANCELLED])
def test_a_stopped_reading_says_so_and_offers_to_upload_again(log_in, clerk, reading, status):
    job = JobFactory.create(owner=clerk, status=status, message="按要求停止。")
    WorkbookImport.objects.filter(pk=reading.pk).update(job_id=job.pk)
    text = log_in(clerk).get(url(reading)).text
    assert "按要求停止。" in text
    assert "重新上传" in text


def test_the_review_opens_with_what_needs_attention(log_in, clerk, review):
    response = log_in(clerk).get(url(review))
    assert response.context["tab"] == "problems"
    assert REVIEW["problems"][0]["message"] in response.text
    table = log_in(clerk).get(url(review), {"tab": "sections"})
    assert table.context["view"].show == "rejected"
    assert "与第 3 行重名" in table.text
    assert "确认导入" in response.text


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("new", "法规科"),
        ("missing", "老干部科"),
        ("unchanged", "7 行与现有名册一致"),
    ],
)
@pytest.mark.both_databases
def test_every_status_of_a_table_can_be_shown(log_in, clerk, review, show, expected):
    assert expected in log_in(clerk).get(url(review), {"tab": "sections", "show": show}).text


def test_updates_show_each_field_old_and_new(log_in, clerk, review):
    text = log_in(clerk).get(url(review), {"tab": "sections", "show": "updated"}).text
    assert '核定编制：<span class="delta-before">4</span>' in text
    assert "<strong>5</strong>" in text


def test_problems_name_sheet_row_column_value_and_reason(log_in, clerk, review):
    text = log_in(clerk).get(url(review), {"tab": "problems"}).text
    for part in ("科室", "9", "核定编制", "-1", REVIEW["problems"][0]["message"]):
        assert part in text


def test_long_tables_are_paged(log_in, clerk, review):
    many = dict(REVIEW["tables"][0], rows=[row("new", f"第{n}科") for n in range(101)])
    review.review = dict(REVIEW, tables=[many])
    review.save()
    client = log_in(clerk)
    asked = {"tab": "sections", "show": "new"}
    assert len(client.get(url(review), asked).context["page"]) == 100
    assert len(client.get(url(review), {**asked, "page": "2"}).context["page"]) == 1


def test_htmx_gets_the_review_alone(log_in, clerk, review, htmx):
    text = log_in(clerk).get(url(review), {"tab": "problems"}, headers=htmx).text
    assert REVIEW["problems"][0]["message"] in text
    assert "<html" not in text


def test_a_review_without_changes_offers_nothing_to_confirm(log_in, clerk, review):
    review.review = dict(REVIEW, counts={"new": 0, "updated": 0, "unchanged": 9, "rejected": 0})
    review.save()
    text = log_in(clerk).get(url(review)).text
    assert url(review, "confirm") not in text


def test_a_refused_file_says_why_and_what_to_do(log_in, clerk, department):
    refused = WorkbookImportFactory.create(
        department=department, status=ImportStatus.REFUSED, refusal="文件有密码保护。"
    )
    text = log_in(clerk).get(url(refused)).text
    assert refused.refusal in text
    assert "重新上传" in text


@pytest.mark.both_databases
def test_a_finished_import_links_to_what_changed_and_can_be_undone(
    log_in, clerk, review, department
):
    WorkbookImport.objects.filter(pk=review.pk).update(
        status=ImportStatus.APPLIED, applied_at=review.uploaded_at
    )
    ImportJournal.objects.create(workbook_import=review, content=b"")
    text = log_in(clerk).get(url(review)).text
    assert reverse("department_detail", args=[department.pk]) in text
    assert url(review, "undo") in text


@pytest.mark.parametrize("status", [ImportStatus.ABANDONED, ImportStatus.UNDONE])
def test_a_closed_import_says_so(log_in, clerk, department, status):
    closed = WorkbookImportFactory.create(department=department, status=status, review=REVIEW)
    assert str(ImportStatus(status).label) in log_in(clerk).get(url(closed)).text


@pytest.mark.both_databases
def test_an_import_is_given_up(log_in, clerk, review):
    response = log_in(clerk).post(url(review, "abandon"), {"seen": review.version})
    review.refresh_from_db()
    assert response.url == reverse("import_list")
    assert review.status == ImportStatus.ABANDONED


def test_an_abandoned_import_cannot_be_confirmed(log_in, clerk, review):
    WorkbookImport.objects.filter(pk=review.pk).update(status=ImportStatus.ABANDONED)
    response = log_in(clerk).post(url(review, "confirm"), {"seen": review.version})
    assert response.status_code == 409
    assert "已放弃" in response.text


@pytest.mark.both_databases
def test_an_import_that_was_not_written_cannot_be_undone(log_in, clerk, review):
    assert log_in(clerk).post(url(review, "undo"), {"seen": review.version}).status_code == 409


def test_a_confirmed_import_is_being_written(log_in, clerk, review):
    response = log_in(clerk).post(url(review, "confirm"), {"seen": review.version})
    review.refresh_from_db()
    assert response.url == url(review)
    assert review.status == ImportStatus.APPLYING
    assert not Section.objects.exists()


@pytest.mark.parametrize("step", ["confirm", "abandon", "undo"])
def test_a_reader_may_look_but_not_decide(log_in, leader, review, step):
    client = log_in(leader)
    assert url(review, step) not in client.get(url(review)).text
    assert client.post(url(review, step)).status_code == 403


@pytest.mark.parametrize("step", ["detail", "confirm", "abandon", "undo"])
def test_the_outsider_gets_404(log_in, outsider, review, step):
    client = log_in(outsider)
    asked = client.get if step == "detail" else client.post
    assert asked(url(review, step)).status_code == 404


def test_an_unknown_import_gets_404(log_in, clerk):
    assert log_in(clerk).get(reverse("import_detail", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("step", ["confirm", "abandon", "undo"])
def test_steps_refuse_get(log_in, clerk, review, step):
    assert log_in(clerk).get(url(review, step)).status_code == 405


def test_the_page_refuses_post(log_in, clerk, review):
    assert log_in(clerk).post(url(review)).status_code == 405
