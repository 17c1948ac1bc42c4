"""The decision upon a plan, and what it leaves behind: structure, history, audit trail."""

import re

from playwright.sync_api import Page, expect

from bigsection.audit.models import AuditEvent
from departments.models import Department, LifecycleStatus, Section, StaffMember, Succession
from mergers.models import MergePlan, PlanStatus
from tests.browser.steps.common import DEPARTMENT, NEW_NAME, REASON, Look, figure, go_to, open_tab


def return_with_a_reason(page: Page, plan: MergePlan, look: Look) -> None:
    """From 我的待办; without a reason the plan stays where it is."""
    go_to(page, "我的待办")
    expect(page.get_by_role("heading", name="等待您审批")).to_be_visible()
    look()
    page.get_by_role("link", name=plan.title, exact=True).click()
    expect(page.get_by_role("heading", name="请您审批")).to_be_visible()
    look()
    page.locator("summary", has_text="退回").click()
    reason = page.get_by_label("退回理由")
    page.get_by_role("button", name="确认退回").click()
    assert reason.evaluate("field => field.validity.valueMissing")
    reason.fill("   ")  # the browser takes blanks for a reason, the server does not
    page.get_by_role("button", name="确认退回").click()
    expect(page.get_by_text("退回必须写明理由。")).to_be_visible()
    look()
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED

    page.go_back()
    page.locator("summary", has_text="退回").click()
    page.get_by_label("退回理由").fill(REASON)
    page.get_by_role("button", name="确认退回").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已退回")
    plan.refresh_from_db()
    assert plan.status == PlanStatus.RETURNED


def submit_again(page: Page, plan: MergePlan, look: Look) -> None:
    """The author finds it among the to-dos, reads the reason and hands it in again."""
    go_to(page, "我的待办")
    expect(page.get_by_role("heading", name="被退回，等待您修改")).to_be_visible()
    page.get_by_role("link", name=plan.title, exact=True).click()
    open_tab(page, "审批记录")
    expect(page.locator(".decisions")).to_contain_text(REASON)
    look()
    page.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待审批")


def approve(page: Page, plan: MergePlan, look: Look) -> None:
    """One click carries it out, once the question is answered."""
    go_to(page, "我的待办")
    page.get_by_role("link", name=plan.title, exact=True).click()
    page.once("dialog", lambda question: question.accept())
    page.get_by_role("button", name="同意").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已批准并执行")
    expect(page.get_by_role("heading", name="请您审批")).to_have_count(0)
    look()
    plan.refresh_from_db()
    assert plan.status == PlanStatus.EXECUTED
    assert [decision.verdict for decision in plan.decisions.order_by("at", "pk")] == [
        "submit",
        "return",
        "submit",
        "approve",
    ]


def the_structure_has_changed(page: Page, department: Department, look: Look) -> None:
    """Ten sections stand, the joined ones are abolished, and 沿革 leads from one to the other."""
    standing = department.sections.filter(standing=LifecycleStatus.ACTIVE)
    abolished = department.sections.filter(standing=LifecycleStatus.ABOLISHED)
    assert standing.count() == 10
    assert Succession.objects.count() == abolished.count()
    new = standing.get(name=NEW_NAME)
    assert new.duties.count() == 8
    assert not StaffMember.objects.filter(section__in=abolished).exists()
    assert StaffMember.objects.filter(department=department).count() == 60

    page.get_by_role("link", name=DEPARTMENT, exact=True).first.click()
    open_tab(page, "科室")
    expect(figure(page, "科室")).to_have_text("10")
    expect(page.locator("table.grid").get_by_role("link", name=NEW_NAME)).to_be_visible()
    look()
    open_tab(page, "机构图")
    expect(page.locator("svg[role=img], .org-chart svg").first).to_be_visible()
    look()
    open_tab(page, "沿革")
    row = page.get_by_role("row", name=re.compile("12380举报中心.*→")).first
    expect(row).to_contain_text(NEW_NAME)
    look()
    row.get_by_role("link", name="12380举报中心").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已撤销")
    look()
    assert Section.objects.get(department=department, name="12380举报中心").duties.count() == 0


def the_audit_trail_tells_it(page: Page, look: Look) -> None:
    """Import, proposal, decisions and every change of the structure."""
    go_to(page, "审计")
    table = page.locator("table.grid")
    for words in ("批准方案", "退回方案", "提交审批", "大科室更名", "求出方案", "设立科室"):
        expect(table.get_by_text(words, exact=True).first).to_be_visible()
    expect(table.get_by_text(REASON)).to_be_visible()
    look()
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs >= {
        "import.apply",
        "plan.propose",
        "plan.rename",
        "plan.submit",
        "plan.return",
        "plan.approve",
        "section.establish",
        "section.abolish",
    }


def the_region_counts_it(page: Page, look: Look) -> None:
    """总览, the list of plans and the search, where the new sections are found by initials."""
    go_to(page, "总览")
    expect(page.get_by_role("row", name=re.compile(DEPARTMENT))).to_contain_text("已批准并执行")
    look()
    go_to(page, "整合方案")
    expect(page.locator("table.grid").get_by_text("已批准并执行")).to_be_visible()
    look()
    page.keyboard.press("/")
    page.keyboard.type("gbjdjb")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name=NEW_NAME)).to_be_visible()
    look()
