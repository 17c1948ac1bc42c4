"""Login, logout, lock-out, and the pages of one's own account."""

import pytest
from django.urls import reverse

from bigsection.accounts.login_lock import account_tried
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


def test_an_account_has_one_count_whatever_the_letter_case_and_across_a_success(client, clerk):
    def try_to_log_in(name: str, password: str) -> int:
        return client.post(LOGIN, {"login": name, "password": password}).status_code

    tried = [try_to_log_in(name, "wrong") for name in ("clerk", "Clerk", "CLERK", "cLERK")]
    assert tried == [200] * 4
    assert try_to_log_in("CLERK", PASSWORD) == 302
    client.post(reverse("account_logout"))
    assert try_to_log_in("clerK", "wrong") == 429
    assert try_to_log_in("clerk", PASSWORD) == 429


def test_names_that_postgresql_takes_for_one_account_are_counted_as_one(rf):
    names = ("clerkİ", "CLERKİ", "ſı", "SI", "si")
    counted = [account_tried(rf.post(LOGIN), {"username": name}) for name in names]
    assert len(set(counted)) == 2


def test_a_password_given_out_is_changed_before_anything_else(client, clerk):
    clerk.must_change_password = True
    clerk.save()
    change = reverse("account_change_password")
    assert log_in_with(client, PASSWORD).status_code == 302
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == change
    page = client.get("/", follow=True)
    assert page.redirect_chain == [(change, 302)]
    assert 'class="notice notice-watch"' in page.text

    def choose(new: str):
        return client.post(change, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert choose(PASSWORD).status_code == 200
    assert choose("a-word-of-my-own").url == "/"
    assert client.get("/").status_code == 200
    clerk.refresh_from_db()
    assert not clerk.must_change_password


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
    assert client.post("/accounts/password/reset/", {"email": "a@b.cn"}).status_code == 405


def test_no_page_offers_mail_that_nobody_has_set_up(log_in, clerk):
    assert log_in(clerk).get("/accounts/email/").status_code == 404
    assert log_in(clerk).get("/accounts/confirm-email/").status_code == 404
