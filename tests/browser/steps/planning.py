"""One plan: asked for, read from all sides, exported, renamed and submitted."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from mergers.models import MergePlan, PlanStatus
from tests.browser.steps.common import NEW_NAME, Look, figure, open_tab

SIGNATURES = {"svg": b"<svg", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-"}
CHARTS = (("调整前", 18, 0), ("调整后", 0, 10), ("变化", 18, 10))
"""The views of a plan's chart, with their boxes for sections of today and of the plan."""


def ask_for_ten_sections(page: Page, look: Look, picture: Callable[[str], None]) -> MergePlan:
    """18 → 10, proven optimal."""
    page.get_by_role("link", name="求最优方案").click()
    look()
    page.get_by_role("spinbutton", name="整合后科室数").fill("10")
    page.get_by_role("button", name="求最优方案").click()

    head = page.get_by_role("heading", level=1)
    expect(head).to_contain_text("合并 18→10")
    expect(head).to_contain_text("最优，已证明")
    expect(head).to_contain_text("草案")
    expect(figure(page, "科室")).to_have_text(re.compile(r"18\s*→变为10 \(−8, −44.4.%\)"))
    expect(page.get_by_text("已求出方案")).to_be_visible()
    plan = MergePlan.objects.get(pk=int(page.url.rstrip("/").rsplit("/", 1)[-1]))
    assert (plan.sections_before, plan.sections_after, plan.proven) == (18, 10, True)
    expect(page.locator(".dial-figure")).to_have_text(f"{plan.score:.1f}")
    merges = page.locator(".bigs .big")
    kept = page.locator(".is-kept > li")
    assert merges.count() + kept.count() == 10
    assert merges.locator(".members > li").count() + kept.count() == 18
    part = page.locator("details.part").first
    part.locator("summary").press("Enter")
    expect(part.locator(".part-why")).to_contain_text("本方案")
    look()
    part.locator("summary").press("Enter")
    page.reload()  # without the message of the moment
    picture("plan_detail")
    return plan


def read_every_tab(page: Page, look: Look) -> None:
    """依据, 规则, 变化 and the chart in its three views."""
    open_tab(page, "依据")
    groups = page.locator(".evidence tbody")
    assert groups.count() == page.locator(".evidence .grid-group").count() > 0
    for group in groups.all():
        expect(group.locator(".phrase").first).to_be_visible()
    look()
    page.get_by_role("link", name=re.compile("^职责对照：")).first.click()
    expect(page.locator(".clause-pair mark").first).to_be_visible()
    look()
    page.go_back()

    open_tab(page, "规则")
    expect(page.get_by_role("row", name=re.compile("大科室个数"))).to_contain_text("✓ 满足")
    expect(page.get_by_text("✗ 不满足")).to_have_count(0)
    look()
    open_tab(page, "变化")
    expect(page.locator(".changes h2").first).to_contain_text("整合")
    look()
    open_tab(page, "机构图")
    for name, today, planned in CHARTS:
        show_chart(page, name)
        expect(page.locator(".orgchart-section")).to_have_count(today)
        expect(page.locator(".orgchart-outcome")).to_have_count(planned)
        look()


def show_chart(page: Page, name: str) -> None:
    """Switch the chart to a view."""
    page.locator(".switch").get_by_role("link", name=name, exact=True).click()
    expect(page.locator(".switch [aria-current=true]")).to_have_text(name)


def export_the_charts(page: Page) -> None:
    """Every view as SVG, PNG and PDF; what is downloaded is such a file."""
    for name, _, _ in CHARTS:
        show_chart(page, name)
        for kind, signature in SIGNATURES.items():
            with page.expect_download() as waiting:
                page.get_by_role("link", name=re.compile(f"^{kind}", re.IGNORECASE)).click()
            file = waiting.value
            assert file.suggested_filename.endswith(f"-{name}.{kind}")
            assert signature in file.path().read_bytes()[:200]


def rename_a_big_section(page: Page, plan: MergePlan) -> None:
    """The big section around 干部监督室 gets the name that the office uses."""
    open_tab(page, "概要")
    card = page.locator(".big", has_text="干部监督室")
    card.get_by_text("改名").click()
    card.get_by_label("大科室名称").fill(NEW_NAME)
    card.get_by_role("button", name="保存").click()
    expect(page.get_by_text(f"已改名为“{NEW_NAME}”")).to_be_visible()
    expect(page.locator(".big", has_text="干部监督室").get_by_role("heading")).to_have_text(
        NEW_NAME
    )
    assert plan.big_sections.filter(name=NEW_NAME).count() == 1


def submit(page: Page, plan: MergePlan, look: Look) -> None:
    """Frozen, and the author cannot decide upon it."""
    page.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待审批")
    expect(page.get_by_role("button", name="撤回")).to_be_visible()
    for name in ("同意", "退回", "确认退回", "保存"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    look()
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED
    assert len(plan.content_hash) == 64
