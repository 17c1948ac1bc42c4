"""Step 对应: what every column was taken for, and saying otherwise."""

import pytest
from django.urls import reverse

from departments.models import ImportStatus, StaffMember, WorkbookImport
from tests.integration.departments.wizard import Wizard, changed

ROSTER = "人社局人员花名册.xlsx"
FINANCE = "财政局内设机构编制情况表.xlsx"


@pytest.fixture
def roster(log_in, officer, region) -> Wizard:
    """人社局's roster: column 14, 餐卡号, is nothing that we know."""
    return Wizard(log_in(officer), officer, region, ROSTER)


def test_a_file_with_an_unknown_column_goes_to_the_mapping_first(roster):
    assert roster.get().url == roster.url("mapping")
    assert roster.get(tab="staff").status_code == 200


def test_a_file_whose_columns_are_all_known_goes_straight_to_the_review(log_in, officer, region):
    finance = Wizard(log_in(officer), officer, region, FINANCE)
    response = finance.get()
    assert response.status_code == 200
    assert finance.url("mapping") in response.text


def test_unmatched_columns_come_first_and_are_marked_in_words(roster):
    response = roster.get("mapping")
    first = response.context["sheets"][0].columns[0]
    assert (first.header, first.state) == ("餐卡号", "unmatched")
    assert first.samples == ["C0148", "C0185", "C0222"]
    assert "未对应" in response.text


def test_id_numbers_among_the_first_values_are_masked(roster):
    samples = {c.header: c.samples for c in roster.get("mapping").context["sheets"][0].columns}
    assert samples["身份证号码"][0] == "99**************88"
    assert "990000197307010088" not in roster.get("mapping").text


def test_the_preview_is_not_read_from_the_file_again(roster):
    roster.row.file.delete()
    assert "C0148" in roster.get("mapping").text


def test_ignoring_a_column_settles_it_and_leads_to_the_review(roster):
    response = roster.post("mapping", {"column-0-14": "-"})
    assert response.url == f"{roster.url()}?step=review"
    assert "unmatched_column" not in roster.problem_codes()
    assert roster.get().status_code == 200
    columns = {c.header: c for c in roster.get("mapping").context["sheets"][0].columns}
    assert (columns["餐卡号"].state, columns["餐卡号"].by) == ("ignored", "person")


def test_a_column_can_be_mapped_and_left_to_us_again(roster):
    roster.post("mapping", {"column-0-14": "rank", "column-0-12": "-"})
    changes = roster.row.review["sheets"][0]["columns"]
    assert {c["header"]: c["field"] for c in changes}["餐卡号"] == "rank"
    roster.post("mapping", {"column-0-14": "auto", "column-0-12": "auto"})
    columns = {c["header"]: c["field"] for c in roster.row.review["sheets"][0]["columns"]}
    assert (columns["餐卡号"], columns["职级"]) == (None, "rank")


def test_what_was_left_as_it_was_is_no_decision(roster):
    roster.post("mapping", {"column-0-3": "name", "column-0-1": "-", "column-0-14": ""})
    assert roster.row.choices.get("mapping", []) == []


def test_a_mapping_is_remembered_and_marked(roster, log_in, officer, region):
    roster.post("mapping", {"column-0-14": "-"})
    roster.post("confirm")
    again = Wizard(log_in(officer), officer, region, ROSTER)
    assert again.get().status_code == 200
    assert "沿用上次的对应" in again.get("mapping").text


def test_a_mapped_column_is_written(log_in, officer, region):
    data = changed(ROSTER, N3="绰号甲")
    wizard = Wizard(log_in(officer), officer, region, ROSTER, data=data)
    wizard.post("mapping", {"column-0-14": "remark", "column-0-15": "-"})
    wizard.post("confirm")
    assert StaffMember.objects.filter(remark="C0148").exists()


def test_a_field_that_does_not_exist_is_refused(roster):
    assert roster.post("mapping", {"column-0-14": "password"}).status_code == 422
    assert roster.row.status == ImportStatus.REVIEW


def test_a_file_without_any_table_says_so_and_offers_no_confirmation(log_in, officer, region):
    data = "一,二\n三,四\n五,六\n".encode()
    wizard = Wizard(log_in(officer), officer, region, "名单.csv", data=data)
    assert wizard.get().url == wizard.url("mapping")
    assert wizard.url("confirm") not in wizard.get("mapping").text
    assert wizard.url("confirm") not in wizard.get(step="review").text


def test_text_that_is_no_table_is_refused(log_in, officer, region):
    data = "今天开会讨论机构改革。".encode()
    wizard = Wizard(log_in(officer), officer, region, "通知.xlsx", data=data)
    assert wizard.row.status == ImportStatus.REFUSED
    assert "没有表格" in wizard.get().text


@pytest.mark.parametrize("step", ["mapping", "choose"])
def test_outsiders_get_404(roster, log_in, outsider, step):
    assert log_in(outsider).post(roster.url(step)).status_code == 404


def test_readers_look_but_do_not_decide(roster, log_in, leader):
    client = log_in(leader)
    assert "保存并核对" not in client.get(roster.url("mapping")).text
    assert client.post(roster.url("mapping"), {"column-0-14": "-"}).status_code == 403


def test_a_finished_import_has_no_mapping_any_more(roster):
    WorkbookImport.objects.filter(pk=roster.row.pk).update(status=ImportStatus.APPLIED)
    assert roster.get("mapping").url == roster.url()
    assert roster.post("mapping", {"column-0-14": "-"}).status_code == 409


def test_the_list_says_where_each_file_stands(roster, htmx):
    response = roster.client.get(reverse("import_list"), headers=htmx)
    assert "<html" not in response.text
    assert "待核对" in response.text
    assert next(iter(response.context["page"])).rejected == 2
