"""The questions about a plan in a browser: each card by itself, points by mouse and by key, on paper."""

import pytest
from playwright.sync_api import Page, expect

from mergers.models import MergePlan
from tests.factories.people import PASSWORD
from tests.factories.work import JobFactory
from tests.integration.mergers.conftest import plan, sections
from tests.integration.mergers.questions.conftest import asked, pair, seven

__all__ = ["asked", "pair", "plan", "sections", "seven"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tab(page: Page, live_server, asked: MergePlan, clerk) -> Page:
    """The tab 问答 of the plan, before its clerk, who has scrolled through all cards."""
    page.goto(f"{live_server.url}/plans/{asked.pk}/?tab=questions")
    page.get_by_label("用户名").fill(clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    for name in ("curve", "alternatives", "pareto", "prices", "stability", "near", "moves"):
        page.evaluate("id => document.getElementById(id).scrollIntoView()", f"question-{name}")
        expect(card(page, name).locator(".question-lead")).to_be_visible(timeout=30_000)
    return page


def card(page: Page, name: str):
    return page.locator(f"#question-{name}")


def test_every_card_loads_by_itself_and_is_accessible(tab: Page, accessibility_faults) -> None:
    expect(card(tab, "why-not").get_by_label("科室甲")).to_be_visible(timeout=30_000)
    assert accessibility_faults(tab) == []


def test_a_point_of_the_curve_is_chosen_by_key_and_its_plan_asked_for(tab: Page, asked) -> None:
    curve = card(tab, "curve")
    expect(curve.locator(".plot a")).to_have_count(5)
    assert curve.locator(".plot a[tabindex='0']").count() == 1
    curve.locator("#curve-4").focus()
    expect(curve.locator(".plot-readout")).to_contain_text("4 个：")
    tab.keyboard.press("ArrowRight")
    expect(curve.locator("#curve-5")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(curve.get_by_role("heading", name="设 5 个大科室")).to_be_visible()
    expect(tab.locator("#curve-5")).to_be_focused()
    assert "tab=questions" in tab.url, "the card is replaced, the page stays"
    curve.get_by_role("button", name="按 5 个求方案").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("7→5")
    assert MergePlan.objects.exclude(pk=asked.pk).get().sections_after == 5


def test_a_pair_is_asked_about_where_it_stands(tab: Page) -> None:
    why = card(tab, "why-not")
    why.get_by_label("科室甲").select_option(label="预算科")
    why.get_by_label("科室乙").select_option(label="会计科")
    chosen = why.get_by_label("科室甲").input_value()
    button = why.get_by_role("button", name="为什么不放在一起")
    button.press("Enter")
    expect(why.locator(".question-lead")).to_contain_text("总分要低")
    expect(why.get_by_label("科室甲")).to_have_value(chosen)
    expect(button).to_be_focused()
    assert "tab=questions" in tab.url


def test_a_plan_of_the_front_opens_its_plan_which_is_kept_by_a_button(tab: Page, asked) -> None:
    front = card(tab, "pareto")
    front.get_by_label("大科室个数").select_option("5")
    front.get_by_role("button", name="重新测算").click()
    # What the answer says is chosen; what is chosen in the field was so before the answer.
    expect(front.get_by_label("大科室个数").locator("option[selected]")).to_have_attribute(
        "value", "5"
    )
    front.get_by_role("link", name="方案 1", exact=True).click()
    expect(tab.get_by_text("这里只是预览")).to_be_visible()
    assert MergePlan.objects.count() == 1
    tab.get_by_role("button", name="存为方案").click()
    expect(tab.get_by_text("已存为草案")).to_be_visible()
    assert MergePlan.objects.count() == 2


def test_a_refusal_is_taken_away_by_what_works_afterwards(tab: Page) -> None:
    curve = card(tab, "curve")
    curve.get_by_label("核定的内设机构数").fill("很多")
    curve.get_by_role("button", name="标出限额").click()
    refusal = tab.locator("#messages .notice-bad")
    expect(refusal).to_contain_text("内设机构限额应是 1 到")
    curve.get_by_label("核定的内设机构数").fill("3")
    curve.get_by_role("button", name="标出限额").click()
    expect(tab.get_by_text("您填写的内设机构限额 3 个")).to_be_visible()
    expect(refusal).to_have_count(0)


def test_the_button_that_stops_a_job_stands_at_the_right(page: Page, live_server, clerk) -> None:
    job = JobFactory.create(owner=clerk)
    page.goto(f"{live_server.url}/jobs/{job.pk}/")
    page.get_by_label("用户名").fill(clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    line = page.locator(".progress-card .cluster")
    button = line.get_by_role("button", name="取消")
    expect(button).to_be_visible()
    right = [place.evaluate("it => it.getBoundingClientRect().right") for place in (line, button)]
    assert right[1] == pytest.approx(right[0], abs=1)


def test_on_paper_the_chart_is_there_and_the_buttons_are_not(tab: Page) -> None:
    expect(card(tab, "curve").locator(".plot")).to_be_visible(timeout=30_000)
    tab.emulate_media(media="print")
    expect(card(tab, "curve").locator(".plot")).to_be_visible()
    expect(card(tab, "curve").get_by_role("button", name="标出限额")).to_be_hidden()


def test_without_a_script_every_question_is_a_page(new_context, live_server, asked, clerk) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/plans/{asked.pk}/?tab=questions")
    page.get_by_label("用户名").fill(clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("正在测算")).to_have_count(8)
    for words in page.get_by_text("正在测算").all():
        expect(words).to_be_hidden()
    card(page, "curve").get_by_role("link", name="查看结果").click()
    expect(page.locator(".question-lead")).to_be_visible()
    page.locator("#curve-5").click()
    expect(page.get_by_role("heading", name="设 5 个大科室")).to_be_visible()
    page.get_by_label("核定的内设机构数").fill("3")
    page.get_by_role("button", name="标出限额").click()
    expect(page.get_by_text("您填写的内设机构限额 3 个")).to_be_visible()
