"""What people see when a request cannot be answered."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from bigsection.errors import Conflict
from bigsection.web.error_pages import error_page, too_often
from bigsection.web.middleware import FILES_AT_ONCE

pytestmark = pytest.mark.both_databases


def test_an_expected_error_is_a_page_with_its_own_status():
    request = RequestFactory().get("/")
    response = error_page(request, Conflict("方案已被他人提交。", hint="请刷新页面。"))
    assert response.status_code == 409
    for part in ("状态已改变", "方案已被他人提交。", "请刷新页面。", "<html"):
        assert part in response.text


def test_htmx_gets_the_message_alone():
    request = RequestFactory().get("/", headers={"HX-Request": "true"})
    response = error_page(request, Conflict("方案已被他人提交。"))
    assert response.status_code == 409
    assert 'role="alert"' in response.text
    assert "<html" not in response.text


def refused(referer: str, *, method: str = "post") -> str:
    """The page of a refused request that was sent from a page."""
    request = getattr(RequestFactory(), method)("/plans/1/return/", headers={"Referer": referer})
    return error_page(request, Conflict("方案已被他人提交。")).text


def test_the_page_leads_back_to_where_the_form_was_sent_from():
    text = refused("http://testserver/plans/1/?tab=rules")
    back = '<a class="btn btn-primary" href="http://testserver/plans/1/?tab=rules">返回上一页</a>'
    assert text.index(back) < text.index("回到总览")


def test_what_was_only_opened_had_nothing_typed_in():
    text = refused("http://testserver/plans/", method="get")
    assert "返回上一页" in text
    assert "后退键" not in text


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://elsewhere.example/plans/1/",
        "http://testserver.elsewhere.example/",
        "javascript:alert(1)",
        "//elsewhere.example/",
        "http:///elsewhere.example",
    ],
)
def test_the_page_leads_nowhere_else(referer):
    text = refused(referer)
    assert "返回上一页" not in text
    assert "elsewhere" not in text
    assert "回到总览" in text


def test_a_page_that_is_refused_does_not_lead_to_itself():
    assert "返回上一页" not in refused("http://testserver/plans/1/return/", method="get")


def test_a_message_is_shown_as_text():
    response = error_page(RequestFactory().get("/"), Conflict("<b>科</b>"))
    assert "&lt;b&gt;科" in response.text


def test_an_unknown_address_is_not_found(log_in, officer):
    response = log_in(officer).get("/no/such/page/")
    assert response.status_code == 404
    assert "没有找到" in response.text


def test_a_stale_form_is_said_to_be_stale(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post("/imports/")
    assert response.status_code == 403
    assert "页面已过期" in response.text


def large_form(client):
    return client.post("/imports/", {"place": "字" * 1_000_000})


def body_over_the_limit(client):
    length = FILES_AT_ONCE * settings.UPLOAD_MAX_MB * 1_000_000 + 1
    form = "multipart/form-data; boundary=x"
    return client.generic("POST", "/imports/", b"", content_type=form, CONTENT_LENGTH=str(length))


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, lambda client: client.get("/todo/", headers={"Host": "elsewhere.example"})),
        (403, lambda client: Client.post(client, "/imports/")),
        (404, lambda client: client.get("/plans/1/")),
        (404, lambda client: client.get("/no/such/page/")),
        (405, lambda client: client.post("/todo/")),
        (413, large_form),
        (413, body_over_the_limit),
        (415, lambda client: client.generic("POST", "/", b"x", "text/plain; charset=gbk")),
    ],
)
def test_a_refusal_keeps_the_navigation_for_whom_is_logged_in(officer, status, ask):
    """Whoever refuses: a view, the framework, or what stands before both."""
    client = Client(enforce_csrf_checks=status == 403, raise_request_exception=False)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = ask(client)
    assert response.status_code == status
    assert 'class="nav-side"' in response.text
    assert officer.full_name in response.text


def test_too_many_requests_are_refused_on_a_page_of_ours(officer):
    request = RequestFactory().get("/accounts/password/change/")
    request.user = officer
    response = too_often(request)
    assert response.status_code == 429
    assert 'class="nav-side"' in response.text


def test_a_stranger_is_shown_no_navigation(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert 'class="nav-side"' not in response.text


def test_a_program_gets_its_refusals_as_json(log_in, officer):
    answer = log_in(officer).get("/api/no/such/address/")
    assert (answer.status_code, "detail" in answer.json()) == (404, True)


def test_a_body_over_the_limit_is_refused_before_it_is_read(log_in, officer, settings):
    settings.UPLOAD_MAX_MB = 1
    response = log_in(officer).generic(
        "POST",
        "/imports/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(FILES_AT_ONCE * 1_000_000 + 1),
    )
    assert response.status_code == 413
    assert "没有接收" in response.text


def test_a_failure_of_the_program_does_not_show_its_inside(officer, monkeypatch):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("departments.queries.directory.search", fail)
    client = Client(raise_request_exception=False)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get("/search/", {"q": "x"})
    assert response.status_code == 500
    assert "程序出错" in response.text
    assert "secret inside" not in response.text


@pytest.mark.parametrize(
    "path", ["/", "/departments/", "/imports/", "/audit/", "/plans/", "/todo/"]
)
def test_pages_carry_a_strict_content_policy_and_no_inline_code(log_in, officer, path):
    response = log_in(officer).get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    text = response.text
    assert " style=" not in text
    assert "<style" not in text
    assert "<script>" not in text
    assert " onclick=" not in text
