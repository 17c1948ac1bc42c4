"""The page of the audit trail: who may read it, how much of it, and its filters."""

from datetime import UTC, datetime

import pytest

from bigsection.accounts.models import User
from tests.factories import AuditEventFactory

pytestmark = pytest.mark.both_databases

URL = "/audit/"


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
    from tests.factories import RegionFactory

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


def test_is_paged(log_in, auditor):
    AuditEventFactory.create_batch(51)
    client = log_in(auditor)
    assert len(labels(client.get(URL))) == 50
    assert len(labels(client.get(URL, {"page": "2"}))) == 1


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
