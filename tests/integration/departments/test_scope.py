"""The one scope rule: who sees which region and department."""

import pytest

from bigsection.accounts.models import User
from bigsection.errors import Missing, NotAllowed
from departments import permissions
from departments.models import Department, Role
from departments.models.region import code_prefix
from departments.scope import departments_of, get_department, holds, regions_of
from tests.factories import DepartmentFactory, MembershipFactory, RegionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("340000", "34"), ("340600", "3406"), ("340602", "340602"), ("341000", "3410")],
)
def test_the_prefix_of_a_region_is_what_all_below_it_share(code: str, prefix: str) -> None:
    assert code_prefix(code) == prefix


@pytest.fixture
def places() -> dict[str, Department]:
    """A city, a county of it, and another city whose code begins alike."""
    codes = {"city": "340600", "county": "340602", "other": "340700"}
    return {
        name: DepartmentFactory.create(region=RegionFactory.create(code=code, name=name))
        for name, code in codes.items()
    }


def person(role: str, place: Department, *, department: bool = False) -> User:
    user = UserFactory.create()
    MembershipFactory.create(
        user=user, role=role, region=place.region, department=place if department else None
    )
    return user


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_a_role_of_a_city_sees_the_city_and_its_counties_only(
    role: str, places: dict[str, Department]
) -> None:
    user = person(role, places["city"])
    assert set(departments_of(user)) == {places["city"], places["county"]}
    assert {region.name for region in regions_of(user)} == {"city", "county"}


def test_a_role_of_a_county_does_not_see_the_city(places: dict[str, Department]) -> None:
    assert set(departments_of(person(Role.OFFICER, places["county"]))) == {places["county"]}


def test_a_clerk_sees_one_department_and_no_region(places: dict[str, Department]) -> None:
    DepartmentFactory.create(region=places["city"].region)
    clerk = person(Role.CLERK, places["city"], department=True)
    assert set(departments_of(clerk)) == {places["city"]}
    assert not regions_of(clerk).exists()


def test_a_person_without_a_role_sees_nothing(places: dict[str, Department]) -> None:
    assert not departments_of(UserFactory.create()).exists()


def test_what_is_outside_the_scope_is_not_found(places: dict[str, Department]) -> None:
    clerk = person(Role.CLERK, places["city"], department=True)
    with pytest.raises(Missing):
        get_department(clerk, places["other"].pk)
    with pytest.raises(Missing):
        get_department(clerk, 10**9)
    assert get_department(clerk, places["city"].pk) == places["city"]


def test_a_superuser_without_a_role_sees_nothing_and_may_do_nothing(
    places: dict[str, Department],
) -> None:
    user = UserFactory.create(is_superuser=True, is_staff=True)
    assert not departments_of(user).exists()
    assert not regions_of(user).exists()
    assert not holds(user, places["city"], tuple(Role))
    assert not permissions.sees_settings(user)
    assert not permissions.may_see_audit(user)
    with pytest.raises(NotAllowed):
        permissions.check_import(user, places["city"].region, None)
