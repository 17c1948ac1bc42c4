"""The description of the API works under the security policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_api_is_described(page: Page, live_server, officer) -> None:
    page.goto(f"{live_server.url}/api/docs/")
    page.get_by_label("用户名").fill(officer.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".opblock", has_text="/api/departments/").first).to_be_visible()
