"""The page of the audit trail: who may read it, how much of it, and its filters."""

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs

import openpyxl
import pytest

from bigsection.accounts.models import User
from bigsection.audit import chain
from bigsection.audit.models import AuditEvent
from departments.views import audit_export
from tests.factories import (
    AuditEventFactory,
    DepartmentFactory,
    RegionFactory,
    SectionFactory,
)
from tests.factories.work import NOON
from tests.pages import is_empty, main_part

pytestmark = pytest.mark.both_databases

URL = "/audit/"
LINK = re.compile(r'href="\?([^"]*)">(最新|上一页|下一页|最早)<')


def labels(response) -> list[str]:
    return [event.subject_label for event in response.context["page"]]


def test_reads_in_words(log_in, auditor):
    AuditEventFactory.create(reason="按批复更名")
    text = log_in(auditor).get(URL).text
    assert "科室更名" in text
    assert "名称：人事科 → 人事教育科" in text
    assert "按批复更名" in text


@pytest.mark.parametrize("role", ["officer", "auditor", "administrator"])
def test_opens_for_those_who_may_audit(request, log_in, role):
    assert log_in(request.getfixturevalue(role)).get(URL).status_code == 200


@pytest.mark.parametrize("role", ["clerk", "leader", "outsider"])
def test_refuses_the_others(request, log_in, role):
    response = log_in(request.getfixturevalue(role)).get(URL)
    assert response.status_code == 403


def test_shows_events_of_the_own_region_only(log_in, auditor):
    AuditEventFactory.create(region_code="990100", subject_label="本市")
    AuditEventFactory.create(region_code="990101", subject_label="本市所属县")
    AuditEventFactory.create(region_code="990200", subject_label="邻市")
    RegionFactory.create(code="990101", name="示例县")
    assert set(labels(log_in(auditor).get(URL))) == {"本市", "本市所属县"}


def test_a_superuser_without_a_role_reads_nothing(log_in, db):
    root = User.objects.create_superuser(username="root", password="x" * 12)
    assert log_in(root).get(URL).status_code == 403


def test_filters_by_words_kind_and_day(log_in, auditor):
    AuditEventFactory.create(verb="plan.approve", subject_label="方案甲")
    AuditEventFactory.create(
        verb="import.apply", subject_label="表乙", at=datetime(2026, 11, 21, 4, tzinfo=UTC)
    )
    client = log_in(auditor)
    assert labels(client.get(URL, {"q": "方案"})) == ["方案甲"]
    assert labels(client.get(URL, {"group": "import"})) == ["表乙"]
    assert labels(client.get(URL, {"since": "2026-11-21"})) == ["表乙"]
    assert labels(client.get(URL, {"until": "2026-11-20"})) == ["方案甲"]


def test_an_unreadable_filter_is_left_out(log_in, auditor):
    AuditEventFactory.create()
    response = log_in(auditor).get(URL, {"since": "昨天", "group": "no-such"})
    assert len(labels(response)) == 1


def test_pages_lead_on_back_and_to_both_ends_with_the_filters_kept(log_in, auditor):
    for number in range(101):
        AuditEventFactory.create(subject_label=f"{number}", reason="是")
    AuditEventFactory.create(subject_label="别的")
    client = log_in(auditor)

    def page(which: str) -> tuple[str, str, int]:
        response = client.get(URL, {"q": "是", "page": which})
        shown.update({way: address for address, way in LINK.findall(unescape(response.text))})
        return labels(response)[0], labels(response)[-1], len(labels(response))

    shown: dict[str, str] = {}
    assert page("") == ("100", "51", 50)
    following = parse_qs(shown["下一页"])
    assert following["q"] == ["是"]
    assert page(following["page"][0]) == ("50", "1", 50)
    assert page(parse_qs(shown["上一页"])["page"][0]) == ("100", "51", 50)
    assert page(parse_qs(shown["最早"])["page"][0]) == ("49", "0", 50)
    assert page("2") == ("100", "51", 50)  # an address of before pages had no number


def test_htmx_gets_the_events_alone(log_in, auditor, htmx):
    AuditEventFactory.create()
    text = log_in(auditor).get(URL, headers=htmx).text
    assert "科室更名" in text
    assert "<html" not in text


def test_refuses_post(log_in, auditor):
    assert log_in(auditor).post(URL).status_code == 405


def test_queries_do_not_grow_with_events(log_in, auditor, django_assert_max_num_queries):
    AuditEventFactory.create_batch(40)
    client = log_in(auditor)
    with django_assert_max_num_queries(9):
        client.get(URL)


def test_an_event_names_its_department_and_leads_to_what_it_is_about(log_in, auditor, department):
    section = SectionFactory.create(department=department)
    AuditEventFactory.create(department_id=department.pk, subject_id=str(section.pk))
    AuditEventFactory.create(subject_type="departments.rule", subject_label="规则")
    text = main_part(log_in(auditor).get(URL))
    assert f'<a href="/departments/{department.pk}/">{department.name}</a>' in text
    assert f'<a href="/sections/{section.pk}/">' in text
    assert "<td>示例市</td>" in text  # of the region alone


def test_filters_by_person_and_department(log_in, auditor, department, clerk):
    AuditEventFactory.create(actor=clerk, subject_label="甲", department_id=department.pk)
    AuditEventFactory.create(subject_label="乙")
    client = log_in(auditor)
    assert labels(client.get(URL, {"person": "周经办"})) == ["甲"]
    assert labels(client.get(URL, {"person": "clerk"})) == ["甲"]
    assert labels(client.get(URL, {"department": department.pk})) == ["甲"]


def test_the_export_has_what_the_filters_leave_and_is_noted(log_in, auditor, region):
    AuditEventFactory.create(subject_label="=1+1", reason="@SUM(A1)")
    AuditEventFactory.create(subject_label="别的", verb="plan.approve")
    AuditEventFactory.create(region_code="990200", subject_label="邻市")
    chain.seal(at=NOON)
    client = log_in(auditor)
    table = client.get("/audit/export.csv", {"group": "section"})
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["对象"] for row in rows] == ["'=1+1"]
    assert rows[0]["理由"] == "'@SUM(A1)"
    assert (rows[0]["封存序号"], len(rows[0]["校验码"])) == ("1", 64)
    noted = AuditEvent.objects.get(verb="audit.export")
    assert (noted.actor, noted.region_code, noted.changes["counts"]) == (auditor, region.code, 1)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/audit/export.xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}  # no formula
    assert "邻市" not in {cell.value for cell in cells}


def test_the_export_says_in_which_region_a_department_is_where_several_are_seen(
    log_in, auditor, department, region
):
    AuditEventFactory.create(department_id=department.pk)

    def places() -> list[str]:
        table = log_in(auditor).get("/audit/export.csv", {"group": "section"})
        rows = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))
        return [row["部门或地区"] for row in rows]

    assert places() == [department.name]
    DepartmentFactory.create(region=RegionFactory.create(code="990121", name="示例县"))
    assert places() == [f"{department}（{region}）"]


def test_too_much_to_export_is_said_before_it_is_read(log_in, auditor, monkeypatch):
    monkeypatch.setattr(audit_export, "MOST_ROWS", 1)
    AuditEventFactory.create_batch(2)
    assert log_in(auditor).get("/audit/export.xlsx").status_code == 422
    assert not AuditEvent.objects.filter(verb="audit.export").exists()


def test_the_head_of_the_chain_is_printed_and_exported(log_in, auditor):
    client = log_in(auditor)
    assert is_empty(client.get("/audit/head/"))
    assert client.get("/audit/head.json").status_code == 404
    AuditEventFactory.create()
    chain.seal(at=NOON)
    head = chain.head()
    assert f"{head.number}:{head.hash}" in client.get("/audit/head/").text
    file = client.get("/audit/head.json").json()
    assert (file["number"], file["hash"]) == (head.number, head.hash)


@pytest.mark.parametrize("path", ["export.xlsx", "export.csv", "head/", "head.json"])
def test_what_leads_out_of_the_trail_is_refused_to_those_who_may_not_audit(log_in, clerk, path):
    assert log_in(clerk).get(f"{URL}{path}").status_code == 403


def test_who_logs_in_is_not_in_the_history_of_a_department(log_in, clerk, department):
    AuditEventFactory.create(
        verb="account.login", department_id=department.pk, subject_label="某人"
    )
    response = log_in(clerk).get(f"/departments/{department.pk}/?tab=history")
    assert response.status_code == 200
    assert "某人" not in main_part(response)


def test_taking_the_findings_out_is_noted(log_in, officer, department):
    log_in(officer).get("/data-health/export.xlsx", {"department": department.pk})
    event = AuditEvent.objects.get()
    assert (event.verb, event.department_id) == ("health.export", department.pk)
