"""Step 核对: values put right in place, rows left out, renames and missing rows decided."""

import io

import openpyxl
import pytest
from django.test import TestCase

from bigsection.jobs.models import Job
from departments.models import ImportStatus, LifecycleStatus, Section, StaffMember, WorkbookImport
from tests.factories import DepartmentFactory, SectionFactory, StaffMemberFactory
from tests.integration.departments.wizard import WORKBOOKS, Wizard, changed

ROSTER = "人社局人员花名册.xlsx"
FINANCE = "财政局内设机构编制情况表.xlsx"


@pytest.fixture
def roster(log_in, officer, region) -> Wizard:
    """人社局's roster: bad ID numbers and dates, one person twice, one row without a name."""
    return Wizard(log_in(officer), officer, region, ROSTER)


@pytest.fixture
def finance(log_in, officer, region) -> Wizard:
    """财政局's sections: row 26 has -1 chief posts, row 10 "1（兼）" deputies."""
    return Wizard(log_in(officer), officer, region, FINANCE)


def test_a_value_is_put_right_in_place_and_written(finance):
    response = finance.choose(fix_0_26_11="1", tab="problems", page="1")
    assert response.url == f"{finance.url()}?step=review&tab=problems&page=1"
    assert "bad_number" not in finance.problem_codes()
    finance.post("confirm")
    name = openpyxl.load_workbook(WORKBOOKS / FINANCE).worksheets[0]["B26"].value
    assert Section.objects.get(name=name).chief_posts == 1


def test_a_value_that_is_still_wrong_stays_a_problem(finance):
    finance.choose(fix_0_26_11="许多")
    assert ("科级职数/正", "许多") in [
        (problem["column"], problem["value"]) for problem in finance.row.review["problems"]
    ]


def test_several_values_are_put_right_at_once(roster):
    roster.choose(fix_0_35_6="1983.11", fix_0_40_6="1971-02", fix_0_56_3="孙补名")
    assert "bad_date" not in roster.problem_codes()
    roster.post("confirm")
    assert StaffMember.objects.filter(name="孙补名").exists()


def test_an_id_number_is_masked_and_an_empty_answer_leaves_it(roster):
    text = roster.get(tab="problems").text
    assert "990000198102161000" not in text
    roster.choose(fix_0_22_7="")
    assert roster.row.choices.get("corrections", []) == []


def test_a_corrected_id_number_is_masked_among_the_decisions(roster):
    roster.choose(fix_0_22_7="990000198102161003")
    text = roster.get(tab="decisions").text
    assert "99**************03" in text
    assert "990000198102161003" not in text


def test_cells_without_a_problem_cannot_be_changed(finance):
    finance.choose(fix_0_7_2="别的科", fix_9_9_9="x", fix_0="y")
    assert finance.row.choices.get("corrections", []) == []


def test_a_row_is_left_out_and_taken_again(finance):
    row = finance.table("sections")["rows"][0]
    key = f"0_{row['row']}"
    finance.choose(**{f"row_{key}": "0", f"out_{key}": "on"})
    assert finance.row.review["counts"]["left_out"] == 1
    shown = finance.get(tab="sections", show="left_out")
    assert [found["label"] for found in shown.context["page"]] == [row["label"]]
    finance.choose(**{f"row_{key}": "1"})
    assert "left_out" not in finance.row.review["counts"]


def test_a_row_that_could_not_be_read_counts_as_left_out_once_somebody_says_so(roster):
    before = roster.row.review["counts"]["rejected"]
    roster.choose(row_0_26="0", out_0_26="on")
    counts = roster.row.review["counts"]
    assert (counts["rejected"], counts["left_out"]) == (before - 1, 1)


def test_all_rows_with_errors_are_left_out_at_once(roster):
    total = roster.row.review["row_total"]
    roster.choose(do="leave_out_errors")
    counts = roster.row.review["counts"]
    assert counts["rejected"] == 0
    assert counts["left_out"] == 6
    assert sum(counts.values()) == total
    assert roster.get(tab="problems").context["problem_counts"]["error"] == 0


def test_decisions_are_listed_and_taken_back(finance):
    finance.choose(fix_0_26_11="1", row_0_10="0", out_0_10="on")
    listed = finance.get(tab="decisions").context["page"].object_list
    assert {found.name for found in listed} == {"drop_fix", "drop_out"}
    finance.post("choose", {found.name: found.value for found in listed})
    assert finance.get(tab="problems").context["decisions"] == 0
    assert "bad_number" in finance.problem_codes()


def test_two_people_keep_each_others_decisions(finance, log_in, clerk):
    finance.choose(row_0_10="0", out_0_10="on")
    finance.choose(row_0_10="0", row_0_11="0", out_0_11="on")  # a page opened before that
    assert finance.row.choices["left_out"] == [["内设机构", 10], ["内设机构", 11]]


@pytest.mark.parametrize("step", ["confirm", "abandon", "mapping"])
@pytest.mark.parametrize("another", [{"fix_0_26_11": "1"}, {"row_0_10": "0", "out_0_10": "on"}])
def test_a_decision_on_what_another_has_changed_since_is_refused(finance, step, another):
    seen = finance.row.version
    finance.choose(**another)
    response = finance.post(step, {"seen": seen})
    assert response.status_code == 409
    assert "核对结果有变化" in response.text
    assert not Section.objects.exists()


def test_while_the_file_is_read_anew_a_decision_is_refused_with_words(finance):
    with TestCase.captureOnCommitCallbacks():
        finance.client.post(finance.url("choose"), {"fix-0-26-11": "1"})
    response = finance.choose(fix_0_10_12="1")
    assert response.status_code == 409
    assert "正在重新核对" in response.text


@pytest.mark.parametrize("status", [ImportStatus.APPLIED, ImportStatus.ABANDONED])
def test_a_closed_import_takes_no_decision(finance, status):
    WorkbookImport.objects.filter(pk=finance.row.pk).update(status=status)
    assert finance.choose(fix_0_26_11="1").status_code == 409


def test_decisions_that_change_nothing_start_no_job(finance):
    finance.choose(fix_0_26_11="1")
    jobs = Job.objects.count()
    finance.choose(row_0_10="0")
    assert Job.objects.count() == jobs


def test_the_fragment_holds_the_form_and_no_page(finance, htmx):
    response = finance.client.get(finance.url(), {"tab": "problems"}, headers=htmx)
    assert "<html" not in response.text
    assert f'action="{finance.url("choose")}"' in response.text
    assert 'name="csrfmiddlewaretoken"' in response.text


def test_decisions_are_sent_by_post_only(finance):
    assert finance.client.get(finance.url("choose")).status_code == 405


def test_readers_see_the_review_without_any_field(finance, log_in, leader):
    client = log_in(leader)
    text = client.get(finance.url(), {"tab": "problems"}).text
    assert "fix-0-" not in text
    assert "保存并重新核对" not in text
    assert client.post(finance.url("choose"), {"fix-0-26-11": "1"}).status_code == 403


@pytest.fixture
def renamed(finance, log_in, officer, region) -> Wizard:
    """财政局's list once more, 预算科 called 预算编审科 now."""
    finance.post("confirm")
    book = openpyxl.load_workbook(WORKBOOKS / FINANCE)
    place = next(c for row in book.worksheets[0].iter_rows() for c in row if c.value == "预算科")
    data = changed(FINANCE, **{place.coordinate: "预算编审科"})
    return Wizard(log_in(officer), officer, region, FINANCE, data=data)


def test_an_accepted_rename_keeps_the_section(renamed):
    old = Section.objects.get(name="预算科")
    assert "可能是更名" in renamed.get(tab="sections").text
    renamed.choose(**{f"match_{old.pk}": "same"})
    assert renamed.row.review["counts"]["new"] == 0
    renamed.post("confirm")
    old.refresh_from_db()
    assert old.name == "预算编审科"


def test_a_denied_rename_is_not_offered_again_until_taken_back(renamed):
    old = Section.objects.get(name="预算科")
    renamed.choose(**{f"match_{old.pk}": "different"})
    assert renamed.row.review["matches"] == []
    assert renamed.row.review["counts"]["new"] == 1
    denial = renamed.get(tab="decisions").context["page"].object_list[0]
    renamed.post("choose", {denial.name: denial.value})
    assert [match["pk"] for match in renamed.row.review["matches"]] == [old.pk]


def test_missing_sections_say_what_abolishing_them_does_and_go_only_when_chosen(renamed):
    old = Section.objects.get(name="预算科")
    StaffMemberFactory.create(section=old)
    text = renamed.get(tab="sections", show="missing").text
    assert "1 人不再列科室" in text
    renamed.choose(**{f"gone_sections_{old.pk}": "0", f"abolish_sections_{old.pk}": "on"})
    assert renamed.get(tab="sections", show="missing").context["abolished"] == 1
    renamed.post("confirm")
    old.refresh_from_db()
    assert old.standing == LifecycleStatus.ABOLISHED


def test_sections_of_others_cannot_be_abolished_through_an_import(renamed, region):
    department = DepartmentFactory.create(region=region, name="示例市民政局")
    foreign = SectionFactory.create(department=department, name="别局的科")
    renamed.choose(**{f"gone_sections_{foreign.pk}": "0", f"abolish_sections_{foreign.pk}": "on"})
    renamed.post("confirm")
    foreign.refresh_from_db()
    assert foreign.standing == LifecycleStatus.ACTIVE


def test_the_own_workbook_comes_back_with_its_problems_marked(finance):
    response = finance.get("marked")
    assert "attachment" in response.headers["Content-Disposition"]
    page = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert page["K26"].fill.fill_type == "solid"
    last = [cell.value for cell in page[26]][-1]
    assert "不是有效的人数" in last


def test_values_put_right_already_stand_in_the_marked_workbook(finance):
    finance.choose(fix_0_26_11="1")
    page = openpyxl.load_workbook(io.BytesIO(finance.get("marked").content)).worksheets[0]
    assert page["K26"].value == "1"
    assert page["K26"].fill.fgColor.rgb == "00C6E0B4"


def test_the_marked_workbook_is_only_for_those_who_may_import(finance, log_in, leader, outsider):
    assert log_in(leader).get(finance.url("marked")).status_code == 403
    assert log_in(outsider).get(finance.url("marked")).status_code == 404
    assert log_in(outsider).post(finance.url("marked")).status_code == 405


def test_a_cleared_file_cannot_be_marked_and_says_so(finance):
    finance.row.file.delete()
    assert "不在服务器上" in finance.get("marked").text
