"""The main job in a browser: from a workbook to an approved plan, by officer, clerk and leader.

With ``SCREENSHOTS=folder`` in the environment the journey also writes the pictures of the docs:
``SCREENSHOTS=docs/images pytest tests/browser/test_journey.py``.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bigsection.accounts.models import User
from departments.models import Role
from tests.browser.steps import deciding, importing, planning
from tests.browser.steps.common import Look
from tests.factories import MembershipFactory, UserFactory
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def look(page: Page, accessibility_faults) -> Look:
    """Called on every page of the journey: axe-core must find nothing."""

    def no_faults() -> None:
        assert accessibility_faults(page) == [], page.url

    return no_faults


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """Keeps a picture of the page for the docs, where SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")

    def keep(name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return keep


@pytest.fixture
def log_in(page: Page) -> Callable[[User], None]:
    """Through the form, as anybody does; who was here before is logged out through the menu."""

    def through_the_form(user: User) -> None:
        if page.locator(".bar-user").count():
            page.locator(".bar-user summary").click()
            page.get_by_role("button", name="退出登录").click()
        page.get_by_label("用户名").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.locator(".bar-user summary")).to_contain_text(user.full_name)

    return through_the_form


@pytest.mark.slow
def test_from_workbook_to_approved_plan(
    page: Page, live_server, officer, leader, log_in, look, picture, region
) -> None:
    page.goto(live_server.url)
    look()
    log_in(officer)
    look()
    department = importing.import_the_workbook(page, look)
    clerk = UserFactory.create(username="clerk", full_name="周经办")
    MembershipFactory.create(user=clerk, role=Role.CLERK, region=region, department=department)

    log_in(clerk)
    importing.see_the_overlap(page, look, picture)
    plan = planning.ask_for_ten_sections(page, look, picture)
    planning.read_every_tab(page, look)
    planning.export_the_charts(page)
    planning.rename_a_big_section(page, plan)
    planning.submit(page, plan, look)

    log_in(leader)
    deciding.return_with_a_reason(page, plan, look)
    log_in(clerk)
    deciding.submit_again(page, plan, look)
    log_in(leader)
    deciding.approve(page, plan, look)
    deciding.the_structure_has_changed(page, department, look)
    log_in(officer)
    deciding.the_audit_trail_tells_it(page, look)
    deciding.the_region_counts_it(page, look)
