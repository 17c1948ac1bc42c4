"""Names and duties that are code are shown as what they are: text."""

import pytest
from playwright.sync_api import Page, expect

from mergers.actions import plans
from mergers.planning import PlanRequest
from tests.factories import DepartmentFactory, DutyFactory, SectionFactory, StaffMemberFactory
from tests.factories.people import PASSWORD
from tests.factories.work import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = (
    "<script>alert(1)</script>科",
    "\"'><svg/onload=alert(2)>室",
    "</text><img src=x onerror=alert(3)>办",
)


def test_hostile_names_run_nowhere(page: Page, live_server, officer, region) -> None:
    department = DepartmentFactory.create(region=region, name="<b onclick=alert(0)>局")
    for place, name in enumerate(HOSTILE):
        section = SectionFactory.create(department=department, name=name, position=place)
        DutyFactory.create(section=section, text=f"负责{name}预算编制和公文运转")
        StaffMemberFactory.create(section=section, name=name)
    plan = plans.propose(department=department, request=PlanRequest(count=2), by=officer, at=NOON)[
        0
    ]
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(live_server.url)
    page.get_by_label("用户名").fill(officer.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    own = f"{live_server.url}/departments/{department.pk}"
    tabs = [f"{own}/?tab={tab}" for tab in ("sections", "staff", "duties", "chart", "history")]
    ours = f"{live_server.url}/plans/{plan.pk}/?tab="
    shown = [
        *tabs,
        f"{own}/overlap/",
        *(f"{ours}{tab}" for tab in ("evidence", "changes", "chart")),
    ]
    for url in shown:
        page.goto(url)
        expect(page.get_by_role("main")).to_contain_text("局")
        assert page.locator("[onload], [onerror], [onclick], main img").count() == 0, url
    page.goto(f"{own}/overlap/")
    page.locator(".matrix a").first.click()
    expect(page.locator("#pair mark").first).to_be_visible()
    assert page.locator("#pair img, #pair script").count() == 0
    assert dialogs == []
