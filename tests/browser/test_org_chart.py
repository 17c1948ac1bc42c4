"""An org chart on screen: whole at first, then zoomed, moved and searched; views keep their place."""

import pytest
from playwright.sync_api import Page, expect

from mergers.actions import plans
from mergers.planning import PlanRequest
from tests.browser.steps.common import enter
from tests.factories import DepartmentFactory, DutyFactory, SectionFactory
from tests.factories.work import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GAPS = """(sheet, what) => {
  const at = sheet.getBoundingClientRect();
  return [...sheet.querySelectorAll(what)].map(one => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [left - at.left, top - at.top, at.right - right, at.bottom - bottom].map(Math.round);
  });
}"""
"""How far what is drawn lies from the edges of the sheet: left, top, right, bottom, px."""


def test_a_chart_is_whole_at_first_and_moved_about_in(
    page: Page, live_server, officer, region
) -> None:
    department = DepartmentFactory.create(region=region)
    for number in range(1, 25):
        section = SectionFactory.create(department=department, name=f"业务第{number}科")
        DutyFactory.create(section=section, text=f"负责第{number}片区预算编制")
    request = PlanRequest(count=22)
    plan = plans.propose(department=department, request=request, by=officer, at=NOON)[0]
    enter(page, live_server.url, officer)
    sheet, tools = page.locator(".org-chart-sheet"), page.locator(".org-chart-tools")

    page.goto(f"{live_server.url}/departments/{department.pk}/?tab=chart")
    expect(tools).to_be_visible()
    (whole,) = sheet.evaluate(GAPS, "svg")
    assert min(whole) >= 0
    assert abs(whole[0] - whole[2]) <= 2  # in the middle

    page.goto(f"{live_server.url}/plans/{plan.pk}/?tab=chart&view=before")
    sheet.focus()
    for _ in range(4):
        page.keyboard.press("+")
    (closer,) = sheet.evaluate(GAPS, "svg")
    assert min(closer) < 0
    place = sheet.bounding_box()
    assert place
    page.mouse.move(place["x"] + 300, place["y"] + 200)
    page.mouse.down()
    page.mouse.move(place["x"] + 200, place["y"] + 150)
    page.mouse.up()
    moved = [closer[0] - 100, closer[1] - 50, closer[2] + 100, closer[3] + 50]
    assert sheet.evaluate(GAPS, "svg") == [moved]

    places = [gaps[:2] for gaps in sheet.evaluate(GAPS, ".orgchart-section")]
    page.locator(".switch").get_by_role("link", name="变化").click()
    expect(page.locator(".orgchart-outcome")).to_have_count(22)
    assert [gaps[:2] for gaps in sheet.evaluate(GAPS, ".orgchart-section")] == places

    page.get_by_label("在图中查找").fill("第13科")
    expect(page.locator(".orgchart-section.is-current")).to_have_count(1)
    (found,) = sheet.evaluate(GAPS, ".is-current")
    assert abs(found[0] - found[2]) <= 2
    sheet.focus()
    page.keyboard.press("0")
    assert min(sheet.evaluate(GAPS, "svg")[0]) >= 0
