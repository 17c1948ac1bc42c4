"""Login, logout, lock-out, and the pages of one's own account."""

import pytest
from django.urls import reverse

from tests.factories.people import PASSWORD

pytestmark = pytest.mark.both_databases

LOGIN = "/accounts/login/"


def log_in_with(client, password: str):
    return client.post(LOGIN, {"login": "clerk", "password": password})


def test_a_person_logs_in_and_out(client, clerk):
    assert log_in_with(client, PASSWORD).url == "/"
    assert "周经办" in client.get("/").text
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get("/").status_code == 302


def test_a_wrong_password_is_said_without_telling_which_part_was_wrong(client, clerk):
    response = log_in_with(client, "wrong")
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["__all__"]


def test_five_wrong_passwords_lock_the_account(client, clerk):
    for _ in range(4):
        log_in_with(client, "wrong")
    assert "暂时锁定" in log_in_with(client, "wrong").text
    assert "暂时锁定" in log_in_with(client, PASSWORD).text


def test_nobody_signs_up_by_themselves(client, db):
    assert "不开放注册" in client.get("/accounts/signup/").text


@pytest.mark.parametrize(
    "path", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"]
)
def test_the_pages_of_the_own_account_have_our_look(log_in, clerk, path):
    text = log_in(clerk).get(path).text
    assert "built/app.css" in text
    assert "大科室" in text


def test_forgotten_passwords_lead_to_the_administrator(client, db):
    assert "联系系统管理员" in client.get("/accounts/password/reset/").text
