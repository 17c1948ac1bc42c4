"""职责交叉 in a browser: accessible, ruled by keyboard, and on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from mergers.models import DutyRuling
from tests.factories import DutyFactory, make_crossing
from tests.factories.crossing import EMERGENCY, HOUSING
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def radar_page(page: Page, live_server, officer, region) -> Page:
    """The list over two pairs of the same departments."""
    crossing = make_crossing(region)
    DutyFactory.create(section=crossing.sections["施工安全科"], text="核查危险源辨识登记台账")
    DutyFactory.create(section=crossing.sections["事故调查科"], text="检查危险源辨识登记表")
    page.goto(f"{live_server.url}/radar/")
    page.fill("[name=login]", officer.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.get_by_role("heading", name="职责交叉")).to_be_visible()
    return page


def open_first(page: Page) -> None:
    page.locator(".radar-pair").first.get_by_role("link", name=re.compile("^裁定")).click()
    expect(page.get_by_role("heading", name=f"{HOUSING} × {EMERGENCY}")).to_be_visible()
    keys_are_heard(page)


def keys_are_heard(page: Page) -> None:
    """Wait until the script of the page listens: it then shows the hint on its keys."""
    expect(page.locator("[data-keys]")).to_be_visible()


def test_list_pair_and_register_have_no_accessibility_faults(
    radar_page, accessibility_faults
) -> None:
    assert accessibility_faults(radar_page) == []
    open_first(radar_page)
    assert accessibility_faults(radar_page) == []
    radar_page.get_by_role("radio", name=re.compile("不是同一职责")).check()
    radar_page.get_by_role("button", name="裁定，留在本页").click()
    expect(radar_page.get_by_text("已裁定：")).to_be_visible()
    assert accessibility_faults(radar_page) == []
    radar_page.get_by_role("link", name="职责交叉").last.click()
    radar_page.get_by_role("link", name="职责边界").click()
    expect(radar_page.get_by_role("link", name=re.compile("修改、撤销"))).to_be_visible()
    assert accessibility_faults(radar_page) == []


def test_a_transfer_is_ruled_with_the_keyboard_alone(radar_page) -> None:
    open_first(radar_page)
    ways = radar_page.locator(".transfer-ways")
    expect(ways).to_be_hidden()
    radar_page.keyboard.press("2")
    expect(ways).to_be_visible()
    radar_page.get_by_label(re.compile(f"{EMERGENCY}的接收科室")).select_option("事故调查科")
    radar_page.get_by_role("radio", name=re.compile(f"^{HOUSING} 划出")).check()
    radar_page.get_by_role("textbox", name="边界说明").fill("统一由应急负责。")
    radar_page.keyboard.press("Control+Enter")
    expect(radar_page.get_by_text("已裁定：")).to_be_visible()
    ruling = DutyRuling.objects.get()
    assert (ruling.verdict, ruling.giving, ruling.receiver.name) == ("transfer", "a", "事故调查科")


def test_the_arrows_lead_to_the_pairs_around_and_not_while_one_types(radar_page) -> None:
    open_first(radar_page)
    first = radar_page.url
    radar_page.keyboard.press("ArrowRight")
    expect(radar_page.get_by_text("核查").first).to_be_visible()
    assert radar_page.url != first
    keys_are_heard(radar_page)
    radar_page.get_by_role("textbox", name="边界说明").fill("现场")
    here = radar_page.url
    radar_page.keyboard.press("ArrowLeft")
    radar_page.keyboard.press("1")
    expect(radar_page.get_by_role("radio", name=re.compile("^各自保留"))).not_to_be_checked()
    assert radar_page.url == here
    expect(radar_page.get_by_role("textbox", name="边界说明")).to_have_value(re.compile("1"))


def test_filters_change_the_list_without_a_new_page(radar_page) -> None:
    radar_page.get_by_label("职责、科室或部门").fill("危险源")
    radar_page.keyboard.press("Enter")
    expect(radar_page.locator(".radar-pair")).to_have_count(1)
    expect(radar_page).to_have_url(re.compile("q="))


def test_on_paper_there_are_the_pairs_without_buttons(radar_page) -> None:
    radar_page.emulate_media(media="print")
    expect(radar_page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(radar_page.locator(".radar-state a").first).to_be_hidden()
    expect(radar_page.locator(".radar-pair").first).to_be_visible()
