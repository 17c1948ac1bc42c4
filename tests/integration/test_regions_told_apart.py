"""Departments of the same name in several cities: lists say which is which, and show one city."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from bigsection.accounts.models import User
from departments.models import Department, Region, Role
from mergers.models import RegionStudy
from tests.factories import (
    AuditEventFactory,
    DecisionFactory,
    DepartmentFactory,
    MembershipFactory,
    MergePlanFactory,
    RegionFactory,
    SectionFactory,
    StaffMemberFactory,
    UserFactory,
    WorkbookImportFactory,
)
from tests.factories.work import NOON

pytestmark = pytest.mark.both_databases

NAME = "财政局"
NARROWED = (
    "department_list",
    "plan_list",
    "import_list",
    "region_study_list",
    "audit_trail",
    "search",
)
NARROWED_API = ("api_department_list", "api_plan_list", "api_region_study_list", "api_search")
LISTS = (*NARROWED, "todo")


@dataclass(frozen=True)
class City:
    """A city with one of everything that lists show."""

    region: Region
    department: Department


@pytest.fixture
def whole(db: None) -> User:
    """Works in the staffing office of the province, and has seen to something in every city."""
    user = UserFactory.create(username="whole", full_name="全省")
    MembershipFactory.create(
        user=user, role=Role.OFFICER, region=RegionFactory.create(code="880000", name="某省")
    )
    return user


@pytest.fixture
def cities(whole: User) -> list[City]:
    return [_city(code, name, whole) for code, name in (("880100", "东市"), ("880200", "西市"))]


def _city(code: str, name: str, by: User) -> City:
    region = RegionFactory.create(code=code, name=name)
    department = DepartmentFactory.create(region=region, name=NAME)
    section = SectionFactory.create(department=department, name=f"{NAME}办公室")
    StaffMemberFactory.create(section=section, name=f"{NAME}人")
    place = {"region_code": code, "department_id": department.pk}
    AuditEventFactory.create(**place)
    WorkbookImportFactory.create(region=region, department=department, uploaded_by=by)
    returned = MergePlanFactory.create(department=department, author=by, status="returned")
    DecisionFactory.create(plan=returned, verdict="return", reason="重做")
    MergePlanFactory.create(department=department, author=by)
    RegionStudy.objects.create(region=region, title=name, author=by, created_at=NOON)
    return City(region, department)


def address(name: str, region: Region | None = None) -> str:
    query = {"q": NAME} if name.endswith("search") else {}
    return reverse(name, query=query | ({"region": region.code} if region else {}))


def rows(page: str) -> str:
    """A page without the bars in which a region is chosen."""
    return "".join(part.split("</form>")[-1] for part in page.split('<form class="filters"'))


@pytest.mark.parametrize("name", LISTS)
def test_who_sees_several_regions_is_told_of_each_row_where_it_is(
    log_in: Callable[[User], Client], whole: User, cities: list[City], name: str
) -> None:
    shown = rows(log_in(whole).get(address(name)).text)
    assert [city.region.name in shown for city in cities] == [True, True]


@pytest.mark.parametrize("name", NARROWED)
def test_a_list_is_narrowed_to_a_region_and_offers_the_others(
    log_in: Callable[[User], Client], whole: User, cities: list[City], name: str
) -> None:
    east, west = cities
    page = log_in(whole).get(address(name, east.region)).text
    assert (east.region.name in rows(page), west.region.name in rows(page)) == (True, False)
    assert f'<option value="{west.region.code}">' in page
    assert f'<option value="{east.region.code}" selected>' in page


@pytest.mark.parametrize("name", NARROWED_API)
def test_the_api_narrows_its_lists_to_a_region(
    log_in: Callable[[User], Client], whole: User, cities: list[City], name: str
) -> None:
    client = log_in(whole)
    both, one = (client.get(address(name, at)).json() for at in (None, cities[0].region))
    for part in ("departments", "sections", "people") if "search" in name else ("results",):
        assert len(both[part]) == 2 * len(one[part]) > 0


@pytest.mark.parametrize("name", LISTS)
def test_who_sees_one_region_is_asked_and_told_nothing_of_regions(
    log_in: Callable[[User], Client], cities: list[City], whole: User, name: str
) -> None:
    east, west = cities
    officer = UserFactory.create()
    MembershipFactory.create(user=officer, role=Role.OFFICER, region=east.region)
    page = log_in(officer).get(address(name, west.region)).text
    assert 'id="filter-region"' not in page
    assert "of-region" not in page
    assert west.region.name not in page


def test_pages_of_a_department_lead_back_to_the_list_of_its_region(
    log_in: Callable[[User], Client], whole: User, cities: list[City]
) -> None:
    east = cities[0]
    client, section = log_in(whole), east.department.sections.get()
    crumb = f'<li><a href="{address("department_list", east.region)}">{east.region}</a></li>'
    assert crumb in client.get(reverse("section_detail", args=[section.pk])).text
    for name in ("department_detail", "overlap_matrix", "plan_create", "section_links"):
        assert crumb in client.get(reverse(name, args=[east.department.pk])).text, name
    clerk = UserFactory.create()
    place = {"region": east.region, "department": east.department}
    MembershipFactory.create(user=clerk, role=Role.CLERK, **place)
    page = log_in(clerk).get(reverse("department_detail", args=[east.department.pk])).text
    assert crumb not in page


def test_leafing_through_a_list_keeps_the_region(
    log_in: Callable[[User], Client], whole: User, cities: list[City], monkeypatch
) -> None:
    monkeypatch.setattr("mergers.views.plan_list.PER_PAGE", 1)
    client, region = log_in(whole), cities[0].region
    page = client.get(address("plan_list", region))
    following = client.get("/plans/", {"region": region.code, "page": page.context["page"].next})
    assert f"?region={region.code}&amp;page={page.context['page'].next}" in page.text
    places = {plan.department.region for one in (page, following) for plan in one.context["page"]}
    assert (places, len(following.context["page"])) == ({region}, 1)
