"""A department is found among many by typing, with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from departments.models import Department
from tests.browser.steps.common import enter
from tests.factories import DepartmentFactory, MergePlanFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_arrows_and_enter_choose_what_initials_find(
    page: Page, live_server, officer, department: Department
) -> None:
    other = DepartmentFactory.create(region=department.region, name="示例市审计局")
    mine = MergePlanFactory.create(department=department)
    MergePlanFactory.create(department=other)
    enter(page, live_server.url, officer)
    page.goto(f"{live_server.url}/plans/")
    field = page.get_by_role("combobox", name="部门")
    options = page.locator(".combo-list [role=option]")
    field.focus()
    expect(options).to_have_count(2)
    field.press_sequentially("slsczj")
    expect(options).to_have_count(1)
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(f"{department}（{department.region}）")
    expect(page.locator("#plan-list tbody tr")).to_have_count(1)
    expect(page.locator("#plan-list")).to_contain_text(mine.title)
    expect(page.locator(".combo-list")).to_be_hidden()
