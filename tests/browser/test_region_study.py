"""A region study in a browser: asked for, shared out anew in place, stopped and continued."""

import re

import pytest
from playwright.sync_api import Page, expect

from bigsection.jobs.models import Job, JobStatus
from mergers.models import RegionStudy
from tests.factories.people import PASSWORD
from tests.integration.mergers.conftest import neighbours, sections

__all__ = ["neighbours", "sections"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page: Page, address: str, person) -> None:
    page.goto(f"{address}/studies/")
    page.fill("[name=login]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")


def start(page: Page) -> None:
    """From the empty list through the untouched form."""
    page.get_by_role("link", name="新建测算").click()
    page.get_by_role("button", name="开始测算").click()
    page.wait_for_url(re.compile(r"/studies/\d+/"))


def test_asked_for_and_shared_out_anew_in_place(
    page: Page, live_server, officer, neighbours, accessibility_faults
) -> None:
    log_in(page, live_server.url, officer)
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="新建测算").click()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="开始测算").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("分配最优，已证明")
    expect(page.locator("#region-study .figure").first).to_contain_text("−2")
    assert accessibility_faults(page) == []
    total = page.get_by_role("spinbutton", name="科室总数")
    total.fill("2")
    page.get_by_role("button", name="重新分配").click()
    expect(page.locator("#messages")).to_contain_text("可以分配的总数是 3–8")
    expect(total).to_have_value("2")
    total.fill("5")
    page.get_by_label("示例市审计局：不少于").fill("3")
    page.get_by_role("button", name="重新分配").click()
    expect(page.locator("#messages")).to_have_text("已重新分配，没有重新求解。")
    expect(page.locator("#region-study .figure").first).to_contain_text("−3")
    assert list(RegionStudy.objects.get().lines.values_list("count", flat=True)) == [1, 3, 1]
    page.get_by_role("link", name="距自身最优").click()
    expect(page.get_by_role("columnheader", name="距自身最优")).to_have_attribute(
        "aria-sort", "descending"
    )


def test_the_page_follows_the_work_by_itself(
    page: Page, live_server, officer, neighbours, accessibility_faults
) -> None:
    log_in(page, live_server.url, officer)
    start(page)
    study = RegionStudy.objects.get()
    kept = list(study.lines.values_list("curve", flat=True))
    study.lines.update(curve=[], problem_hash="")
    Job.objects.update(
        status=JobStatus.RUNNING, progress=0.3, message="正在测算示例市审计局（2/3）"
    )
    page.reload()
    expect(page.get_by_role("heading", name="正在测算示例市审计局（2/3）")).to_be_visible()
    assert accessibility_faults(page) == []
    rows = page.locator("#departments tbody tr")
    expect(rows.first).to_contain_text("待算")
    study.lines.filter(position=0).update(curve=kept[0])
    expect(rows.first.locator("svg.spark")).to_be_visible()
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_role("heading", name="正在停止")).to_be_visible()
    Job.objects.update(status=JobStatus.CANCELLED)
    RegionStudy.objects.update(finished_at=None)
    expect(page.get_by_text("测算没有完成：")).to_be_visible()
    expect(rows.nth(1)).to_contain_text("未算")
    page.get_by_role("button", name="继续测算").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("分配最优，已证明")


def test_no_step_needs_a_script(new_context, live_server, officer, neighbours) -> None:
    page = new_context(java_script_enabled=False).new_page()
    log_in(page, live_server.url, officer)
    start(page)
    page.get_by_role("spinbutton", name="科室总数").fill("9")
    page.get_by_role("button", name="重新分配").click()
    expect(page.get_by_text("没有重新分配：")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="科室总数")).to_have_value("9")
    page.get_by_role("spinbutton", name="科室总数").fill("5")
    page.get_by_role("button", name="重新分配").click()
    expect(page.get_by_text("已重新分配")).to_be_visible()
    page.get_by_role("button", name="按分配生成方案").click()
    expect(page.get_by_text("按分配生成了")).to_be_visible()
    page.get_by_text("更多").click()
    page.get_by_role("button", name="删除测算").click()
    expect(page.get_by_text("已删除测算")).to_be_visible()
