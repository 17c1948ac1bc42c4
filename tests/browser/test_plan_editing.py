"""A clerk edits a plan by hand in the browser, and a leader carries it out.

Solve, move, undo by keyboard, split a section's duties and people, abolish another, be told why it
cannot be submitted, put that right, submit; the leader approves, and the duties are where the plan
said. Every state of the pages is looked at by axe-core.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from departments.models import Duty, Section, StaffMember
from mergers.actions import edits
from mergers.models import MergePlan
from tests.browser.steps.common import Look, open_tab
from tests.factories.people import PASSWORD
from tests.integration.mergers.conftest import NOON, sections

__all__ = ["sections"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MERGED, LEFT = "预算科", ("会计科", "办公室")
MOVED, ENDED = "编制年度市级预算草案", "组织会计专业技术资格考试"
WHY_SO_MANY = "会议已定的个数"
ENDED_WHY = "资格考试改由省里统一组织"


@pytest.fixture
def look(page: Page, accessibility_faults) -> Look:
    def no_faults() -> None:
        assert accessibility_faults(page) == [], page.url

    return no_faults


def log_in(page: Page, address: str, username: str) -> None:
    page.goto(address)
    if page.locator(".bar-user").count():
        page.locator(".bar-user summary").click()
        page.get_by_role("button", name="退出登录").click()
        page.goto(address)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def solve(page: Page, address: str) -> MergePlan:
    """The clerk asks for three sections out of four."""
    page.goto(f"{address}/departments/{Section.objects.first().department_id}/")
    page.get_by_role("link", name="求最优方案").click()
    page.get_by_role("spinbutton", name="整合后科室数").fill("3")
    page.get_by_role("button", name="求最优方案").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("最优，已证明")
    return MergePlan.objects.get(pk=int(page.url.rstrip("/").rsplit("/", 1)[-1]))


def notice(page: Page) -> Locator:
    return page.locator("#messages .edit-notice")


def open_menu(page: Page, menu: str, section: str) -> Locator:
    """A menu of a section, fetched from the server when it is opened."""
    pk = Section.objects.get(name=section).pk
    opened = page.locator(f"#{menu}-{pk}")
    opened.locator("summary").first.click()
    expect(opened.locator("form").first).to_be_visible()
    return opened


def move(page: Page, section: str, to: str) -> None:
    open_menu(page, "move", section).get_by_role("button", name=to).click()
    expect(notice(page)).to_contain_text(section)


def tick(page: Page, *texts: str) -> None:
    for text in texts:
        page.get_by_role("checkbox", name=text, exact=True).check()
    expect(page.locator("[data-picked]")).to_have_text(f"已选 {len(texts)} 项职责")


@pytest.mark.slow
def test_edited_submitted_approved_and_carried_out(
    page: Page, live_server, sections, clerk, leader, look
) -> None:
    address = live_server.url
    log_in(page, address, clerk.username)
    plan = solve(page, address)
    look()

    a_move_and_back_by_keyboard(page, plan, look)
    a_mode_and_a_reason(page, plan, look)
    split_by_duties_and_people(page, plan, look)
    abolish_with_a_duty_left(page, plan, look)
    put_right_and_submit(page, plan, look)

    log_in(page, address, leader.username)
    approve(page, address, plan, look)
    the_structure_is_as_planned(page, address)


def forms_are_seen_by_htmx(page: Page, form: str) -> None:
    """Wait until htmx has taken the forms over: what came is on the page a moment before that, and
    pressed then it is sent by the browser itself.
    """
    page.wait_for_function(
        "form => 'htmx-internal-data' in (document.querySelector(form) ?? {})", arg=form
    )


def a_move_and_back_by_keyboard(page: Page, plan: MergePlan, look: Look) -> None:
    """The score is told at once, the focus stays, Ctrl+Z takes it back and Ctrl+Y again."""
    score = plan.score
    menu = open_menu(page, "move", "预算审核科")
    expect(menu.locator(".target .num").first).to_have_text(re.compile(r"[−+\d]"))
    look()
    menu.get_by_role("button", name="会计科").click()
    expect(notice(page)).to_contain_text("预算审核科")
    plan.refresh_from_db()
    expect(notice(page)).to_contain_text(f"{score:.1f} → {plan.score:.1f}")
    expect(page.locator(".dial-figure")).to_have_text(f"{plan.score:.1f}")
    expect(page.locator("#plan-chips")).to_contain_text("距最优 ≤")
    assert page.evaluate("document.activeElement.closest('[id^=move-]')?.id") == (
        f"move-{Section.objects.get(name='预算审核科').pk}"
    )
    look()
    forms_are_seen_by_htmx(page, "form:has(#undo)")
    page.keyboard.press("Control+z")
    expect(notice(page)).to_contain_text("已撤销")
    expect(page.locator("#plan-chips")).to_contain_text("最优，已证明")
    forms_are_seen_by_htmx(page, "form:has(#redo)")
    page.keyboard.press("Control+y")
    expect(notice(page)).to_contain_text("已重做")
    notice(page).get_by_role("button", name="撤销").click()
    expect(page.locator("#plan-chips")).to_contain_text("最优，已证明")
    plan.refresh_from_db()
    assert plan.score == score


def a_mode_and_a_reason(page: Page, plan: MergePlan, look: Look) -> None:
    card = page.locator(".big", has=page.get_by_role("heading", name=MERGED))
    card.locator("[id^=mode-] summary").click()
    look()
    card.get_by_role("button", name="合署办公").click()
    expect(card.locator(".mode")).to_contain_text("合署办公")
    expect(card.locator(".big-mode")).to_contain_text("名称、职数、职级都保留")
    card.locator("[id^=mode-] summary").click()
    card.get_by_role("button", name="合并").click()
    expect(card.locator(".mode")).to_contain_text("合并")

    card.locator(".reason summary").click()
    card.locator(".reason textarea").fill("预算编制与审核归口一个科室")
    look()
    card.get_by_role("button", name="保存理由").click()
    expect(card.locator(".reason summary")).to_contain_text("预算编制与审核归口一个科室")


def split_by_duties_and_people(page: Page, plan: MergePlan, look: Look) -> None:
    """One duty of 预算科 and one person go to 办公室."""
    open_tab(page, "职责去向")
    look()
    tick(page, MOVED)
    page.locator("#duty-move summary").click()
    page.get_by_label("划转到大科室").select_option(label="办公室")
    look()
    page.get_by_role("button", name="划转", exact=True).click()
    expect(page.locator(".duties-tally")).to_contain_text("8 项职责：7 随科室，1 划转，0 终止")
    expect(page.locator("#plan-chips")).to_contain_text("手工划转职责，未与最优比较")

    menu = open_menu(page, "people", "预算科")
    menu.get_by_label("随转到").select_option(label="办公室 （有职责划入）")
    menu.get_by_label("随转人数").fill("1")
    person = StaffMember.objects.filter(section__name="预算科").first()
    menu.get_by_label(person.name).check()
    look()
    menu.get_by_role("button", name="保存").click()
    expect(page.locator(".duty-section", has_text="预算科").first).to_contain_text(
        f"随转 1 人到办公室（{person.name}）"
    )


def abolish_with_a_duty_left(page: Page, plan: MergePlan, look: Look) -> None:
    """会计科 is abolished: two duties have no place, and the submit button says so."""
    open_tab(page, "概要")
    menu = open_menu(page, "move", "会计科")
    menu.locator(".abolish summary").click()
    menu.get_by_label("人员转到").select_option(label=MERGED)
    menu.get_by_label("撤销理由").fill("职能已整体划出")
    look()
    menu.get_by_role("button", name="撤销科室").click()
    expect(page.get_by_role("heading", name="撤销的科室")).to_be_visible()

    page.locator("#not-yet summary").click()
    expect(page.locator(".faults-sheet")).to_contain_text("有 2 项职责没有去向")
    look()
    page.locator(".faults-sheet").get_by_role("link", name="去处理").click()
    expect(page.locator(".duties tr.is-fault")).to_have_count(2)
    look()


def put_right_and_submit(page: Page, plan: MergePlan, look: Look) -> None:
    """One duty goes to a big section, one ends with a reason; without one the browser asks."""
    page.locator("[data-tick-all]").check()
    expect(page.locator("[data-picked]")).to_have_text("已选 2 项职责")
    page.locator("[data-tick-all]").uncheck()
    tick(page, ENDED)
    page.locator("#duty-end summary").click()
    reason = page.get_by_label("终止的理由")
    page.get_by_role("button", name="终止职责").click()
    assert reason.evaluate("field => field.validity.valueMissing")
    reason.fill("   ")  # the browser takes blanks for a reason, the server does not
    page.get_by_role("button", name="终止职责").click()
    expect(page.locator("#messages")).to_contain_text("终止职责必须写明理由")
    expect(page.get_by_role("checkbox", name=ENDED, exact=True)).to_be_checked()
    reason.fill(ENDED_WHY)
    page.get_by_role("button", name="终止职责").click()
    expect(page.locator(".duties tr.is-fault")).to_have_count(1)

    page.locator("[data-tick]").check()
    page.locator("#duty-move summary").click()
    page.get_by_label("划转到大科室").select_option(label=MERGED)
    page.get_by_role("button", name="划转", exact=True).click()
    expect(page.locator(".duties-tally")).to_contain_text(
        "8 项职责：5 随科室，2 划转，1 终止，0 未落实"
    )
    open_tab(page, "变化")
    expect(page.locator(".by-hand-line")).to_have_count(5)
    look()
    page.locator("#submit-broken > summary").click()  # another number of sections than asked for
    page.locator("#submit-reason").fill(WHY_SO_MANY)
    look()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待审批")
    expect(page.get_by_text("内容已冻结，只能查看")).to_be_visible()
    look()


def approve(page: Page, address: str, plan: MergePlan, look: Look) -> None:
    """The leader reads where every duty goes and consents."""
    page.goto(f"{address}/plans/{plan.pk}/?tab=duties")
    expect(page.locator(".decision")).to_contain_text("5 随科室，2 划转，1 终止")
    expect(page.locator(".decision")).to_contain_text(WHY_SO_MANY)
    expect(page.locator(".duties")).to_contain_text(ENDED_WHY)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    look()
    page.once("dialog", lambda question: question.accept())
    page.get_by_role("button", name="同意").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已批准并执行")
    look()


def the_structure_is_as_planned(page: Page, address: str) -> None:
    """The moved duty stands on the page of its new section, the ended one nowhere."""
    office = Section.objects.standing().get(name="办公室")
    page.goto(f"{address}/sections/{office.pk}/")
    expect(page.locator("main")).to_contain_text(MOVED)
    ended = Duty.of_all_times.get(text=ENDED)
    assert ended.ended_on is not None
    assert ended.end_reason == ENDED_WHY
    assert not Section.objects.standing().filter(name="会计科").exists()
    assert Section.objects.standing().get(name=MERGED).duties.count() == 4


def test_a_page_that_somebody_overtook_keeps_the_input(
    page: Page, live_server, sections, clerk, officer, look
) -> None:
    log_in(page, live_server.url, clerk.username)
    plan = solve(page, live_server.url)
    card = page.locator(".big", has=page.get_by_role("heading", name=MERGED))
    card.locator(".reason summary").click()
    card.locator(".reason textarea").fill("写了很久的理由")
    edits.move_section(plan=plan, section=sections["办公室"], to=None, by=officer, at=NOON)
    card.get_by_role("button", name="保存理由").click()
    expect(page.locator("#messages")).to_contain_text("郑编办")
    expect(page.locator("#messages").get_by_role("link")).to_have_attribute(
        "href", f"/plans/{plan.pk}/"
    )
    expect(card.locator(".reason textarea")).to_have_value("写了很久的理由")
    look()
    plan.refresh_from_db()
    assert plan.edits.count() == 1


def test_everything_can_be_done_by_keyboard(page: Page, live_server, sections, clerk) -> None:
    """A move by Tab and Enter alone: the menu opens, its first place is one Tab away."""
    log_in(page, live_server.url, clerk.username)
    plan = solve(page, live_server.url)
    section = sections["办公室"]
    page.locator(f"#move-{section.pk} summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#move-{section.pk} .target").first).to_be_visible()
    forms_are_seen_by_htmx(page, f"#move-{section.pk} form")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(notice(page)).to_contain_text("办公室")
    assert plan.edits.count() == 1
    page.keyboard.press("Escape")
    expect(notice(page)).to_have_count(0)


def test_ticking_a_run_of_duties_with_shift(page: Page, live_server, sections, clerk) -> None:
    log_in(page, live_server.url, clerk.username)
    solve(page, live_server.url)
    open_tab(page, "职责去向")
    boxes = page.locator("[data-tick]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(page.locator("[data-picked]")).to_have_text("已选 4 项职责")
    boxes.nth(2).click()
    expect(page.locator("[data-picked]")).to_have_text("已选 3 项职责")


def test_without_a_script_the_menus_are_pages(new_context, live_server, sections, clerk) -> None:
    page = new_context(java_script_enabled=False).new_page()
    log_in(page, live_server.url, clerk.username)
    plan = solve(page, live_server.url)
    section = sections["办公室"]
    page.locator(f"#move-{section.pk} summary").click()
    page.locator(f"#move-{section.pk}").get_by_role("link", name="打开调整页").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("调整办公室")
    page.get_by_role("button", name="会计科").click()
    expect(page.locator("#messages")).to_contain_text("评分")
    assert plan.edits.count() == 1
    page.get_by_role("button", name="撤销：").click()
    expect(page.locator("#messages")).to_contain_text("已撤销")

    page.locator(".tabs").get_by_role("link", name="职责去向").click()
    page.get_by_role("checkbox", name=MOVED, exact=True).check()
    page.locator("#duty-end summary").click()
    page.get_by_label("终止的理由").fill(ENDED_WHY)
    page.get_by_role("button", name="终止职责").click()
    expect(page.locator(".duties-tally")).to_contain_text("1 终止")
