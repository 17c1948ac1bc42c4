"""数据体检 in a browser: accessible, by keyboard, and on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from departments.models import Department
from tests.data_health import check_data
from tests.factories import SectionFactory
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def health_page(page: Page, live_server, officer, department: Department) -> Page:
    """The page over a department with a one-person section and many without a line."""
    SectionFactory.create_batch(30, department=department)
    SectionFactory.create(department=department, name="机关党委", headcount=1)
    check_data()
    page.goto(f"{live_server.url}/data-health/")
    page.fill("[name=login]", officer.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.get_by_role("heading", name="数据体检")).to_be_visible()
    return page


def test_has_no_accessibility_faults(health_page, accessibility_faults) -> None:
    health_page.keyboard.press("Tab")
    skip = health_page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()  # axe-core leaves a text of its background's colour to people
    assert skip.evaluate("e => getComputedStyle(e).color !== getComputedStyle(e).backgroundColor")
    assert accessibility_faults(health_page) == []
    health_page.get_by_role("link", name=re.compile("查看全部 31 条.*科室没有战线")).click()
    expect(health_page.get_by_text("第 1–31 条，共 31 条")).to_be_visible()
    assert accessibility_faults(health_page) == []


def test_the_list_of_checks_leads_to_a_check_by_keyboard(health_page) -> None:
    health_page.get_by_role("navigation", name="检查项").get_by_role("link", name="一人科").focus()
    health_page.keyboard.press("Enter")
    expect(health_page.get_by_role("heading", name="一人科")).to_be_in_viewport()
    health_page.keyboard.press("Tab")  # on from the check, not from the list
    assert health_page.evaluate("document.activeElement.textContent") == "机关党委"


def test_on_paper_there_is_no_navigation_and_the_list_comes_first(health_page) -> None:
    expect(health_page.get_by_role("button", name="打印")).to_be_visible()
    health_page.emulate_media(media="print")
    expect(health_page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(health_page.get_by_role("button", name="打印")).to_be_hidden()
    expect(health_page.get_by_text("全部部门 ·")).to_be_visible()
    index = health_page.get_by_role("navigation", name="检查项").bounding_box()
    first = health_page.locator(".health-check").first.bounding_box()
    assert index["y"] + index["height"] <= first["y"]
    assert index["width"] == pytest.approx(first["width"], abs=1)
