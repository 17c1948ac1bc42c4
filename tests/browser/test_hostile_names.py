"""Names that are code are shown as text, long ones stay where they stand, and no page breaks the
security policy: a walk over every page.
"""

import pytest
from playwright.sync_api import Page, expect

from mergers.actions import plans
from mergers.planning import PlanRequest
from tests.data_health import check_data
from tests.factories import DepartmentFactory, DutyFactory, SectionFactory, StaffMemberFactory
from tests.factories.people import PASSWORD
from tests.factories.work import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = (
    "<script>alert(1)</script>科",
    "\"'><svg/onload=alert(2)>室",
    "</text><img src=x onerror=alert(3)>办",
)
LONG = ("综合协调与政策法规研究暨信访维稳工作" * 3 + "科", "Administrative-Coordination-" * 4)
TOO_WIDE = """() => {
  const page = document.documentElement;
  const wide = page.scrollWidth > innerWidth ? ["the page"] : [];
  const places = ".card, .chip, .crumbs, .figure, .notice, .page-head, .filters, td, th, li, dt, dd, p";
  for (const place of document.querySelectorAll(places)) {
    const held = place.clientWidth && getComputedStyle(place).overflowX === "visible";
    if (held && getComputedStyle(place).display !== "inline" && !place.closest(".matrix")
        && place.scrollWidth > place.clientWidth + 1) wide.push(place.outerHTML.slice(0, 200));
  }
  return wide;
}"""
"""What sticks out of the box it stands in."""
PLACES = (
    *("", "departments/", "imports/", "data-health/", "audit/", "plans/", "todo/", "settings/"),
    *(
        "studies/",
        "studies/new/",
        "help/",
        "search/?q=a",
        "accounts/2fa/",
        "regions/{region}/radar/",
    ),
    *("regions/{region}/rules/", "regions/{region}/phrases/", "regions/{region}/calibration/"),
    *(f"departments/{{department}}/?tab={tab}" for tab in ("sections", "staff", "duties", "plans")),
    *("departments/{department}/?tab=chart", "departments/{department}/?tab=history"),
    *("departments/{department}/overlap/", "departments/{department}/overlap/?view=list"),
    *("departments/{department}/links/", "departments/{department}/plans/new/"),
    *(f"plans/{{plan}}/?tab={tab}" for tab in ("overview", "duties", "evidence", "rules")),
    *(f"plans/{{plan}}/?tab={tab}" for tab in ("changes", "chart", "record")),
    *("plans/{plan}/sections/{section}/", "sections/{section}/"),
)


def test_hostile_names_run_nowhere(page: Page, live_server, officer, region) -> None:
    department = DepartmentFactory.create(region=region, name="<b onclick=alert(0)>局")
    for place, name in enumerate((*HOSTILE, *LONG)):
        section = SectionFactory.create(department=department, name=name, position=place)
        DutyFactory.create(section=section, text=f"负责{name}预算编制和公文运转")
        StaffMemberFactory.create(section=section, name=name)
    plan = plans.propose(department=department, request=PlanRequest(count=2), by=officer, at=NOON)[
        0
    ]
    check_data()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(live_server.url)
    page.get_by_label("用户名").fill(officer.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    pks = {"region": region, "department": department, "plan": plan, "section": section}
    for place in PLACES:
        url = f"{live_server.url}/{place.format(**{name: row.pk for name, row in pks.items()})}"
        page.goto(url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator("[onload], [onerror], [onclick], main img").count() == 0, url
        assert page.evaluate(TOO_WIDE) == [], url
    page.goto(f"{live_server.url}/departments/{department.pk}/overlap/")
    page.locator(".matrix a").first.click()
    expect(page.locator("#pair mark").first).to_be_visible()
    assert page.locator("#pair img, #pair script").count() == 0
    assert dialogs == []
