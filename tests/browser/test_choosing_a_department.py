"""A department is found among many by typing: with the keyboard alone, and with an input method."""

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


def test_an_input_method_keeps_its_keys_and_a_wrong_name_is_told_until_it_is_changed(
    page: Page, live_server, officer, department: Department
) -> None:
    DepartmentFactory.create(region=department.region, name="示例市审计局")
    enter(page, live_server.url, officer)
    page.goto(f"{live_server.url}/plans/?department=没有的局")
    field = page.get_by_role("combobox", name="部门")
    options = page.locator(".combo-list [role=option]")
    expect(page.get_by_role("alert")).to_have_count(1)
    field.press("Control+a")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "shenji", "selectionStart": 6, "selectionEnd": 6}
    )
    field.dispatch_event("keydown", {"key": "ArrowDown", "isComposing": True})
    expect(field).to_have_attribute("aria-expanded", "false")  # its own list is open, not ours
    keyboard.send("Input.insertText", {"text": "审计"})
    expect(options).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)
    options.click()
    expect(field).to_have_value(f"示例市审计局（{department.region}）")
    expect(field).to_be_focused()


def test_enter_asks_once_so_that_back_goes_back(
    page: Page, live_server, officer, department: Department
) -> None:
    MergePlanFactory.create(department=department)
    enter(page, live_server.url, officer)
    page.goto(f"{live_server.url}/plans/")
    before = page.evaluate("history.length")
    field = page.get_by_role("combobox", name="部门")
    field.fill("没有的局")
    with page.expect_response("**/plans/?department=**"):
        field.press("Enter")
    expect(page.locator("#plan-list")).to_contain_text("没有符合条件的方案")
    expect(page.locator(".combo-list")).to_be_hidden()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("history.length") == before + 1
