"""Requests that no page of the product sends are refused in words, on both databases."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bigsection.jobs.models import JobStatus
from bigsection.web.handler import Request
from bigsection.wsgi import application
from departments.models import WorkbookImport
from mergers.models import PlanStatus
from tests.factories import JobFactory
from tests.integration.departments.wizard import Wizard
from tests.integration.mergers.conftest import plan, sections

pytestmark = pytest.mark.both_databases

__all__ = ["plan", "sections"]

HUGE = "9" * 20


@pytest.mark.parametrize(
    "path",
    ["/departments/?q=", "/search/?q=", "/audit/?q=", "/api/departments/?q=", "/plans/?status="],
)
def test_a_nul_character_in_an_address_is_refused(log_in, officer, path):
    response = log_in(officer).get(f"{path}a%00b")
    assert response.status_code == 422


def test_a_nul_character_in_a_form_is_refused_and_nothing_is_written(log_in, clerk, plan):
    response = log_in(clerk).post(f"/plans/{plan.pk}/submit/", {"reason": "a\0b"})
    assert response.status_code == 422
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT


def test_a_nul_character_in_the_name_of_a_field_is_refused(log_in, clerk, plan):
    assert log_in(clerk).get("/plans/?a%00b=1").status_code == 422
    assert log_in(clerk).post(f"/plans/{plan.pk}/submit/", {"a\0b": "1"}).status_code == 422


@pytest.mark.parametrize(
    "charset", ["rot13", "base64", "idna", "undefined", "gbk", "utf-16", "none-such"]
)
@pytest.mark.parametrize("form", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_charset_than_utf_8_is_refused(log_in, clerk, monkeypatch, form, charset):
    monkeypatch.setattr("django.test.client.WSGIRequest", Request)  # as the web server makes them
    kind = f"{form}; boundary=x; charset={charset}"
    assert log_in(clerk).generic("POST", "/imports/?q=1", b"a=1", kind).status_code == 415


def test_the_web_server_makes_such_requests():
    assert application.request_class is Request


def test_a_login_leads_to_no_address_that_cannot_be_read(client):
    assert client.get("/accounts/login/", {"next": "http://[::1"}).status_code == 200


def test_the_place_of_a_found_plan_knows_only_jobs_that_look_for_one(log_in, clerk):
    other = JobFactory.create(owner=clerk, status=JobStatus.DONE, result={"plan": 1})
    assert log_in(clerk).get(f"/plans/found/{other.pk}/").status_code == 404


@pytest.mark.parametrize("number", ["²", "-1", HUGE, "9" * 5_000])
def test_a_number_that_names_no_section_lifts_no_rule(log_in, clerk, plan, number):
    sent = {"question": "prices", "rule": "keep", "section": number}
    answer = log_in(clerk).post(f"/plans/{plan.pk}/solve/", sent)
    assert answer.status_code < 500


NAMES = {
    **{f"gone-section-{number}": "0" for number in ("²", "-1", HUGE, "9" * 5_000)},
    **{f"row-0-{number}": "1" for number in ("²", HUGE, "9" * 5_000)},
    **{f"fix-{number}-1-1": "x" for number in ("²", HUGE, "9" * 5_000)},
}


def test_what_no_page_of_an_import_sends_decides_nothing(log_in, clerk, department):
    wizard = Wizard(
        log_in(clerk),
        clerk,
        department.region,
        "财政局内设机构编制情况表.xlsx",
        department=department,
    )
    deep = {f"drop_{what}": "[" * 3_000 for what in ("rename", "refused", "abolish", "fix", "out")}
    form = "application/x-www-form-urlencoded"  # in which a name may be long
    assert (
        wizard.client.post(wizard.url("choose"), urlencode(NAMES | deep), form).status_code == 302
    )
    wizard.row.refresh_from_db()
    assert not any(wizard.row.choices.values())


def test_json_nested_too_deeply_is_refused_by_the_api(log_in, clerk, plan):
    body, headers = "[" * 100_000, {"If-Match": '"1"'}
    address = f"/api/plans/{plan.pk}/submit/"
    response = log_in(clerk).post(address, body, "application/json", headers=headers)
    assert response.status_code == 400


def test_a_buttons_address_opened_as_a_page_says_that_nothing_was_done(log_in, clerk, plan):
    response = log_in(clerk).get(f"/plans/{plan.pk}/submit/")  # as after a login in between
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT


def test_a_form_sent_to_a_page_that_takes_none_is_refused(log_in, clerk):
    response = log_in(clerk).post("/todo/")
    assert response.status_code == 405
    assert "不接受这种请求" in response.text


def test_numbers_larger_than_any_key_narrow_nothing(log_in, officer, plan):
    client = log_in(officer)
    staff = client.get(f"/departments/{plan.department_id}/?tab=staff&section={HUGE}")
    assert staff.status_code == 200
    assert staff.context["page"].paginator.count == 8
    plans = client.get(f"/plans/?department={HUGE}")
    assert plans.status_code == 200
    assert list(plans.context["page"]) == [plan]


@pytest.mark.parametrize(
    "path",
    [
        f"/departments/{HUGE}/",
        f"/sections/{HUGE}/",
        f"/plans/{HUGE}/",
        f"/departments/{HUGE}/overlap/",
        f"/data-health/?department={HUGE}",
    ],
)
def test_keys_larger_than_any_are_not_found(log_in, officer, path):
    assert log_in(officer).get(path).status_code == 404


def test_limits_beyond_all_reason_are_refused_at_their_field(log_in, clerk, plan):
    response = log_in(clerk).post(
        f"/departments/{plan.department_id}/plans/new/",
        {"count_kind": "exact", "count": 3, "mode": "merge", "max_people": "9" * 30},
    )
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"max_people"}
    assert plan.department.plans.count() == 1


@pytest.mark.parametrize("name", ["长" * 250 + ".csv", "../../etc/<script>'\".csv", "换\n行.csv"])
def test_a_file_keeps_nothing_of_its_name_but_its_words(log_in, clerk, name):
    department = clerk.memberships.get().department
    file = SimpleUploadedFile("甲.csv", "科室名称,编制数\n人事科,3\n".encode())
    file.name = name  # as a hostile client sends it; the class itself would tidy it
    response = log_in(clerk).post(
        "/imports/", {"place": f"department-{department.pk}", "files": file}, follow=True
    )
    assert response.status_code == 200
    kept = WorkbookImport.objects.get()
    assert len(kept.file_name) <= 200
    assert kept.file.name == f"{kept.pk}.bin" or kept.file.name.endswith(f"/{kept.pk}.bin")
    assert "<script>'" not in response.text
