"""Every address of the product, asked by everybody who must not: none lets anything through.

The addresses are read from the resolver, so a new page is in these tests without being named. One
whose keys the fixture ``ours`` does not know fails here: say there which of our things it means.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bigsection.accounts.middleware import REACHABLE
from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments.models import ColumnMapping, Department, Role, Section, SectionLink
from mergers.actions import approvals
from mergers.models import MergePlan, PlanStatus, RegionStudy
from tests.data_health import check_data
from tests.factories import (
    AuditEventFactory,
    DecisionFactory,
    DepartmentFactory,
    DutyRulingFactory,
    JobFactory,
    MembershipFactory,
    RegionFactory,
    StaffMemberFactory,
    UserFactory,
    WorkbookImportFactory,
)
from tests.integration.mergers.conftest import NOON, plan, sections

__all__ = ["plan", "sections"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ID_NUMBER = "990000198505051234"
OPEN_TO_ALL = {"account_login", "account_logout", "account_signup", "account_inactive", "health"}
OPEN_TO_ALL |= {"account_reset_password", "mfa_authenticate"}
"""What nobody needs an account for."""
ANY_KEY = {"view": "before", "as_format": "svg"}
ANY_KEY |= {"question": "curve", "shape": "0123456789ab"}
"""Parts of an address that name no thing of ours."""


@dataclass(frozen=True)
class Address:
    """One URL pattern with keys of our things filled in."""

    name: str
    url: str
    of_a_thing: bool


@dataclass
class Ours:
    """Things of our region that an address can name."""

    keys: dict[str, Any] = field(default_factory=dict)

    def addresses(self) -> list[Address]:
        """Every pattern of the product with our keys."""
        return [self._address(pattern) for pattern in patterns(get_resolver())]

    def _address(self, pattern: URLPattern) -> Address:
        name, names = str(pattern.name), parameters(pattern)
        kind = re.sub("^api_", "", name).split("_")[0]
        values = {"pk": self.keys.get(name, self.keys.get(kind)), **self.keys, **ANY_KEY}
        given = {one: values.get(one) for one in names}
        assert None not in given.values(), f"which of our things are the keys of {name}?"
        return Address(name, reverse(name, kwargs=given), bool(set(names) - set(ANY_KEY)))


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every named pattern below a resolver."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def parameters(pattern: URLPattern) -> list[str]:
    """The names of what an address fills in."""
    return list(pattern.pattern.regex.groupindex)


@pytest.fixture
def ours(department: Department, sections: dict[str, Section], plan: MergePlan, clerk) -> Ours:
    """A department with a plan, a person with an ID number, an import and a job."""
    one, other = list(sections.values())[:2]
    StaffMemberFactory.create(section=one, name="孙小美", id_number=ID_NUMBER)
    workbook = WorkbookImportFactory.create(
        region=department.region, department=department, uploaded_by=clerk, review=REVIEW
    )
    AuditEventFactory.create(department_id=department.pk, region_code=department.region.code)
    study = RegionStudy.objects.create(
        region=department.region, title="示例市财政局等测算", author=clerk, created_at=NOON
    )
    job = JobFactory.create(owner=clerk)
    ruling = DutyRulingFactory.create(region=department.region, by=clerk)
    link = SectionLink.objects.create(department=department, a=one, b=other, strength=0.5)
    check_data()
    mapping = ColumnMapping.objects.create(
        region=department.region, department=department, table="staff", header="餐卡号"
    )
    return Ours(
        {
            "department": department.pk,
            "overlap": department.pk,
            "section": one.pk,
            "a": one.pk,
            "b": other.pk,
            "import": workbook.pk,
            "job": job.pk,
            "plan": plan.pk,
            "plan_found": job.pk,
            "big": plan.pk,
            "big_section_pk": plan.big_sections.first().pk,
            "duty": department.region_id,
            "duty_ruling_revoke": ruling.pk,
            "pair_hash": ruling.pair_hash,
            "section_pk": one.pk,
            "region": study.pk,
            "phrase": department.region_id,
            "calibration": department.region_id,
            "rule": department.region_id,
            "section_links": department.pk,
            "section_links_export": department.pk,
            "section_link_edit": department.pk,
            "section_link_remove": department.pk,
            "api_section_links": department.pk,
            "link_pk": link.pk,
            "column_mapping_forget": mapping.pk,
            "todo_acknowledge": DecisionFactory.create(plan=plan, verdict="approve").pk,
        }
    )


REVIEW: dict[str, Any] = {
    "sheets": [],
    "counts": {"new": 1, "updated": 0, "unchanged": 0, "rejected": 0},
    "tables": [],
    "problems": [],
    "not_sections": [],
    "row_total": 1,
}


def logged_in(user: User, **options: Any) -> Client:
    """A client of its own for a person."""
    client = Client(raise_request_exception=False, **options)
    client.force_login(user, backend=BACKEND)
    return client


def outsiders() -> list[User]:
    """One person of every role in another region, and a clerk next door in ours."""
    elsewhere = RegionFactory.create(code="990200", name="邻市")
    people = []
    for role in (Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR):
        people.append(UserFactory.create())
        MembershipFactory.create(user=people[-1], role=role, region=elsewhere)
    for place in (elsewhere, RegionFactory.create()):
        people.append(UserFactory.create())
        department = DepartmentFactory.create(region=place)
        MembershipFactory.create(
            user=people[-1], role=Role.CLERK, region=place, department=department
        )
    people.append(UserFactory.create())  # an account without any role
    return people


def test_anonymous_is_sent_to_the_login(ours: Ours, client: Client) -> None:
    let_in = {
        (method, address.name): response.status_code
        for address in ours.addresses()
        if address.name not in OPEN_TO_ALL
        for method in ("get", "post")
        if not refused(response := getattr(client, method)(address.url))
    }
    assert let_in == {}


def test_a_password_given_out_opens_nothing_but_its_change(ours: Ours, officer) -> None:
    User.objects.filter(pk=officer.pk).update(must_change_password=True)
    client = logged_in(officer)
    way = reverse("account_change_password")
    let_in = {
        (method, address.name): response.status_code
        for address in ours.addresses()
        if address.name not in REACHABLE
        for method in ("get", "post")
        if (response := getattr(client, method)(address.url)).status_code != 403
        and response.get("Location") != way
    }
    assert let_in == {}


def refused(response: Any) -> bool:
    """Sent to the login, or for another program told so."""
    if response.status_code == 302:
        return str(response.url).startswith(("/accounts/login/", "/accounts/reauthenticate/"))
    return response.status_code in {401, 403}


@pytest.mark.slow
def test_people_from_elsewhere_find_nothing_of_ours(ours: Ours, plan: MergePlan) -> None:
    events = AuditEvent.objects.count()
    found = {}
    for person in outsiders():
        client = logged_in(person)
        for address in ours.addresses():
            if not address.of_a_thing:
                continue
            for method in ("get", "post"):
                response = getattr(client, method)(address.url)
                if response.status_code not in {404, 405}:
                    role = str(person.memberships.first())
                    found[role, method, address.name] = response.status_code
    assert found == {}
    assert AuditEvent.objects.count() == events
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT


@pytest.mark.both_databases
@pytest.mark.slow
def test_lists_of_people_from_elsewhere_name_nothing_of_ours(
    ours: Ours, department: Department
) -> None:
    lists = [
        address
        for address in ours.addresses()
        if not (
            address.of_a_thing or address.url.startswith(("/accounts/", "/api/schema", "/api/docs"))
        )
    ]
    named = {}
    for person in outsiders():
        client = logged_in(person)
        for address in lists:
            searched = address.name.startswith("api_") or (
                'name="q"' in main_part(text_of(client.get(address.url)))
            )
            for query in ("", "?q=财政局", "?q=孙小美") if searched else ("",):
                url = f"{address.url}{query}"
                told = text_of(client.get(url))
                if department.name in told or "预算科" in told:
                    named[str(person), url] = told
    assert named == {}


def main_part(page: str) -> str:
    """What a page says below the bar, which has a search of its own."""
    return page.partition("<main")[2]


def test_nothing_is_taken_without_the_token_of_a_form(ours: Ours, officer) -> None:
    client = logged_in(officer, enforce_csrf_checks=True)
    taken = {
        address.name: status
        for address in ours.addresses()
        if (status := client.post(address.url).status_code) != 403
    }
    assert taken == {}


def test_keys_that_belong_to_nothing_are_not_found(ours: Ours, officer) -> None:
    client = logged_in(officer)
    nothing = "00000000-0000-0000-0000-000000000000"
    keys = {n: 10**18 if isinstance(key, int) else nothing for n, key in ours.keys.items()}
    for wrong in (keys, {n: key if key == nothing else 10**30 for n, key in keys.items()}):
        answers = {
            address.name: client.get(address.url).status_code
            for address in Ours(wrong).addresses()
            if address.of_a_thing
        }
        assert set(answers.values()) <= {404, 405}, answers


def test_nobody_decides_upon_their_own_plan_by_asking_the_address(plan: MergePlan, clerk) -> None:
    MembershipFactory.create(user=clerk, role=Role.LEADER, region=plan.department.region)
    approvals.submit(plan=plan, by=clerk, at=NOON)
    client = logged_in(clerk)
    for step in ("approve", "return"):
        url = reverse(f"plan_{step}", args=[plan.pk])
        assert client.post(url, {"reason": "同意"}).status_code == 403
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED


def pages(ours: Ours) -> Iterator[str]:
    """Every address, and every tab of the pages that have some."""
    for address in ours.addresses():
        if address.name == "account_logout":
            continue
        yield address.url
        for tab in TABS.get(address.name, ()):
            yield f"{address.url}?tab={tab}"


TABS = {
    "department_detail": ("sections", "staff", "duties", "chart", "plans", "history"),
    "plan_detail": ("overview", "evidence", "rules", "changes", "chart", "questions", "record"),
}


def test_every_answer_carries_the_security_policy_and_no_page_breaks_it(
    ours: Ours, officer
) -> None:
    client = logged_in(officer)
    faults = []
    for url in pages(ours):
        response = client.get(url)
        policy = response.headers.get("Content-Security-Policy", "")
        if "default-src 'self'" not in policy or "unsafe" in policy or "*" in policy:
            faults.append(f"{url}: policy {policy!r}")
        if response.headers.get("X-Frame-Options") != "DENY":
            faults.append(f"{url}: may be framed")
        if response.headers.get("X-Content-Type-Options") != "nosniff":
            faults.append(f"{url}: may be taken for another type")
        faults += [f"{url}: {fault}" for fault in inline_code(response)]
    assert faults == []


def inline_code(response: Any) -> list[str]:
    """What a page has of scripts, styles and handlers that the policy would refuse."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return []
    forbidden = r"<style|\sstyle=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+=\"|javascript:|https?://"
    text = response.text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    return re.findall(forbidden, re.sub(r"otpauth:[^\"<]*|data:image[^\"]*", "", text))


@pytest.mark.parametrize(
    "role",
    [
        pytest.param("clerk", marks=pytest.mark.both_databases),
        "officer",
        "leader",
        "auditor",
        "administrator",
    ],
)
def test_no_page_shows_an_id_number(ours: Ours, request, role: str) -> None:
    client = logged_in(request.getfixturevalue(role))
    urls = [*pages(ours), f"/search/?q={ID_NUMBER}", "/search/?q=孙小美", "/data-health/?check=x"]
    texts = {url: text_of(client.get(url)) for url in urls}
    staff = reverse("department_detail", args=[ours.keys["department"]]) + "?tab=staff"
    assert "孙小美" in texts[staff]
    shown = [
        url for url, text in texts.items() if ID_NUMBER in text and f"q={ID_NUMBER}" not in url
    ]
    assert shown == []
    assert "孙小美" not in texts[f"/search/?q={ID_NUMBER}"]


def text_of(response: Any) -> str:
    """What a page or an answer to a program says; files are looked at elsewhere."""
    kind = response.headers.get("Content-Type", "")
    return response.text if kind.startswith(("text/", "application/json")) else ""


def test_charts_are_handed_out_as_files_and_never_shown_as_pages(ours: Ours, officer) -> None:
    client = logged_in(officer)
    charts = [address for address in ours.addresses() if address.name.endswith("_chart")]
    assert len(charts) == 2
    for address in charts:
        for kind in ("svg", "png", "pdf"):
            response = client.get(address.url.replace(".svg", f".{kind}"))
            assert response.headers["Content-Disposition"].startswith("attachment")
