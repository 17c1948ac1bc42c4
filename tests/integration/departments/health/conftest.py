"""Running the checks, and looking at what they found."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from bigsection.accounts.models import User
from departments.actions import data_checks
from departments.health.check import Finding
from departments.health.registry import BY_CODE
from departments.health.stored import StoredResults
from departments.models import Department
from tests.data_health import check_data

MOMENT = datetime(2026, 11, 22, 4, tzinfo=UTC)
Run = Callable[..., list[Finding]]


@pytest.fixture
def run(db: None) -> Run:
    """``run("one_person_section")`` gives its findings in all departments, or in those given."""

    def run_check(code: str, *shown: Department) -> list[Finding]:
        check = BY_CODE[code]
        everything = Department.objects.standing()
        chosen = everything.filter(pk__in=[one.pk for one in shown]) if shown else everything
        data_checks.check([one.pk for one in everything], at=MOMENT)
        stored = StoredResults(everything, chosen, MOMENT)
        findings = list(stored.every(check))
        assert stored.count(check) == len(findings)
        return findings

    return run_check


@pytest.fixture
def look(log_in: Callable[[User], Client]) -> Callable[[User], Client]:
    """Check what nobody has checked, and log somebody in: ``look(officer).get(url)``."""

    def checked(person: User) -> Client:
        check_data()
        return log_in(person)

    return checked
