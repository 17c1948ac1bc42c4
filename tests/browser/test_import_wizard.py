"""The import wizard in a browser: a messy roster from file to confirmation, again, and back."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from bigsection.accounts.models import User
from departments.models import Section, StaffMember
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORKBOOKS = Path(__file__).parent.parent / "data" / "workbooks"
ROSTER = WORKBOOKS / "人社局人员花名册.xlsx"
FINANCE = WORKBOOKS / "财政局内设机构编制情况表.xlsx"
OLD, NEW = "就业促进科", "就业促进和失业保险科"


@pytest.fixture
def look(page: Page, accessibility_faults) -> Callable[[], None]:
    """Called on every step: axe-core must find nothing."""

    def no_faults() -> None:
        assert accessibility_faults(page) == [], page.url

    return no_faults


@pytest.fixture
def new_version(tmp_path: Path) -> Path:
    """The same roster a year later: one section has a longer name."""
    book = openpyxl.load_workbook(ROSTER)
    for row in book["花名册"].iter_rows():
        for cell in row:
            if cell.value == OLD:
                cell.value = NEW
    path = tmp_path / "人社局人员花名册（新）.xlsx"
    book.save(path)
    return path


def log_in(page: Page, live_server, user: User) -> None:
    page.goto(live_server.url)
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".bar-user summary")).to_contain_text(user.full_name)


def open_tab(page: Page, name: str) -> None:
    tab = page.locator(".tabs").get_by_role("link", name=name)
    if tab.get_attribute("aria-current") != "page":  # it may be the one that opens first
        tab.click()
    expect(page.locator(".tabs a[aria-current=page]")).to_contain_text(name)


def upload(page: Page, live_server, path: Path) -> None:
    page.goto(f"{live_server.url}/imports/")
    page.get_by_label("选择文件").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(path.name)


def step(page: Page, name: str) -> None:
    expect(page.locator("[aria-current=step]")).to_contain_text(name)


@pytest.mark.slow
def test_a_messy_roster_is_put_right_imported_renamed_and_undone(
    page: Page, live_server, officer, look, new_version
) -> None:
    log_in(page, live_server, officer)
    page.goto(f"{live_server.url}/imports/")
    step(page, "文件")
    look()
    upload(page, live_server, ROSTER)
    map_the_unknown_column(page, look)
    put_right_by_keyboard(page, look)
    leave_out_the_rest(page, look)
    assert not Section.objects.exists()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("导入完成")).to_be_visible()
    step(page, "完成")
    look()
    before = set(StaffMember.objects.values_list("pk", "section__name"))
    assert Section.objects.filter(name=OLD).exists()

    upload(page, live_server, new_version)
    accept_the_rename(page, look)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("导入完成")).to_be_visible()
    assert Section.objects.filter(name=NEW).exists()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_text("名册已恢复到导入之前")).to_be_visible()
    look()
    assert set(StaffMember.objects.values_list("pk", "section__name")) == before


def map_the_unknown_column(page: Page, look: Callable[[], None]) -> None:
    """餐卡号 stands first, in red with a word; the clerk says to ignore it."""
    step(page, "对应")
    first = page.locator("#mapping tbody tr").first
    expect(first).to_contain_text("餐卡号")
    expect(first).to_contain_text("未对应")
    look()
    page.get_by_label("“餐卡号”对应到").select_option(label="忽略此列")
    page.get_by_role("button", name="保存并核对").click()
    step(page, "核对")


def put_right_by_keyboard(page: Page, look: Callable[[], None]) -> None:
    """A wrong month is typed over and sent with Enter; the page comes back where it was."""
    open_tab(page, "问题")
    expect(page.locator("#review tbody tr")).to_have_count(6)
    look()
    field = page.get_by_label(re.compile("第 35 行 出生年月"))
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("1983.11")
    page.keyboard.press("Enter")
    expect(page.locator("#review tbody tr")).to_have_count(5)
    expect(page.locator(".tabs a[aria-current=page]")).to_contain_text("问题")
    expect(page.get_by_label(re.compile("第 40 行 出生年月"))).to_be_focused()


def leave_out_the_rest(page: Page, look: Callable[[], None]) -> None:
    """One row by its box, then all others with errors at once."""
    page.get_by_label(re.compile("第 26 行 不导入")).check()
    page.get_by_role("button", name="保存并重新核对").click()
    expect(page.locator("#review tbody tr")).to_have_count(4)
    page.get_by_role("button", name="有错误的 4 行都不导入").click()
    expect(page.locator("#review tbody tr")).to_have_count(0)
    open_tab(page, "已作的修改")
    expect(page.locator("#review tbody tr")).to_have_count(6)
    look()


def accept_the_rename(page: Page, look: Callable[[], None]) -> None:
    """The mapping is remembered, so the review comes at once; the new name is the old section."""
    step(page, "核对")
    open_tab(page, "科室")
    matches = page.locator(".matches")
    expect(matches).to_contain_text(NEW)
    look()
    matches.get_by_label("是同一科室").check()
    page.get_by_role("button", name="保存并重新核对").click()
    expect(matches).to_have_count(0)
    page.locator(".switch").get_by_role("link", name="更新").click()
    expect(page.get_by_role("row", name=NEW)).to_contain_text("名称：")
    look()


def test_what_was_entered_is_not_lost_by_opening_another_tab(
    page: Page, live_server, officer
) -> None:
    log_in(page, live_server, officer)
    upload(page, live_server, FINANCE)
    open_tab(page, "问题")
    page.get_by_label(re.compile("第 26 行")).first.fill("1")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator(".tabs").get_by_role("link", name="科室").click()
    assert "没保存" in asked[0]
    expect(page.locator(".tabs a[aria-current=page]")).to_contain_text("问题")
    expect(page.get_by_label(re.compile("第 26 行")).first).to_have_value("1")


def test_values_are_put_right_without_scripts(new_context, live_server, officer) -> None:
    page = new_context(java_script_enabled=False).new_page()
    log_in(page, live_server, officer)
    upload(page, live_server, FINANCE)
    page.get_by_role("link", name="对应").click()
    step(page, "对应")
    page.get_by_role("link", name="去核对").click()
    open_tab(page, "问题")
    expect(page.get_by_text("错误 1 · 提醒 3")).to_be_visible()
    page.get_by_label(re.compile("第 26 行 科级职数/正")).fill("1")
    page.get_by_role("button", name="保存并重新核对").click()
    expect(page.get_by_text("错误 0 · 提醒 3")).to_be_visible()
    expect(page.locator(".tabs a[aria-current=page]")).to_contain_text("问题")
