"""What every step of the journey uses: figures, tabs, the navigation, and the names it is about."""

from collections.abc import Callable

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from bigsection.accounts.models import User

Look = Callable[[], None]
DEPARTMENT = "示例市委组织部"
NEW_NAME = "干部监督举报大科室"
REASON = "请说明组织员办并入党员电化教育科的理由"


def enter(page: Page, address: str, user: User) -> None:
    """Be logged in, without the form (which the journeys fill in)."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
    )


def go_to(page: Page, name: str) -> None:
    """Follow an entry of the navigation, and be there."""
    with page.expect_navigation():
        page.get_by_role("navigation", name="主导航").get_by_role("link", name=name).click()


def figure(page: Page, title: str) -> Locator:
    """The headline figure of a page under a title."""
    return page.locator(".figure", has=page.locator(f"dt:text-is('{title}')")).locator("dd").first


def open_tab(page: Page, name: str) -> None:
    """Open a tab of a page and wait until it is the current one."""
    tab = page.locator(".tabs").get_by_role("link", name=name)
    tab.click()
    expect(page.locator(".tabs a[aria-current=page]")).to_contain_text(name)
