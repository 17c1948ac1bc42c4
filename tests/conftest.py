"""The people of the tests, and a database whose audit trail can be flushed between tests."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from bigsection.accounts.models import User
from bigsection.audit import triggers
from departments.models import Department, Region, Role
from tests import queries_sent
from tests.factories import DepartmentFactory, MembershipFactory, RegionFactory, UserFactory

# A busy machine is no failure: speed is measured in benchmarks/, not here.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    if "QUERIES_SENT" in os.environ:
        queries_sent.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if "QUERIES_SENT" in os.environ:
        queries_sent.write(Path(os.environ["QUERIES_SENT"]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long starts first, so that at the end both cores have work."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def _folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploads go to a folder of their own; collected static files are not needed, only a place."""
    from django.conf import settings

    settings.MEDIA_ROOT = tmp_path_factory.mktemp("uploads")
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Argon2 takes a tenth of a second per user by design; tests hash hundreds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Take the append-only triggers off the test database.

    Tests that run in real transactions (the browser tests) empty every table at their end, which
    the triggers refuse. The triggers have a test of their own that installs them.
    """
    with django_db_blocker.unblock():
        triggers.remove(connections["default"], *triggers.KEYS)


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests() -> None:
    """Limits on wrong and on frequent logins are kept in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def region(db: None) -> Region:
    """示例市."""
    return RegionFactory.create()


@pytest.fixture
def department(region: Region) -> Department:
    """The department that everybody here has to do with, except the outsider."""
    return DepartmentFactory.create(region=region, name="示例市财政局")


def _person(username: str, full_name: str, role: str, **place: object) -> User:
    user = UserFactory.create(username=username, full_name=full_name)
    MembershipFactory.create(user=user, role=role, **place)
    return user


@pytest.fixture
def clerk(department: Department) -> User:
    """Keeps the lists of ``department`` and drafts its plans."""
    place = {"region": department.region, "department": department}
    return _person("clerk", "周经办", Role.CLERK, **place)


@pytest.fixture
def officer(region: Region) -> User:
    """Works in the staffing office of ``region``."""
    return _person("officer", "郑编办", Role.OFFICER, region=region)


@pytest.fixture
def leader(region: Region) -> User:
    """Decides upon plans of ``region``."""
    return _person("leader", "王主任", Role.LEADER, region=region)


@pytest.fixture
def auditor(region: Region) -> User:
    """Reads everything of ``region`` and changes nothing."""
    return _person("auditor", "冯审计", Role.AUDITOR, region=region)


@pytest.fixture
def administrator(region: Region) -> User:
    """Keeps the accounts of ``region``."""
    return _person("administrator", "陈管理", Role.ADMINISTRATOR, region=region)


@pytest.fixture
def outsider(db: None) -> User:
    """A clerk of a department in another city, who must see nothing of ours."""
    elsewhere = RegionFactory.create(code="990200", name="邻市")
    other = DepartmentFactory.create(region=elsewhere, name="邻市财政局")
    return _person("outsider", "吴邻居", Role.CLERK, region=elsewhere, department=other)


@pytest.fixture
def log_in(client: Client) -> Callable[[User], Client]:
    """Log a person in: ``log_in(officer).get(url)``."""

    def logged_in(user: User) -> Client:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return logged_in


@pytest.fixture
def htmx() -> dict[str, str]:
    """The header with which htmx asks for a fragment: ``client.get(url, headers=htmx)``."""
    return {"HX-Request": "true"}
