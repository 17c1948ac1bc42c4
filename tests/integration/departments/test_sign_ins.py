"""Who came, who tried to, who went and who changed a password stands in the audit trail."""

import pytest
from django.urls import reverse

from bigsection.audit.models import AuditEvent
from departments.queries.trail import TrailFilter, events_of
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.both_databases


def try_to_log_in(client, name: str, password: str) -> None:
    client.post(reverse("account_login"), {"login": name, "password": password})


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_login_a_change_of_password_and_a_logout_are_events_of_the_persons_department(
    client, clerk, department
):
    try_to_log_in(client, "clerk", PASSWORD)
    new = "a-word-of-my-own"
    change = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), change)
    client.post(reverse("account_logout"))
    assert verbs() == ["account.login", "account.password", "account.logout"]
    assert set(AuditEvent.objects.values_list("actor", "department_id", "region_code")) == {
        (clerk.pk, department.pk, department.region.code)
    }
    assert AuditEvent.objects.first().changes == {"address": "127.0.0.1"}
    assert new not in str(list(AuditEvent.objects.values()))


def test_a_wrong_password_is_told_of_the_account_until_it_is_locked(client, clerk, auditor):
    for _ in range(8):
        try_to_log_in(client, "CLERK", "wrong")
    assert verbs() == ["account.fail"] * 5
    event = AuditEvent.objects.first()
    assert (event.actor, event.subject_id) == (None, str(clerk.pk))
    assert event in events_of(auditor, TrailFilter())


def test_a_name_that_no_account_has_is_told_without_most_of_it(client, auditor, outsider):
    try_to_log_in(client, "hunter2-secret", "x")
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, event.changes["name"]) == ("account.fail", "", "hu…")
    assert event in events_of(auditor, TrailFilter())
    assert event not in events_of(outsider, TrailFilter())
