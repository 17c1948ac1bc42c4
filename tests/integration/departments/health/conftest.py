"""Running one check on a department, and an area without any fault."""

from collections.abc import Callable
from datetime import date

import pytest

from departments.health.check import Area, Finding
from departments.health.registry import BY_CODE
from departments.models import Department

TODAY = date(2026, 11, 22)
Run = Callable[..., list[Finding]]


@pytest.fixture
def run(db: None) -> Run:
    """``run("one_person_section")`` gives its findings in all departments, or in those given."""

    def run_check(code: str, *shown: Department) -> list[Finding]:
        check = BY_CODE[code]
        everything = Department.objects.standing()
        chosen = everything.filter(pk__in=[one.pk for one in shown]) if shown else everything
        area = Area(everything, chosen, TODAY)
        rows = check.rows(area)
        findings = check.tell(list(rows), area)
        assert rows.count() == len(findings)
        return findings

    return run_check
