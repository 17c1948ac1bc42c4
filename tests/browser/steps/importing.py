"""From the workbook to the matrix of overlaps: what a person does before there is any plan."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from departments.models import Department, StaffMember
from tests.browser.steps.common import DEPARTMENT, Look, figure, go_to, open_tab

WORKBOOK = Path(__file__).parents[2] / "data" / "workbooks" / "组织部.xlsx"


def import_the_workbook(page: Page, look: Look) -> Department:
    """Upload, review, confirm; nothing is written before the confirmation."""
    go_to(page, "导入")
    look()
    page.get_by_label("选择文件").set_input_files(WORKBOOK)
    expect(page.locator("[data-chosen]")).to_contain_text("组织部.xlsx")
    page.get_by_role("button", name="上传并核对").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("组织部.xlsx")
    expect(figure(page, "新增")).to_have_text("163")
    expect(figure(page, "无法写入")).to_have_text("0")
    assert not Department.objects.exists()
    look()
    open_tab(page, "人员")
    expect(page.locator("#review tbody tr")).to_have_count(60)
    look()
    page.get_by_role("button", name="确认导入").click()

    expect(page.get_by_text("导入完成")).to_be_visible()
    look()
    department = Department.objects.get(name=DEPARTMENT)
    assert department.sections.count() == 18
    assert StaffMember.objects.filter(department=department).count() == 60
    page.get_by_role("link", name=DEPARTMENT).click()
    expect(figure(page, "科室")).to_have_text("18")
    look()
    return department


def see_the_overlap(page: Page, look: Look, picture: Callable[[str], None]) -> None:
    """From the list of departments to the matrix; a cell opened and left by keyboard."""
    go_to(page, "机构")
    look()
    page.get_by_role("link", name=DEPARTMENT).click()
    page.get_by_role("link", name="职能重叠").click()
    expect(page.locator(".matrix tbody tr")).to_have_count(18)
    look()

    page.locator(".matrix a[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    cell = page.locator(".matrix a:focus")
    names = cell.get_attribute("aria-label").rsplit(" ", 1)[0]
    page.keyboard.press("Enter")
    panel = page.locator("#pair")
    expect(panel.get_by_role("heading", level=2)).to_have_text(names)

    page.get_by_role("link", name=re.compile("^干部一科 × 干部二科")).press("Enter")
    expect(panel.get_by_role("heading", level=2)).to_have_text("干部一科 × 干部二科")
    expect(panel.locator(".clauses-head span")).to_have_text(["干部一科", "干部二科"])
    both = panel.locator(".clause-pair").first.locator("p")
    for side in (both.nth(0), both.nth(1)):
        expect(side.locator("mark").first).to_be_visible()
    score = float(panel.locator(".pair-score").inner_text().removesuffix("分"))
    shares = [
        float(share) for share in panel.locator(".shares tbody td:nth-child(4)").all_inner_texts()
    ]
    assert len(shares) > 1
    assert sum(shares) == pytest.approx(score, abs=0.06 * len(shares))  # each is rounded
    look()
    picture("overlap_matrix")
    panel.get_by_role("link", name="整页查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("职能相近的依据")
    look()
    page.get_by_role("link", name="职能重叠矩阵").click()
