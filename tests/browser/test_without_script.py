"""The main job in a browser without scripts: every fragment has a real page beside it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from departments.models import Section
from mergers.models import MergePlan, PlanStatus
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORKBOOK = Path(__file__).parent.parent / "data" / "workbooks" / "组织部.xlsx"


@pytest.fixture
def plain_page(new_context) -> Page:
    """A page of a browser that runs no script."""
    return new_context(java_script_enabled=False).new_page()


@pytest.mark.slow
def test_the_main_job_needs_no_script(plain_page: Page, live_server, officer) -> None:
    page = plain_page
    page.goto(live_server.url)
    page.get_by_label("用户名").fill(officer.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    page.get_by_role("link", name="导入工作簿").click()
    page.get_by_label("选择文件").set_input_files(WORKBOOK)
    page.get_by_role("button", name="上传并核对").click()
    page.locator(".tabs").get_by_role("link", name="职责").click()
    expect(page.locator("#review tbody tr")).to_have_count(84)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("导入完成")).to_be_visible()
    assert Section.objects.count() == 18

    page.get_by_role("link", name="示例市委组织部").click()
    page.get_by_role("link", name="职能重叠").click()
    page.get_by_role("link", name="干部一科 × 干部二科").click()
    expect(page.get_by_role("heading", name="职能相近的依据")).to_be_visible()
    expect(page.locator(".clause-pair mark").first).to_be_visible()
    page.get_by_role("link", name="职能重叠矩阵").click()

    page.get_by_role("link", name="求最优方案").click()
    page.get_by_role("button", name="再加一行").first.click()
    expect(page.get_by_label("必须在一起：第一个科室")).to_have_count(2)
    page.get_by_role("spinbutton", name="整合后科室数").fill("10")
    page.get_by_role("button", name="求最优方案").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("最优，已证明")
    page.locator(".plan-figures .tip-mark").first.press("Enter")
    expect(page.locator(".term-sheet:popover-open")).to_be_visible()
    page.keyboard.press("Escape")
    for tab in ("依据", "规则", "变化", "机构图", "审批记录"):
        page.locator(".tabs").get_by_role("link", name=tab).click()
        expect(page.locator(".tabs [aria-current=page]")).to_contain_text(tab)
    page.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待审批")
    assert MergePlan.objects.get(status=PlanStatus.SUBMITTED).author == officer
