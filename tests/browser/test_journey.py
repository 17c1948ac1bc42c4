"""The main job in a browser: from a workbook to an approved plan, by officer, clerk and leader.

With ``SCREENSHOTS=folder`` in the environment the journey also writes the pictures of the docs:
``SCREENSHOTS=docs/images pytest tests/browser/test_journey.py``.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments.models import Department, Role, Section, StaffMember, Standing, Succession
from mergers.models import MergePlan, PlanStatus
from tests.factories import MembershipFactory, UserFactory
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORKBOOK = Path(__file__).parent.parent / "data" / "workbooks" / "组织部.xlsx"
DEPARTMENT = "示例市委组织部"
NEW_NAME = "干部监督举报大科室"
REASON = "请说明组织员办并入党员电化教育科的理由"
SIGNATURES = {"svg": b"<svg", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-"}
CHARTS = (("调整前", 18, 0), ("调整后", 0, 10), ("变化", 18, 10))
"""The views of a plan's chart, with their boxes for sections of today and of the plan."""

Look = Callable[[], None]


@pytest.fixture
def look(page: Page, accessibility_faults) -> Look:
    """Called on every page of the journey: axe-core must find nothing."""

    def no_faults() -> None:
        assert accessibility_faults(page) == [], page.url

    return no_faults


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """Keeps a picture of the page for the docs, where SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")

    def keep(name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return keep


@pytest.fixture
def log_in(page: Page, live_server) -> Callable[[User], None]:
    """Through the form, as anybody does; who was here before is logged out through the menu."""

    def through_the_form(user: User) -> None:
        if page.url.startswith(live_server.url):
            page.locator(".bar-user summary").click()
            page.get_by_role("button", name="退出登录").click()
        else:
            page.goto(live_server.url)
        page.get_by_label("用户名").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.locator(".bar-user summary")).to_contain_text(user.full_name)

    return through_the_form


def figure(page: Page, title: str) -> Locator:
    """The headline figure of a page under a title."""
    return page.locator(".figure", has=page.locator(f"dt:text-is('{title}')")).locator("dd").first


def open_tab(page: Page, name: str) -> None:
    """Open a tab of a page and wait until it is the current one."""
    tab = page.locator(".tabs").get_by_role("link", name=name)
    tab.click()
    expect(page.locator(".tabs a[aria-current=page]")).to_contain_text(name)


def test_from_workbook_to_approved_plan(
    page: Page, live_server, officer, leader, log_in, look, picture, region
) -> None:
    log_in(officer)
    look()
    department = import_the_workbook(page, look)
    clerk = UserFactory.create(username="clerk", full_name="周经办")
    MembershipFactory.create(user=clerk, role=Role.CLERK, region=region, department=department)

    log_in(clerk)
    see_the_overlap(page, look, picture)
    plan = ask_for_ten_sections(page, look, picture)
    read_every_tab(page, look)
    export_the_charts(page)
    rename_a_big_section(page, plan)
    submit(page, plan, look)

    log_in(leader)
    return_with_a_reason(page, plan, look)
    log_in(clerk)
    submit_again(page, plan, look)
    log_in(leader)
    approve(page, plan, look)
    the_structure_has_changed(page, department, look)
    log_in(officer)
    the_audit_trail_tells_it(page, look)


def import_the_workbook(page: Page, look: Look) -> Department:
    """Upload, review, confirm; nothing is written before the confirmation."""
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="导入").click()
    look()
    page.get_by_label("选择文件").set_input_files(WORKBOOK)
    expect(page.locator("[data-chosen]")).to_contain_text("组织部.xlsx")
    page.get_by_role("button", name="上传并核对").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("组织部.xlsx")
    expect(figure(page, "新增")).to_have_text("163")
    expect(figure(page, "有误（不写入）")).to_have_text("0")
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
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="机构").click()
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
        float(share) for share in panel.locator(".shares tbody td:last-child").all_inner_texts()
    ]
    assert len(shares) > 1
    assert sum(shares) == pytest.approx(score, abs=0.06 * len(shares))  # each is rounded
    look()
    picture("overlap_matrix")
    panel.get_by_role("link", name="整页查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("职能相近的依据")
    look()
    page.get_by_role("link", name="职能重叠矩阵").click()


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


def return_with_a_reason(page: Page, plan: MergePlan, look: Look) -> None:
    """From 我的待办; without a reason the plan stays where it is."""
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="我的待办").click()
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
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="我的待办").click()
    expect(page.get_by_role("heading", name="被退回，等待您修改")).to_be_visible()
    page.get_by_role("link", name=plan.title, exact=True).click()
    open_tab(page, "审批记录")
    expect(page.locator(".decisions")).to_contain_text(REASON)
    look()
    page.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待审批")


def approve(page: Page, plan: MergePlan, look: Look) -> None:
    """One click carries it out, once the question is answered."""
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="我的待办").click()
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
    standing = department.sections.filter(standing=Standing.ACTIVE)
    abolished = department.sections.filter(standing=Standing.ABOLISHED)
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
    expect(page.locator("svg[role=img], .chart-scroll svg").first).to_be_visible()
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
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="审计").click()
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
